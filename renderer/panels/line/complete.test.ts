import { expect, test } from 'vitest';
import { completeLine } from './complete.ts';

const context = {
  people: [
    { id: 'bo', name: 'Bo Lindqvist' },
    { id: 'cy', name: 'Cy Ferreira' },
  ],
  roles: ['commander', 'communications'],
};
const lines = (line: string) => completeLine(line, context).map((each) => each.line);

test('a slash offers every command, letters narrow them, a back-date stays in front', () => {
  expect(lines('/').length).toBeGreaterThan(12);
  expect(lines('/ac')).toEqual(['/action ', '/ack']);
  expect(lines('14:02 /dec')).toEqual(['14:02 /decision ']);
  expect(lines('-5m /sev')).toEqual(['-5m /sev ']);
});

test('what a command expects is offered after it', () => {
  expect(lines('/sev ')).toEqual(['/sev P1 ', '/sev P2 ', '/sev P3 ', '/sev P4 ']);
  expect(lines('/status re')).toEqual(['/status resolved ']);
  expect(lines('/claim comma')).toEqual(['/claim commander ']);
  expect(lines('/task @lin')).toEqual(['/task @Bo Lindqvist ']);
});

test('plain text and finished words are left alone', () => {
  expect(lines('a note about /etc')).toEqual([]);
  expect(lines('/sev P1 because ')).toEqual([]);
  expect(lines('')).toEqual([]);
});
