import type { CheckContext } from '../check.ts';
import { makeEgress } from '../../outgoing/egress.ts';

/** What a check is run with, unless a test says otherwise. */
export function contextOf(signal: AbortSignal, more: Partial<CheckContext> = {}): CheckContext {
  return {
    signal,
    now: () => Date.now(),
    beats: null,
    egress: makeEgress({ allowsLinkLocal: false }),
    ...more,
  };
}
