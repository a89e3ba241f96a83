// What of the state of paging others see, and when there is nothing to be done for it. Pure.
import type { OpenPage } from '#room/feed.ts';
import type { PagingState, Team } from './paging-state.ts';
import { findRecipients } from './recipients.ts';

/** Every page that waits for an answer: those of the policy's run and those by hand. */
export const openPagesOf = (state: PagingState, team: Team): OpenPage[] => [
  ...withNext(state, team),
  ...(state.hand ?? []).flatMap(({ open, stepEndsAt, steps }) =>
    open.map((page) => ({ ...page, steps: steps.length, nextAt: stepEndsAt, next: [] })),
  ),
];

/** Nobody is paged by a policy, and no page by hand is under way or was answered. */
export const isIdle = ({ why, hand = [] }: PagingState): boolean =>
  why === 'no-policies' && hand.every(({ phase }) => phase === 'over');

/** ES16: each open page with what comes if nobody answers. Whom the next step would page may change until then. */
function withNext({ open, policy, step, round, stepEndsAt }: PagingState, team: Team): OpenPage[] {
  const steps = policy?.steps ?? [];
  const isLast = step + 1 >= steps.length;
  const following = isLast ? (round < (policy?.repeat ?? 0) ? steps[0] : undefined) : steps[step + 1];
  const next = following === undefined ? [] : findRecipients(following.targets, team).people;
  const nextAt = following === undefined ? null : stepEndsAt;
  return open.map((page) => ({ ...page, steps: steps.length, nextAt, next }));
}
