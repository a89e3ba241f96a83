// SP110: what the server of a desktop keeps of a page, so that it can publish it while the team's server is away.
import { z } from 'zod';
import type { KeptUpdate } from '../published-updates.ts';
import type { StatusPage } from '../records.ts';
import type { Target } from '../settings.ts';
import type { StatusPageInput } from '../whole-page.ts';

export type KeptPage = {
  /** Its targets are those that a desktop reaches, with the keys for desktops. */
  page: StatusPage;
  address: string;
  /** The kinds and places that only the team's server reaches. */
  leftOut: readonly { kind: Target['kind']; place: string }[];
  /** What its newest generation was made of; `now` is when, `sequence` under which number. */
  input: Omit<StatusPageInput, 'updates' | 'signUp' | 'signUpBy'>;
  updates: readonly KeptUpdate[];
};

// Comes from the team's own server: the outline is checked, so that what another version says is not misread.
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

/** Those of the team and our own that it does not know yet: each once, in the order in which they were said. */
export function mergeUpdates(team: readonly KeptUpdate[], own: readonly KeptUpdate[]): KeptUpdate[] {
  const known = new Set(team.map(({ id }) => id));
  return [...team, ...own.filter(({ id }) => !known.has(id))].toSorted(
    (one, other) => one.at - other.at || (one.id < other.id ? -1 : 1),
  );
}

/** What the page is made of while nobody checks: the last known, and the words of the team and of this desktop. */
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
