// ES15: finds what would prevent a policy's target from being paged, before it is needed at night. Pure.
import type { Person } from '#room/feed/feed.ts';
import type { Send } from '../paging-state.ts';
import { waysTo, type World } from '../recipients.ts';

/** How far ahead schedules are checked. */
export const troubleHorizonMs = 7 * 86_400_000;

export type ReachTrouble = { kind: 'person' | 'schedule' | 'channel'; id: string } & (
  | { trouble: 'nobody-now'; until: number | null }
  | { trouble: 'gap'; from: number; to: number; count: number }
  | { trouble: 'desktop-only' | 'unreachable' | 'paused' }
);

export type TroubleCase = Pick<World, 'channels' | 'onDevices'> & {
  now: number;
  people: readonly Person[];
  /** Each schedule's gaps from now until the horizon. */
  schedules: readonly { id: string; gaps: readonly { from: number; to: number }[] }[];
  refusal: (send: Pick<Send, 'person' | 'channel'>) => string | null;
};

/** At most one problem per target: the worst. */
export function findTrouble(about: TroubleCase): ReachTrouble[] {
  const { now, people, schedules, channels, refusal } = about;
  const found: ReachTrouble[] = [];
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
