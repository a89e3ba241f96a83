import { expect, test } from 'vitest';
import { makeGeneration } from './generation.ts';
import type { StatusPageInput } from './whole-page.ts';

/** Its only changing file says what it is asked to say. */
const make = (now: number, said: string, before?: ReturnType<typeof makeGeneration>) =>
  makeGeneration(
    {
      renderStatusPage: () =>
        new Map([
          ['index.html', said],
          ['history.rss', 'the same'],
        ]),
      contentTypeOf: () => 'text/plain',
    },
    { now, sequence: now } as StatusPageInput,
    before,
  );

test('[SP62] a file that did not change keeps its time and what was compressed', async () => {
  const first = make(10_400, 'one');
  const bytes = await first.files.get('history.rss')?.encoded('gzip');
  const second = make(12_000, 'two', first);
  expect(second.files.get('history.rss')?.changedAt).toBe(10_400);
  expect(second.files.get('history.rss')?.encoded('gzip')).toBe(bytes);
  expect(second.files.get('index.html')?.changedAt).toBe(12_000);
});

test('[SP62] of two that are made in one second, a date can not tell them apart, so the later has none', () => {
  const second = make(10_900, 'two', make(10_400, 'one'));
  expect(second.files.get('index.html')?.changedAt).toBeNull();
  expect(make(11_000, 'three', second).files.get('index.html')?.changedAt).toBe(11_000);
});
