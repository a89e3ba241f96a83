// CO2: the questions of a status change that somebody answered with no, as one sentence.
import { entryOf } from '../text/plain.ts';
import { table } from '../text/words.ts';

type Answers = readonly { ask: string; answer: string }[];

/** A claim reads oddly after “Not confirmed”, so each has a noun. Claims of older rooms stay as they were written. */
const nouns: Readonly<Record<string, string>> = table({
  'The cause is named': 'cause',
  'What was done is written down': 'repair',
  'Recovery was verified': 'recovery',
  'No check is down': 'checks',
  'Nothing else began to fail': 'side effects',
  'A smoke test passed': 'smoke test',
  'Customers were told': 'message to customers',
  'The review is written': 'review',
  'Every action item has an owner': 'owners of action items',
});

/** Such as `Not confirmed: recovery, smoke test`; empty when everything was confirmed. */
export function sayUnconfirmed(answers: Answers): string {
  const missing = answers
    .filter(({ answer }) => answer === 'no')
    .map(({ ask }) => entryOf(nouns, ask) ?? uncapital(ask));
  return missing.length === 0 ? '' : `Not confirmed: ${missing.join(', ')}`;
}

const uncapital = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
