// AB5: tells people about shifts offered to them, and owners that somebody took their shift.
import type { Person } from '#room/feed/feed.ts';
import { isoTime } from '#room/time/time.ts';
import { openZone } from '#room/time/zone.ts';
import type { Schedule } from '../on-call/schedules.ts';
import type { Swap } from '../on-call/swaps.ts';
import type { People } from '../people/people.ts';
import { writeTo, type Reminder } from './reminders.ts';

type Known = { find: People['find']; schedule: (id: string) => Schedule | null; baseUrl: () => string };

export function swapReminders(swaps: readonly Swap[], known: Known): readonly Reminder[] {
  return swaps.flatMap((swap): Reminder[] => {
    const schedule = known.schedule(swap.settings.schedule);
    const owner = known.find(swap.settings.person);
    if (schedule === null || owner === null) return [];
    const { id, settings } = swap;
    const taker = settings.acceptedBy === null ? null : known.find(settings.acceptedBy);
    const who = settings.acceptedBy !== null ? [owner] : askedIn(swap, schedule, known.find);
    return who.map((person) => ({
      key: `swap.${id}.${settings.acceptedBy === null ? 'offered' : 'taken'}`,
      at: settings.acceptedAt ?? settings.at,
      until: settings.give.to,
      person,
      incident: null,
      message: () => messageOf(swap, schedule, { person, owner, taker, baseUrl: known.baseUrl() }),
    }));
  });
}

function askedIn({ settings: { asked, person } }: Swap, schedule: Schedule, find: People['find']): Person[] {
  const members = new Set(schedule.settings.layers.flatMap(({ people }) => people));
  const ids = asked === null ? [...members].filter((id) => id !== person) : [asked];
  return ids.flatMap((id) => find(id) ?? []);
}

type Words = { person: Person; owner: Person; taker: Person | null; baseUrl: string };

function messageOf({ settings }: Swap, schedule: Schedule, { person, owner, taker, baseUrl }: Words) {
  const { name, timeZone } = schedule.settings;
  const zone = person.contact?.timeZone ?? timeZone;
  const clock = (at: number) =>
    isoTime(at + openZone(zone).offsetAt(at))
      .slice(0, 16)
      .replace('T', ' ');
  const span = ({ from, to }: { from: number; to: number }) => `${clock(from)} to ${clock(to)} (${zone})`;
  const { give, inReturn } = settings;
  const price = inReturn === null ? '' : `, for yours from ${span(inReturn)}`;
  const said =
    taker === null
      ? {
          subject: `${owner.name} offers you a shift: ${name}`,
          text: `${person.name}, ${owner.name} offers the shift from ${span(give)}${price}. You can take it on the screen of the schedule.`,
        }
      : {
          subject: `${taker.name} takes your shift: ${name}`,
          text: `${person.name}, ${taker.name} takes your shift from ${span(give)}.${inReturn === null ? '' : ` You get theirs from ${span(inReturn)}.`}`,
        };
  return writeTo(person, { ...said, purpose: 'shift', open: `/#/on-call/${schedule.id}` }, baseUrl);
}
