// NT3, AB3: tells people about their shifts: a day before a long one, when it begins, and when it ends.
import type { Person } from '#room/feed/feed.ts';
import { isoTime } from '#room/time/time.ts';
import { dayMs, openZone } from '#room/time/zone.ts';
import type { Message } from '../delivery/message.ts';
import type { Schedule } from '../on-call/schedules.ts';
import { awayIn, type AwayOf } from '../on-call/away.ts';
import { planShifts } from '../on-call/shifts.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

const aheadMs = 3 * dayMs;
/** "Tomorrow" and "it begins now" are wrong an hour later. */
const usefulForMs = 3_600_000;

type Turn = { person: string; from: number; to: number };
type Kind = 'before' | 'begins' | 'ends';

/** Every reminder of the shifts of now and of the next three days, of people who did not switch them off. */
export function shiftReminders(
  schedules: readonly Schedule[],
  { find, baseUrl, now }: { find: People['find']; baseUrl: () => string; now: number },
): readonly Reminder[] {
  const awayOf = awayIn({ people: { find } });
  return schedules.flatMap((schedule) => [
    ...coverReminders(schedule, { find, baseUrl, now }),
    ...turnsOf(schedule, { from: now - dayMs, to: now + aheadMs }, awayOf).flatMap((turn): Reminder[] => {
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
    }),
  ]);
}

/** AB3: tells a stand-in about the shift of an absent person as soon as it is recorded. */
function coverReminders(
  schedule: Schedule,
  { find, baseUrl, now }: { find: People['find']; baseUrl: () => string; now: number },
): Reminder[] {
  const { settings, overrides, id } = schedule;
  const awayOf = awayIn({ people: { find } });
  const members = [...new Set(settings.layers.flatMap(({ people }) => people))];
  return members.flatMap((member) =>
    (find(member)?.contact?.away ?? []).flatMap(({ from, to, since = 0 }): Reminder[] => {
      if (to <= now || since < now - aheadMs) return [];
      const { shifts } = planShifts(settings, overrides, { from, to }, awayOf);
      return shifts.flatMap((shift): Reminder[] => {
        const person = shift.coversFor === member ? find(shift.person) : null;
        if (person === null || person.contact?.shiftNews === false) return [];
        const away = find(member)?.name ?? member;
        return [
          {
            key: `cover.${id}.${member}.${shift.person}.${shift.from}`,
            at: since,
            until: Math.min(shift.to, since + aheadMs),
            person,
            incident: null,
            message: () => coverMessage(schedule, { ...shift, person, away }, baseUrl()),
          },
        ];
      });
    }),
  );
}

/** Shifts of one person that follow each other are one turn. */
function turnsOf(
  { settings, overrides }: Schedule,
  range: { from: number; to: number },
  awayOf: AwayOf,
): Turn[] {
  const turns: Turn[] = [];
  for (const { person, from, to } of planShifts(settings, overrides, range, awayOf).shifts) {
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
  return to - from < dayMs
    ? [...short]
    : [{ kind: 'before', at: from - dayMs, until: from - dayMs + usefulForMs }, ...short];
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
  const when = timesIn(zone);
  const said =
    kind === 'ends'
      ? `${person.name}, your shift ended at ${when(to)} (${zone}).`
      : `${person.name}, you are on call from ${when(from)} to ${when(to)} (${zone}).`;
  const letter = {
    purpose: 'shift',
    subject: subjects[kind](settings.name),
    text: `${said}\nMuster pages the person on call. Settings, You holds your contact details and turns this message off.`,
    open: `/#/on-call/${id}`,
  } as const;
  return writeTo(person, letter, baseUrl);
}

/** As clocks show it there, to the minute. */
const timesIn = (zone: string) => (at: number) =>
  isoTime(at + openZone(zone).offsetAt(at))
    .slice(0, 16)
    .replace('T', ' ');

type Cover = { person: Person; away: string; from: number; to: number };

function coverMessage(
  { id, settings }: Schedule,
  { person, away, from, to }: Cover,
  baseUrl: string,
): Message {
  const zone = person.contact?.timeZone ?? settings.timeZone;
  const when = timesIn(zone);
  const letter = {
    purpose: 'shift',
    subject: `You stand in for ${away}: ${settings.name}`,
    text: `${person.name}, ${away} is away. You are on call in their place from ${when(from)} to ${when(to)} (${zone}).\nSomebody else can take the shift on the screen of the schedule.`,
    open: `/#/on-call/${id}`,
  } as const;
  return writeTo(person, letter, baseUrl);
}
