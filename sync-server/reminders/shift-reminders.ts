// NT3: whoever has a shift is told a day before a long one, when it begins, and when it ends.
import type { Person } from '#room/feed.ts';
import { isoTime } from '#room/time.ts';
import { dayMs, openZone } from '#room/zone.ts';
import type { Message } from '../delivery/message.ts';
import type { Schedule } from '../on-call/schedules.ts';
import { planShifts } from '../on-call/shifts.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

const aheadMs = 3 * dayMs;
/** "It begins now" is wrong an hour later. */
const usefulForMs = 3_600_000;

type Turn = { person: string; from: number; to: number };
type Kind = 'before' | 'begins' | 'ends';

/** Every reminder of the shifts of now and of the next three days, of people who did not switch them off. */
export function shiftReminders(
  schedules: readonly Schedule[],
  { find, baseUrl, now }: { find: People['find']; baseUrl: () => string; now: number },
): readonly Reminder[] {
  return schedules.flatMap((schedule) =>
    turnsOf(schedule, { from: now - dayMs, to: now + aheadMs }, (id) => find(id) !== null).flatMap(
      (turn): Reminder[] => {
        const person = find(turn.person);
        if (person === null || person.contact?.shiftNews === false) return [];
        return timesOf(turn).map(({ kind, at, until }) => ({
          key: `shift.${schedule.id}.${turn.person}.${kind === 'ends' ? turn.to : turn.from}.${kind}`,
          at,
          until,
          person,
          incident: null,
          message: () => messageOf(schedule, turn, person, { kind, baseUrl: baseUrl() }),
        }));
      },
    ),
  );
}

/** Shifts of one person that follow each other are one turn. */
function turnsOf(
  { settings, overrides }: Schedule,
  range: { from: number; to: number },
  isThere: (person: string) => boolean,
): Turn[] {
  const turns: Turn[] = [];
  for (const { person, from, to } of planShifts(settings, overrides, range, isThere).shifts) {
    const last = turns.at(-1);
    if (last !== undefined && last.person === person && last.to === from) last.to = to;
    else turns.push({ person, from, to });
  }
  return turns;
}

function timesOf({ from, to }: Turn): { kind: Kind; at: number; until: number }[] {
  const short = [
    { kind: 'begins', at: from, until: Math.min(to, from + usefulForMs) },
    { kind: 'ends', at: to, until: to + usefulForMs },
  ] as const;
  return to - from < dayMs ? [...short] : [{ kind: 'before', at: from - dayMs, until: from }, ...short];
}

const subjects: Readonly<Record<Kind, (name: string) => string>> = {
  before: (name) => `On call tomorrow: ${name}`,
  begins: (name) => `You are on call: ${name}`,
  ends: (name) => `Your shift is over: ${name}`,
};

function messageOf(
  { id, settings }: Schedule,
  { from, to }: Turn,
  person: Person,
  { kind, baseUrl }: { kind: Kind; baseUrl: string },
): Message {
  const zone = person.contact?.timeZone ?? settings.timeZone;
  const when = (at: number) =>
    isoTime(at + openZone(zone).offsetAt(at))
      .slice(0, 16)
      .replace('T', ' ');
  const said =
    kind === 'ends'
      ? `${person.name}, your shift ended at ${when(to)} (${zone}).`
      : `${person.name}, you are on call from ${when(from)} to ${when(to)} (${zone}).`;
  const letter = {
    purpose: 'shift',
    subject: subjects[kind](settings.name),
    text: `${said}\nWhoever is on call is paged. Settings, You: how you are reached, and whether you get this message.`,
    open: `/#/on-call/${id}`,
  } as const;
  return writeTo(person, letter, baseUrl);
}
