import { expect, test } from 'vitest';
import { durationText, isoDate, isoTime, readDay } from '../time/time.ts';
import { isUlid, makeUlidSource } from '../facts/ulid.ts';

test('[RV3] times are UTC, ISO 8601 to the second', () => {
  const known: [number, string][] = [
    [0, '1970-01-01T00:00:00Z'],
    [951_827_696_999, '2000-02-29T12:34:56Z'],
    [1_709_164_800_000, '2024-02-29T00:00:00Z'],
    [1_772_600_580_000, '2026-03-04T05:03:00Z'],
    [4_107_542_399_000, '2100-02-28T23:59:59Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [253_402_300_799_000, '9999-12-31T23:59:59Z'],
  ];
  for (const [at, text] of known) expect(isoTime(at)).toBe(text);
  expect(isoDate(1_772_600_580_000)).toBe('2026-03-04');
  for (const day of ['1970-01-01', '2000-02-29', '2024-12-31', '2026-03-04'])
    expect(isoDate(readDay(day) ?? Number.NaN)).toBe(day);
  for (const none of ['2026-02-29', '2026-13-01', '2026-00-10', '2026-3-4', 'soon'])
    expect(readDay(none)).toBeNull();
});

test('durations name their two largest units', () => {
  const known: [number, string][] = [
    [0, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [252_000, '4 m 12 s'],
    [300_000, '5 m'],
    [11_100_000, '3 h 5 m'],
    [3_600_000, '1 h'],
    [93_600_000, '1 d 2 h'],
    [86_430_000, '1 d'],
    [-90_000, '-1 m 30 s'],
  ];
  for (const [ms, text] of known) expect(durationText(ms)).toBe(text);
});

test('[FA1] ULIDs ascend within a millisecond, across them, and when the clock steps back', () => {
  let time = 1_700_000_000_000;
  const makeId = makeUlidSource(
    (bytes) => new Uint8Array(bytes).fill(0xff),
    () => time,
  );
  const ids = [makeId(), makeId(), makeId()];
  time += 1;
  ids.push(makeId());
  time -= 5_000;
  ids.push(makeId(), makeId());
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(6);
  expect(ids.every(isUlid)).toBe(true);
  expect(ids[0]).toBe('01HF7YAT00ZZZZZZZZZZZZZZZZ');
});

test('[FA1] an id is 26 characters of Crockford’s alphabet and no later than 48 bits of time', () => {
  for (const text of [
    '',
    'x',
    '01HF7YAT00ZZZZZZZZZZZZZZZ',
    '01hf7yat00zzzzzzzzzzzzzzzz',
    '81HF7YAT00ZZZZZZZZZZZZZZZZ',
    '01HF7YAT00ZZZZZZZZZZZZZZZU',
  ]) {
    expect(isUlid(text)).toBe(false);
  }
});
