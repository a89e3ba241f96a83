// RFC 5545 recurrence rules. What stands behind DTSTART here is the wall time, so that a turn keeps it over summer time.
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { instantOfWall, zoned } from '../zone.ts';

type Source = { start: string; timeZone: string; rule: string };
export type Rule = {
  /** The instants at which turns begin, in [from, to), earliest first, with their wall time; at most `most`. */
  between(from: number, to: number, most: number): { at: number; wall: string }[];
};

const expected = 'a recurrence rule such as FREQ=WEEKLY;BYDAY=SU that repeats daily or less often';
const hasGoodParts = (rule: string): boolean =>
  /^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/u.test(rule) &&
  !/;(?:BYHOUR|BYMINUTE|BYSECOND|RSCALE|SKIP|FREQ)=/u.test(rule);

/** The rule, or what was expected instead of it. */
export function readRule({ start, timeZone, rule }: Source): Rule | { expected: string } {
  if (!hasGoodParts(rule)) return { expected };
  try {
    // The turns are counted on a calendar without summer time and put into the zone afterwards: the library
    // moves what summer time left out, and would then go on from the moved time.
    const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC');
    const turns = new RRuleTemporal({
      rruleString: withWallUntil(rule, timeZone),
      dtstart,
      temporal: Temporal,
      strict: false,
    });
    return { between: (from, to, most) => list(turns, timeZone, { from, to, most }) };
  } catch {
    // That is how the library says no.
    return { expected };
  }
}

/** UNTIL is an instant; turns are counted by the wall. */
function withWallUntil(rule: string, timeZone: string): string {
  return rule.replace(
    /;UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/u,
    (_, year: string, month: string, day: string, hour: string, minute: string, second: string) => {
      const until = Temporal.Instant.from(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      const wall = until.toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: 'second' });
      return `;UNTIL=${wall.replaceAll(/[-:]/gu, '')}Z`;
    },
  );
}

function list(
  turns: RRuleTemporal,
  timeZone: string,
  { from, to, most }: { from: number; to: number; most: number },
): { at: number; wall: string }[] {
  const asUtc = (at: number, days: number) =>
    zoned(at, timeZone).toPlainDateTime().toZonedDateTime('UTC').add({ days });
  return turns
    .between(asUtc(from, -1), asUtc(to, 1), true)
    .map((turn) => turn.toPlainDateTime().toString({ smallestUnit: 'minute' }))
    .map((wall) => ({ at: instantOfWall(wall, timeZone), wall }))
    .filter(({ at }) => at >= from && at < to)
    .slice(0, most);
}
