import { expect, test } from 'vitest';
import { strings } from '../strings/index.ts';
import type { TestWay } from '#wire/api/paging.ts';
import { sayDuration, sayWay } from './say-way.ts';

const way: TestWay = {
  channel: 'mail',
  name: 'Mail',
  afterMinutes: 0,
  state: 'sent',
  reason: null,
  sentMs: 420,
  confirmedMs: null,
};
const say = (more: Partial<TestWay>) => Object.values(sayWay({ ...way, ...more }, strings.testPage));

test('[PT3] each way says whether it went out and whether it arrived, and after how long', () => {
  expect(say({})).toEqual(['after 0.4 s', 'not confirmed yet']);
  expect(say({ sentMs: 0 })).toEqual(['at once', 'not confirmed yet']);
  expect(say({ confirmedMs: 12_300 })).toEqual(['after 0.4 s', 'after 12 s']);
  expect(say({ state: 'waiting', sentMs: null, reason: 'HTTP 503' })).toEqual([
    'not yet: HTTP 503',
    'not confirmed yet',
  ]);
  expect(say({ state: 'failed', sentMs: null, reason: 'the channel is paused' })).toEqual([
    'not sent: the channel is paused',
    'no',
  ]);
});

test('[PT3] a duration is as exact as it means something', () => {
  expect([0, 9_940, 12_300, 119_000, 180_000].map(sayDuration)).toEqual([
    '0.0 s',
    '9.9 s',
    '12 s',
    '119 s',
    '3 min',
  ]);
});
