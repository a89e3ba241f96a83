import { expect, test } from 'vitest';
import { readMentions } from './mentions.ts';

const people = [
  { id: 'ana', name: 'Ana Kovač' },
  { id: 'bo', name: 'Bo Lindqvist' },
  { id: 'bea', name: 'Bea Lind' },
  { id: 'bea2', name: 'Bea Lindgren' },
];
const named = (text: string) => readMentions(text, people).people;

test('[TH3] a name after @ is somebody, anywhere in a line, whole or begun, each once', () => {
  expect(named('@Bo Lindqvist look, and @ana too; @bo!')).toEqual(['bo', 'ana']);
  expect(named('ask (@an) first')).toEqual(['ana']);
  expect(named('@Bea Lind has it')).toEqual(['bea']);
  expect(named('@Bea Lindgren has it')).toEqual(['bea2']);
  expect(readMentions('@me later', people, 'ana').people).toEqual(['ana']);
});

test('[TH3] a word that could be two people names neither, and says so; an address names nobody', () => {
  const read = readMentions('@Bea, mail ana@bo.example.com or @nobody', people);
  expect(read.people).toEqual([]);
  expect(read.unclear).toEqual([{ written: 'Bea', names: ['Bea Lind', 'Bea Lindgren'] }]);
});

test('[TH3] the pieces of a line joined are the line', () => {
  for (const line of ['', 'plain', '@ana', 'x @ana and @bo.', 'to @Bea, @Bea Lind\n@ana']) {
    const { stretches } = readMentions(line, people);
    expect(stretches.map(({ text }) => text).join('')).toBe(line);
  }
});
