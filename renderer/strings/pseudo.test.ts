import { expect, test } from 'vitest';
import { pseudo, pseudoWords } from './pseudo.ts';

const plain = (text: string) => text.normalize('NFD').replaceAll(/[\p{M}⟦⟧~]/gu, '');

test('[LG1] a sentence is bracketed whole, marked letter by letter, and 30 % longer', () => {
  const made = pseudo('Take the shift.');
  expect(made).toBe('⟦Ţáķé ţĥé šĥïḟţ.~~~~⟧');
  expect(plain(made)).toBe('Take the shift.');
  expect(pseudo(' and ')).toBe(' ⟦áñḑ~⟧ ');
  expect(pseudo('·')).toBe('·');
});

test('[LG1] the values of a sentence stay as they are', () => {
  const words = pseudoWords({
    of: (count: number, name: string) => `${count === 1 ? 'One shift' : `${count} shifts`} of ${name}`,
    say: (fact: { by: string }, names: (id: string) => string) => `${names(fact.by)} took command`,
    list: ['Mon', 'Tue'] as readonly string[],
    deep: { hint: 'Write `/note` or see https://example.org/a {time}' },
  });
  expect(words.of(1, 'Ana')).toBe('⟦Öñé šĥïḟţ öḟ Ana~~~⟧');
  expect(words.say({ by: 'p-1' }, () => 'Bo Lind')).toContain('⟦Bo Lind ţ');
  expect(words.list[1]).toBe('⟦Ţûé~⟧');
  expect(words.deep.hint).toContain('`/note`');
  expect(words.deep.hint).toContain('https://example.org/a {time}');
});

test('[LG1] a sentence in a sentence is marked once', () => {
  const { whole, part } = pseudoWords({ whole: (what: string) => `Not saved: ${what}`, part: 'no answer' });
  expect(whole(part)).toContain(`: ${part}`);
});
