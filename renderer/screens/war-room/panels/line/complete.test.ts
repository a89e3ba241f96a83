import { expect, test } from 'vitest';
import { completeLine } from './complete.ts';

const context = {
  people: [
    { id: 'bo', name: 'Bo Lindqvist' },
    { id: 'cy', name: 'Cy Ferreira' },
  ],
  me: 'cy',
  roles: ['commander', 'communications'],
  mine: ['scribe'],
  hypotheses: [
    { id: 'h1', text: 'The pool' },
    { id: 'h2', text: 'DNS' },
  ],
  observations: [{ id: 'o1', text: 'Errors in eu-2' }],
  tasks: [{ id: 't1', text: 'Drain' }],
};
const lines = (line: string) => completeLine(line, context).map((each) => each.line);

test('a slash offers every command, letters narrow them, a back-date stays in front', () => {
  expect(lines('/').length).toBeGreaterThan(12);
  expect(lines('/ac')).toEqual(['/action ', '/accept ', '/ack']);
  expect(lines('14:02 /dec')).toEqual(['14:02 /decision ']);
  expect(lines('-5m /sev')).toEqual(['-5m /sev ']);
});

test('after a command, its values are offered', () => {
  expect(lines('/sev ')).toEqual(['/sev P1 ', '/sev P2 ', '/sev P3 ', '/sev P4 ']);
  expect(lines('/status re')).toEqual(['/status resolved ']);
  expect(lines('/claim comma')).toEqual(['/claim commander ']);
  expect(lines('/task @lin')).toEqual(['/task @Bo Lindqvist ']);
});

test('[GR6] the kinds of an action are offered after as', () => {
  expect(lines('/action as ').length).toBe(8);
  expect(lines('/action temporary as roll')).toEqual(['/action temporary as rollback ']);
  expect(lines('/action restarted it as ')).toEqual([]);
});

test('plain text and finished words are left alone', () => {
  expect(lines('a note about /etc')).toEqual([]);
  expect(lines('/sev P1 because ')).toEqual([]);
  expect(lines('')).toEqual([]);
});

test('[TH3] names are offered after @ anywhere in a line, also by the family name', () => {
  expect(lines('ask @')).toEqual(['ask @Bo Lindqvist ', 'ask @Cy Ferreira ']);
  expect(lines('/action drained with @fer')).toEqual(['/action drained with @Cy Ferreira ']);
  expect(lines('ask @Bo L')).toEqual(['ask @Bo Lindqvist ']);
  expect(lines('mail a@b')).toEqual([]);
  // A family name alone is not yet understood; an unambiguous first name is.
  expect(completeLine('ask @fer', context)[0]?.takesEnter).toBe(true);
  expect(completeLine('ask @bo', context)[0]?.takesEnter).toBe(false);
});

test('the things that a command is about are offered by number, with their words', () => {
  expect(completeLine('/experiment ', context).map(({ hint }) => hint)).toEqual(['The pool', 'DNS']);
  expect(lines('/finding 2 re')).toEqual(['/finding 2 refuted ']);
  expect(lines('/confirm ')).toEqual(['/confirm 1 ']);
  expect(lines('/done ')).toEqual(['/done 1 ']);
  expect(lines('/role comma')).toEqual(['/role commander ']);
  expect(lines('/role commander ba')).toEqual(['/role commander backup ']);
  expect(lines('/role release ')).toEqual(['/role release scribe ']);
});
