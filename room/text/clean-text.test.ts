// Texts as hostile or careless programs send them.
import { expect, test } from 'vitest';
import { cleanLine, cleanName, cleanStrings, cleanText, nameKey } from './clean-text.ts';
import { openRoom } from '../log/room.ts';
import { parseFact } from '../facts/parse-fact.ts';
import * as Y from 'yjs';

const family = '👨‍👩‍👧‍👦';

test.each([
  ['half a pair', 'a\uD83Db', 'a\uFFFDb'],
  ['the other half', '\uDE00', '\uFFFD'],
  ['NUL and controls', 'a\u0000b\u001B[31mc\u0085d\u007F', 'ab[31mcd'],
  ['what no XML may have', 'a\uFFFEb\uFFFFc', 'a\uFFFDb\uFFFDc'],
  ['Windows line ends', 'a\r\nb\rc', 'a\nb\nc'],
  ['decomposed letters', 'Zoe\u0308', 'Zoë'],
  ['nothing that can be seen', '\u200B \u2060\uFE0F\u{E0041}\u202E\u2800\n', ''],
  ['a joiner between what can be seen', `\u200D${family}`, `\u200D${family}`],
  ['what is fine', `tab\tline\n${family} 漢字 שלום\u200F`, `tab\tline\n${family} 漢字 שלום\u200F`],
])('[TX1] a text is well-formed once it is in: %s', (_, given, expected) => {
  expect(cleanText(given)).toBe(expected);
  expect(cleanText(expected)).toBe(expected);
  expect(cleanText(given).isWellFormed()).toBe(true);
});

test('[TX1] a line has no breaks, and nothing in it turns around what follows it', () => {
  expect(cleanLine('Shop\u202Enwod\u2066 is\r\n down\u2028now')).toBe('Shopnwod is down now');
});

test.each([
  ['a\u202Ename', 'aname'],
  ['\u200B Ann\u00A0\u2003Lee\u2060 \uFEFF', 'Ann Lee'],
  ['An\u00ADn\u{E0041}', 'Ann'],
  ['\u3164', ''],
  [`Kim ${family} ❤️`, `Kim ${family} ❤️`],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  ['A\u200Dn\u200Cn', 'Ann'],
])('[TX3] a name shows all that is in it: %j', (given, expected) => {
  expect(cleanName(given)).toBe(expected);
});

test('[TX3] names that look alike are one name', () => {
  // The a is Cyrillic, then the e's are Greek and the L and A of either.
  expect(nameKey('\u0430nn')).toBe(nameKey('ann'));
  expect(nameKey('\u0410nn L\u0435\u0435')).toBe(nameKey('Ann Lee'));
  expect(nameKey('R\u03bf\u03bft')).toBe(nameKey('Root'));
  expect(nameKey('Ольга')).not.toBe(nameKey('Onbra'));
  for (const alike of ['ann lee', 'Ann\u00A0Lee', 'Ann  Lee\u200B', 'Ａｎｎ Lee', 'Annlee', 'A\u202Enn Lee'])
    expect([alike, nameKey(alike)]).toEqual([alike, nameKey('Ann Lee')]);
  expect(nameKey('Anne Lee')).not.toBe(nameKey('Ann Lee'));
});

test('[TX1] in a value of any shape every text is cleaned, and what is clean stays the very object', () => {
  const clean = { a: ['x', { b: 'y' }], c: 1 };
  expect(cleanStrings(clean, cleanText)).toBe(clean);
  const odd = { a: ['x\u0000', { password: 'p\u0000' }] };
  expect(cleanStrings(odd, cleanText, (field) => field === 'password')).toEqual({
    a: ['x', { password: 'p\u0000' }],
  });
});

test('[TX2] a fact reads the same before it is stored and after, whatever text is in it', () => {
  const doc = new Y.Doc();
  const room = openRoom(doc);
  let id = 0;
  const pen = {
    by: 'ann',
    now: () => 1_800_000_000_000,
    makeId: () => `01HZZZZZZZZZZZZZZZZZZZZZ${String(id++).padStart(2, '0')}`,
  };
  room.append(
    {
      kind: 'declared',
      title: 'Pay\uD83D\u0000ments\n\u202Edown',
      severity: 'P1',
      source: { type: 'person' },
    },
    pen,
  );
  room.append({ kind: 'note', text: 'a\uDC00b' }, pen);
  room.append({ kind: 'joined', name: 'A\u200Bnn' }, pen);
  const again = new Y.Doc();
  Y.applyUpdate(again, Y.encodeStateAsUpdate(doc));
  const reread = openRoom(again).room();
  expect(reread.title).toBe('Pay\uFFFDments down');
  expect(reread.timeline.map(({ fact }) => fact)).toEqual(room.room().timeline.map(({ fact }) => fact));
});

test('[TX2] an old fact with odd text is read clean; who wrote it is compared as it stands', () => {
  const fact = {
    id: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    kind: 'note',
    at: 1,
    noted: 1,
    by: 'b\u0000o',
    text: 'x\u0000y',
  };
  const parsed = parseFact(fact);
  expect(parsed.ok && parsed.fact).toMatchObject({ by: 'b\u0000o', text: 'xy' });
  const good = { ...fact, text: 'xy' };
  const same = parseFact(good);
  expect(same.ok && same.fact).toBe(good);
  expect(parseFact({ ...fact, text: '\u0000' }).ok).toBe(false);
});

test('[TX1] a line of many spaces costs no more than its length', () => {
  const spaces = ' '.repeat(400_000);
  expect(cleanLine(`a${spaces}b\t c${spaces}\nd`)).toBe(`a${spaces}b c d`);
});
