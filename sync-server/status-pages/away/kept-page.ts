// SP110: a page's data on a desktop's server, to publish it while the team's server is away.
import { z } from 'zod';
import type { KeptUpdate } from '../updates/published-updates.ts';
import type { StatusPage } from '../page/records.ts';
import type { Target } from '../page/settings.ts';
import type { StatusPageInput } from '../page/whole-page.ts';

export type KeptPage = {
  /** With only the targets that a desktop reaches, and the keys for desktops. */
  page: StatusPage;
  address: string;
  /** Targets that only the team's server reaches. */
  leftOut: readonly { kind: Target['kind']; place: string }[];
  /** The input of its newest generation, with its time (`now`) and number (`sequence`). */
  input: Omit<StatusPageInput, 'updates' | 'signUp' | 'signUpBy'>;
  updates: readonly KeptUpdate[];
};

// Comes from the team's own server; checks only the outline, to reject another version's format.
const update = z.looseObject({ id: z.string(), incident: z.string(), at: z.number(), by: z.string() });
export const keptPageSchema = z.looseObject({
  page: z.looseObject({
    id: z.string(),
    settings: z.looseObject({
      name: z.string(),
      components: z.array(z.looseObject({ name: z.string() })),
      targets: z.array(z.looseObject({ kind: z.string() })),
      awayPublishing: z.enum(['owners', 'responders']),
    }),
  }),
  address: z.string(),
  leftOut: z.array(z.looseObject({ kind: z.string(), place: z.string() })),
  input: z.looseObject({
    page: z.looseObject({ slug: z.string() }),
    intervals: z.array(z.looseObject({ component: z.string() })),
    maintenance: z.array(z.looseObject({ id: z.string() })),
    now: z.number(),
    sequence: z.number(),
    url: z.string(),
  }),
  updates: z.array(update),
});

/** The team's updates and this desktop's own, each once, oldest first. */
export function mergeUpdates(team: readonly KeptUpdate[], own: readonly KeptUpdate[]): KeptUpdate[] {
  const known = new Set(team.map(({ id }) => id));
  return [...team, ...own.filter(({ id }) => !known.has(id))].toSorted(
    (one, other) => one.at - other.at || (one.id < other.id ? -1 : 1),
  );
}

/** The page's input while nothing is measured: the last known state, and all updates of the team and this desktop. */
export function inputWhileAway(
  kept: KeptPage,
  { own, now, sequence }: { own: readonly KeptUpdate[]; now: number; sequence: number },
): StatusPageInput {
  return {
    ...kept.input,
    updates: mergeUpdates(kept.updates, own).map(({ by: _by, ...each }) => each),
    intervals: kept.input.intervals.map((each) => ({ ...each, hasEnded: true })),
    now: Math.max(now, kept.input.now),
    sequence,
    by: 'desktop',
  };
}
