import type { Withdrawal } from '#room/team/scales.ts';
import { sayList } from '#room/text/words.ts';

/** WD2: withdrawing an incident. */
export const withdraw = {
  title: 'It was not an incident',
  palette: 'It was not an incident: withdraw it',
  keywords: ['false alarm', 'duplicate', 'mistake', 'cancel', 'decline', 'merge', 'noise'],
  key: 'It was not an incident',
  close: 'Close the dialog',
  open: 'It was not an incident…',
  reason: 'Why it was not an incident',
  choices: { 'false-alarm': 'False alarm', duplicate: 'Duplicate', mistake: 'Mistake' } as Record<
    Withdrawal,
    string
  >,
  hints: {
    'false-alarm': 'nothing was wrong',
    duplicate: 'another incident is about the same',
    mistake: 'nobody meant to declare it',
  } as Record<Withdrawal, string>,
  of: 'Duplicate of',
  ofHint: 'Open incidents, then those of the last seven days',
  nothingFits: 'No incident fits',
  none: 'No other incident is open or from the last seven days.',
  chooseOne: 'Choose the incident that this is a duplicate of.',
  why: {
    'false-alarm': 'What triggered it (everybody who was paged reads it)',
    duplicate: 'Why (optional)',
    mistake: 'Why (optional)',
  } as Record<Withdrawal, string>,
  effect:
    'Muster closes it, asks for no review, leaves it out of all numbers and tells everybody who was paged.',
  already: (what: string) => `It is already withdrawn: ${what}.`,
  failing: (names: readonly string[]) =>
    names.length === 1
      ? `${names[0]} is still failing. When it recovers and fails again, Muster declares a new incident.`
      : `${sayList(names)} are still failing. When one recovers and fails again, Muster declares a new incident.`,
  withdraw: 'Withdraw it',
  leave: 'Cancel',
  done: (name: string, what: string) => `${name} is withdrawn: ${what}.`,
  withdrawnAt: (time: string) => `Withdrawn ${time}`,
  was: (what: string) => `It was ${what}.`,
  wasDuplicate: 'It was a duplicate of {incident}.',
  cell: (what: string, why: string | null) => (why === null ? what : `${what}: ${why}`),
  another: 'another incident',
  goTo: (name: string) => `Open ${name}`,
  noReview: (what: string) =>
    `This was not an incident: it was ${what}. It needs no review, but Muster keeps everything written here.`,
};
