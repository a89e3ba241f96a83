// The data of a strip for the current state of a room.
import type { Room } from '../view/room-view.ts';
import { collectMessages, collectPromises } from './messages.ts';
import { findOutages } from './outages.ts';
import { findPeople } from './people.ts';
import { findRolePeriods } from './role-periods.ts';
import type { Story } from '../strip/story.ts';
import type { Span } from '../strip/strip.ts';

/** `names` are by the ids of people. */
export function tellRoom(room: Room, names: (person: string) => string, now: number): Story {
  const messages = collectMessages(room, findPeople(room, names));
  const { impactBeganAt, impactEndedAt, updateDueAt, resolvedAt } = room;
  return {
    impact: impactBeganAt === null ? null : { from: impactBeganAt, until: impactEndedAt },
    outages: findOutages(room),
    command: findRolePeriods(room)
      .filter(({ role, as }) => role === 'commander' && as === 'primary')
      .map(({ person, from, until }) => ({ person: names(person), from, until: until ?? room.closedAt })),
    messages,
    promises: collectPromises(room, messages),
    lateSince: resolvedAt === null && updateDueAt !== null && updateDueAt < now ? updateDueAt : null,
    actions: room.actions.map(({ at, text, grade, id }) => ({
      at,
      text,
      outcome: grade?.outcome ?? null,
      fact: id,
    })),
  };
}

const minuteMs = 60_000;
const leastMs = 10 * minuteMs;
/** The shortest span shown, for a room that has just begun. */
const youngMs = 2 * minuteMs;

/** From the first sign, with a margin, to now, or to a little after the resolution. */
export function spanOfRoom(room: Room, story: Story, now: number): Span {
  const signs = [
    room.declared?.at,
    story.impact?.from,
    ...story.outages.map(({ from }) => from),
    ...story.messages.map(({ at }) => at),
    ...story.actions.map(({ at }) => at),
  ].filter((at) => at !== undefined);
  const last = room.resolvedAt === null ? now : Math.min(now, room.resolvedAt + leastMs);
  const first = Math.min(last - youngMs, ...signs);
  return { from: first - (last - first) * 0.02, to: last };
}
