// NU10: the words for a value that is missing, the same on every screen and in every review. A figure is recorded, a
// check is measured.
import { table } from './words.ts';

/** `pending`: still to come. `not-applicable`: there is nothing to record. `invalid`: recorded, and wrong. */
export const missingStates = ['pending', 'not-applicable', 'not-recorded', 'invalid'] as const;
export type MissingState = (typeof missingStates)[number];

const ofFigure = table({
  pending: 'not yet',
  'not-applicable': 'does not apply',
  'not-recorded': 'not recorded',
  invalid: 'invalid',
});
const ofCheck = table({
  pending: 'not measured yet',
  'not-applicable': 'does not apply',
  'not-recorded': 'not measured',
  invalid: 'invalid',
});
const words = table({ because: (state: string, reason: string) => `${state}: ${reason}` });

const say = (state: string, reason: string | null) =>
  reason === null ? state : words.because(state, reason);

/** Why a figure has no value. */
export const sayMissing = (state: MissingState, reason: string | null = null): string =>
  say(ofFigure[state], reason);

/** Why nothing is known of a check. */
export const sayUnmeasured = (state: MissingState): string => ofCheck[state];
