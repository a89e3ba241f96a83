// RFC 5545 recurrence rules. DTSTART is a wall time here, so that a turn keeps its local time when clocks change.
import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { instantOfWall, zoned } from './zone.ts';

type Source = { start: string; timeZone: string; rule: string };
export type Rule = {
  /** The starts of turns in [from, to) with their wall times, earliest first, at most `most`. */
  between(from: number, to: number, most: number): { at: number; wall: string }[];
};

const expected = 'a recurrence rule such as FREQ=WEEKLY;BYDAY=SU that repeats daily or less often';
const hasGoodParts = (rule: string): boolean =>
  /^FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;[A-Z]+=[A-Z0-9,+-]+)*$/u.test(rule) &&
  !/;(?:BYHOUR|BYMINUTE|BYSECOND|RSCALE|SKIP|FREQ)=/u.test(rule);

/** The rule, or a description of what was expected. */
export function readRule({ start, timeZone, rule }: Source): Rule | { expected: string } {
  if (!hasGoodParts(rule)) return { expected };
  try {
    // Turns are computed on a calendar without summer time and then placed into the zone. The library moves a time
    // that summer time skips, and would continue from the moved time.
    const dtstart = Temporal.PlainDateTime.from(start).toZonedDateTime('UTC');
    const turns = new RRuleTemporal({
      rruleString: withWallUntil(rule, timeZone),
      dtstart,
      temporal: Temporal,
      strict: false,
    });
    return { between: (from, to, most) => list(turns, timeZone, { from, to, most }) };
  } catch {
    // The library throws for an invalid rule.
    return { expected };
  }
}

/** UNTIL is an instant, but turns are computed in wall time. */
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
