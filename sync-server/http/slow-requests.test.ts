import { PassThrough } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endSlowBody } from './slow-requests.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const requestOf = (headers: Record<string, string>, config = {}) => {
  const raw = Object.assign(new PassThrough(), { complete: false });
  return { raw, request: { raw, headers, routeOptions: { config } } as unknown as FastifyRequest };
};

test('a body that is held in memory has 30 s to arrive', async () => {
  const { raw, request } = requestOf({ 'content-length': '10' });
  await endSlowBody(request);
  vi.advanceTimersByTime(29_999);
  expect(raw.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(raw.destroyed).toBe(true);
});

test('one that came in time is left alone, and so is a request without a body', async () => {
  const arrived = requestOf({ 'transfer-encoding': 'chunked' });
  await endSlowBody(arrived.request);
  arrived.raw.complete = true;
  const empty = requestOf({});
  await endSlowBody(empty.request);
  vi.advanceTimersByTime(60_000);
  expect([arrived.raw.destroyed, empty.raw.destroyed]).toEqual([false, false]);
});

test('an attachment has as long as a slow line needs', async () => {
  const { raw, request } = requestOf({ 'content-length': '10' }, { takesBytes: true });
  await endSlowBody(request);
  vi.advanceTimersByTime(60_000);
  expect(raw.destroyed).toBe(false);
});
