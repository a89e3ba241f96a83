import type { Withdrawal } from '#room/team/scales.ts';
import { sayList } from '#room/text/words.ts';

/** WD2: an incident that was none. */
export const withdraw = {
  title: 'It was no incident',
  palette: 'It was no incident: withdraw it',
  keywords: ['false alarm', 'duplicate', 'mistake', 'cancel', 'decline', 'merge', 'noise'],
  key: 'It was no incident',
  close: 'Close the dialog',
  open: 'It was no incident…',
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
  none: 'There is no other incident that is open or was in the last seven days.',
  chooseOne: 'Choose the incident that this is a duplicate of.',
  why: {
    'false-alarm': 'What set it off (everybody who was paged reads it)',
    duplicate: 'Why (optional)',
    mistake: 'Why (optional)',
  } as Record<Withdrawal, string>,
  effect: 'It is closed, needs no review and counts in no number. Everybody who was paged is told.',
  already: (what: string) => `It is withdrawn already: ${what}.`,
  failing: (names: readonly string[]) =>
    names.length === 1
      ? `${names[0]} is still failing. When it fails anew, an incident is declared anew.`
      : `${sayList(names)} are still failing. When one fails anew, an incident is declared anew.`,
  withdraw: 'Withdraw it',
  leave: 'Leave it',
  done: (name: string, what: string) => `${name} is withdrawn: ${what}.`,
  withdrawnAt: (time: string) => `Withdrawn ${time}`,
  was: (what: string) => `It was ${what}.`,
  wasDuplicate: 'It was a duplicate of ',
  cell: (what: string, why: string | null) => (why === null ? what : `${what}: ${why}`),
  another: 'another incident',
  goTo: (name: string) => `Open ${name}`,
  noReview: (what: string) =>
    `This was no incident: it was ${what}. No review is asked for; what is written here is kept all the same.`,
};
