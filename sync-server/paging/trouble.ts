// ES15: what would keep a target of a policy from being paged, told before the night in which it matters. Pure.
import type { Person } from '#room/feed.ts';
import type { Send } from './paging-state.ts';
import { waysTo, type World } from './recipients.ts';

/** How far ahead a schedule is looked at. */
export const troubleHorizonMs = 7 * 86_400_000;

export type Trouble = { kind: 'person' | 'schedule' | 'channel'; id: string } & (
  | { trouble: 'nobody-now'; until: number | null }
  | { trouble: 'gap'; from: number; to: number; count: number }
  | { trouble: 'desktop-only' | 'unreachable' | 'paused' }
);

export type TroubleCase = Pick<World, 'channels' | 'onDevices'> & {
  now: number;
  people: readonly Person[];
  /** Of each schedule, the gaps from now on within the horizon. */
  schedules: readonly { id: string; gaps: readonly { from: number; to: number }[] }[];
  refusal: (send: Pick<Send, 'person' | 'channel'>) => string | null;
};

/** At most one for each target: the worst. */
export function findTrouble(about: TroubleCase): Trouble[] {
  const { now, people, schedules, channels, refusal } = about;
  const found: Trouble[] = [];
  for (const { id, gaps } of schedules) {
    const [first] = gaps;
    if (first === undefined) continue;
    const isEndless = first.to >= now + troubleHorizonMs;
    if (first.from <= now)
      found.push({ kind: 'schedule', id, trouble: 'nobody-now', until: isEndless ? null : first.to });
    else found.push({ kind: 'schedule', id, trouble: 'gap', ...first, count: gaps.length });
  }
  for (const person of people) {
    const ways = waysTo(person, { ...about, onCall: [] });
    const going = ways.filter(({ channel }) => refusal({ person: person.id, channel }) === null);
    const { id } = person;
    if (going.length === 0) found.push({ kind: 'person', id, trouble: 'unreachable' });
    else if (going.every(({ channel }) => channel === 'desktop'))
      found.push({ kind: 'person', id, trouble: 'desktop-only' });
  }
  for (const { id, isPaused } of channels)
    if (isPaused) found.push({ kind: 'channel', id, trouble: 'paused' });
  return found;
}
