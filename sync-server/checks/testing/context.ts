import type { CheckContext } from '../check.ts';
import { makeEgress } from '../../outgoing/egress.ts';

/** The context of a check in tests, unless a test changes it. */
export function contextOf(signal: AbortSignal, more: Partial<CheckContext> = {}): CheckContext {
  return {
    signal,
    now: () => Date.now(),
    beats: null,
    egress: makeEgress({ allowsLinkLocal: false }),
    ...more,
  };
}
