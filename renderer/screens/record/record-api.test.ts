import { expect, test } from 'vitest';
import type { RecordContents } from '#room/record/record.ts';
import { ApiProblem } from '../../server/http.ts';
import { createRecordApi } from './record-api.ts';
import type { HeldRecord } from './record-store.ts';

const incident = '01JD4Z7Q0000000000000000AB';
const sha256 = 'a'.repeat(64);
const held = {
  contents: {
    manifest: { incident },
    log: [{ at: 5, update: Uint8Array.of(1, 2, 255) }],
    attachments: new Map([[sha256, new TextEncoder().encode('a log')]]),
  } as unknown as RecordContents,
} as HeldRecord;

test('[RC5] a record answers with its log and its files, and refuses everything else in words', async () => {
  const api = createRecordApi(held);
  const history = await api.get<{ items: { at: number; data: string }[]; next: null }>(
    `/incidents/${incident}/history?after=0`,
  );
  expect(history).toEqual({ items: [{ at: 5, data: btoa('\u0001\u0002\u00ff') }], next: null });
  const file = await api.fetch(`/attachments/${sha256}`);
  expect([await file.text(), file.headers.get('Content-Type')]).toEqual([
    'a log',
    'text/plain; charset=utf-8',
  ]);
  for (const asked of [
    () => api.fetch(`/attachments/${'b'.repeat(64)}`),
    () => api.get('/people'),
    () => api.post('/incidents', {}),
    () => api.delete('/attachments/x'),
  ]) {
    const refused = await asked().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiProblem);
    expect((refused as ApiProblem).detail).not.toBe('');
  }
});
