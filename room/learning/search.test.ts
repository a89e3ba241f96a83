import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '../fixtures/random.ts';
import { openRoom } from '../log/room.ts';
import { makeUlidSource } from '../facts/ulid.ts';
import { makeMarker, readSearch, searchLinesOf, searchWords, type SearchLine } from './search.ts';

const marked = (text: string, typed: string) => {
  const query = readSearch(typed);
  return query === null ? [] : makeMarker(query)(text).map(([from, to]) => text.slice(from, to));
};

test('[SE3] words are compared without case and marks, by their beginnings', () => {
  expect(marked('Zahlungen fallen aus: Überlast in der DATENBANK', 'datenb uberl')).toEqual([
    'Überlast',
    'DATENBANK',
  ]);
  expect(marked('The pool is exhausted', 'ool')).toEqual([]);
});

test('[SE3] ß and ss are the same, half a word is enough, and AND between words asks for no third one', () => {
  expect(marked('Hauptstraße gesperrt', 'HAUPTSTRASSE')).toEqual(['Hauptstraße']);
  expect(marked('Strasse', 'straß')).toEqual(['Strasse']);
  expect(marked('queue is full', 'queue AND ful')).toEqual(['queue', 'full']);
  expect(marked('this and that', 'AND')).toEqual(['and']);
  expect(marked('payments are down', '-payments "dow')).toEqual(['payments', 'down']);
});

test('[SE3] joined or quoted words follow each other', () => {
  expect(marked('payments-api and the payments of an api', 'payments-api')).toEqual(['payments-api']);
  expect(marked('queue is full, full queue', '"full queue"')).toEqual(['full queue']);
  expect(marked('an unfinished quote', '"unfin')).toEqual(['unfinished']);
});

test('[SE3] languages without spaces are found by a part of a sentence', () => {
  expect(marked('今日は支付失败しました', '支付失败')).toEqual(['支付失败']);
  expect(marked('ระบบชำระเงินล่ม', 'เงิน')).toEqual(['เงิน']);
});

test('[SE3] nothing but signs asks for nothing', () => {
  for (const typed of ['', '  ', '"', '* - +', '()":^']) expect(readSearch(typed)).toBeNull();
});

test('[SE3] marks lie on whole characters, also beside emoji and composed letters', () => {
  expect(marked('🔥 café 👩‍👩‍👧 cafe\u0301', 'cafe')).toEqual(['café', 'cafe\u0301']);
});

test('[SE3] every word that the index has of a text is marked in it', () => {
  const seed = 7;
  const random = createRandom(seed);
  const pieces = [
    'ΟΔΟΣ',
    'σας',
    'Straße',
    'é',
    'e\u0301',
    '½',
    'ﬁn',
    'İ',
    '支付',
    'ไทย',
    'DB',
    'x1',
    'ſ',
    'K',
  ];
  const signs = [' ', '', '.', '-', '_', '’', '\u0301', '·', '😀', ' ('];
  for (let turn = 0; turn < 500; turn++) {
    const text = Array.from(
      { length: 1 + random.below(6) },
      () => random.pick(pieces) + random.pick(signs),
    ).join('');
    for (const word of searchWords(text)
      .split(' ')
      .filter((each) => each !== ''))
      expect(makeMarker({ terms: [['nothing'], [word]] })(text), `${seed}: ${word} in ${text}`).not.toEqual(
        [],
      );
  }
});

test('[SE3] the index keeps letters and digits only, whatever was written', () => {
  expect(searchWords('a "b" OR NEAR(c) *\u0000 d:e {f}')).toBe('a b or near c d e f');
});

const now = () => 1_000;

test('[SE2] a failing check is found by its name and its reason, not by the code that says why it stands here', () => {
  const room = openRoom(new Y.Doc());
  const makeId = makeUlidSource((bytes) => new Uint8Array(bytes), now);
  const fact = { monitor: 'm1', name: 'payments-api', reason: 'connection refused', why: 'nothing-open' };
  room.append([{ kind: 'check-down', ...fact }], { by: 'monitor:m1', now, makeId });
  const [, line] = searchLinesOf(room.room(), {});
  expect(line?.text).toBe('payments-api · connection refused');
});

test('[SE2] facts are found as corrected, and what was struck out is not found', () => {
  const doc = new Y.Doc();
  const room = openRoom(doc);
  const makeId = makeUlidSource((bytes) => new Uint8Array(bytes), now);
  const pen = { by: 'ana', now, makeId };
  room.append([{ kind: 'declared', title: 'Refunds twice', source: { type: 'person' } }], pen);
  const [wrong] = room.append([{ kind: 'note', text: 'password hunter2' }], pen);
  const [typo] = room.append([{ kind: 'note', text: 'the kueue grows' }], pen);
  room.append([{ kind: 'retracted', target: wrong!.id }], pen);
  room.append([{ kind: 'amended', target: typo!.id, text: 'the queue grows' }], pen);
  const lines = searchLinesOf(room.room(), {
    summary: 'First line\nSecond',
    'review/lessons': 'We were lucky',
  });
  const texts = lines.map(({ text }) => text).join('\n');
  expect(texts).not.toContain('hunter2');
  expect(texts).not.toContain('kueue');
  expect(lines).toContainEqual<SearchLine>({
    where: 'review',
    name: 'review/lessons',
    text: 'We were lucky',
  });
  expect(lines.find(({ text }) => text === 'the queue grows')).toMatchObject({
    where: 'fact',
    fact: typo!.id,
  });
});
