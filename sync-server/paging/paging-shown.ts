// The part of the paging state that others see, and whether paging has nothing to do.
import { isDeepStrictEqual } from 'node:util';
import type { OpenPage } from '#room/feed/feed.ts';
import type { PagingState, PagingTeam } from './paging-state.ts';
import { findRecipients } from './recipients.ts';
import { createListeners } from '../listeners.ts';

/** All open pages: those of the policy's run and manual ones. */
export const openPagesOf = (state: PagingState, team: PagingTeam): OpenPage[] => [
  ...withNext(state, team),
  ...(state.hand ?? []).flatMap(({ open, stepEndsAt, steps }) =>
    open.map((page) => ({ ...page, steps: steps.length, nextAt: stepEndsAt, next: [] })),
  ),
];

/** True when no policy pages anybody, and no manual page is active or answered. */
export const isIdle = ({ why, hand = [] }: PagingState): boolean =>
  why === 'no-policies' && hand.every(({ phase }) => phase === 'over');

/** ES16: each open page with the step that follows if nobody answers. Its recipients may change until then. */
function withNext({ open, policy, step, round, stepEndsAt }: PagingState, team: PagingTeam): OpenPage[] {
  const steps = policy?.steps ?? [];
  const isLast = step + 1 >= steps.length;
  const following = isLast ? (round < (policy?.repeat ?? 0) ? steps[0] : undefined) : steps[step + 1];
  const next = following === undefined ? [] : findRecipients(following.targets, team).people;
  const nextAt = following === undefined ? null : stepEndsAt;
  return open.map((page) => ({ ...page, steps: steps.length, nextAt, next }));
}

export type ShownPages = {
  list: () => readonly OpenPage[];
  /** Called with all open pages when they change. */
  onChange: (listener: (pages: readonly OpenPage[]) => void) => () => void;
  /** The pages of one incident, none when it has none open. */
  show: (incident: string, pages: readonly OpenPage[]) => void;
};

/** Holds the open pages of all incidents. */
export function openShownPages(): ShownPages {
  const open = new Map<string, readonly OpenPage[]>();
  const listeners = createListeners<[pages: readonly OpenPage[]]>();
  let shown: readonly OpenPage[] = [];
  return {
    list: () => shown,
    onChange: listeners.add,
    show: (incident, pages) => {
      if (pages.length > 0) open.set(incident, pages);
      else open.delete(incident);
      const all = [...open.values()].flat();
      if (isDeepStrictEqual(all, shown)) return;
      shown = all;
      listeners.tell(shown);
    },
  };
}
