import { roomName } from '#wire/document-name.ts';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Doc } from 'yjs';
import { tellStory } from '#room/fixtures/story.ts';
import { readRecord } from '#room/record/read-record.ts';
import { recordLimits } from '#room/record/record.ts';
import { openAttachmentStore } from '../attachments/store.ts';
import type { LoggedUpdate } from '../sync/store/document-store.ts';
import { digest } from './digest.ts';
import { makeRecord } from './make-record.ts';

const mebibyte = 1024 * 1024;
const id = '01JD4Z7Q0000000000000000AB';

async function* once(bytes: Uint8Array) {
  yield bytes;
}

/** A record of a room with these files, whose log has these sizes. */
async function record(files: readonly number[], logged: readonly number[], paged: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-record-'));
  const attachments = openAttachmentStore(folder);
  const doc = new Doc();
  const { write, open } = tellStory(doc);
  write('ana', { kind: 'declared', title: 'Checkout fails', source: { type: 'person' } });
  for (const [index, size] of files.entries()) {
    const bytes = Buffer.alloc(size, index + 1);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await attachments.keep(sha256, once(bytes));
    write('ana', { kind: 'attachment', name: `file ${index}`, type: 'text/plain', bytes: size, sha256 });
  }
  for (const person of paged)
    write('server', { kind: 'paged', person, channel: 'SMS', outcome: { ok: true } });
  const log = logged.map((size, index): LoggedUpdate => {
    const data = Buffer.alloc(size, 1);
    return { document: roomName(id), seq: index + 1, at: index, author: 'ana', data };
  });
  try {
    const made = await makeRecord(id, {
      incidents: {
        look: async (_id, look) => look(doc, open),
        history: async (_id, after, limit) => log.filter(({ seq }) => seq > after).slice(0, limit),
      },
      attachments,
      people: {},
      madeBy: 'Ana',
      madeAt: 1,
      device: null,
      endedKeys: [],
    });
    const { file } = made!;
    return { file, ...readRecord(file, digest) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('[RC2] files beyond what a record holds are left out and named, the rest is there', async () => {
  const { file, attachments, manifest } = await record(Array(5).fill(24 * mebibyte), []);
  expect(attachments.size).toBe(4);
  expect(manifest.leftOut).toMatchObject([{ name: 'file 4', why: 'too-large' }]);
  expect(file.length).toBeLessThan(recordLimits.file);
});

test('[RC2] a log that is larger than a record holds is left out, and the record says so', async () => {
  const small = await record([], Array(450).fill(100));
  expect(small.manifest.hasLog).toBe(true);
  expect(small.log).toHaveLength(450);
  const large = await record([], Array(5).fill(15 * mebibyte));
  expect(large.manifest.hasLog).toBe(false);
  expect(large.log).toEqual([]);
});

test('[RC2] a person whose id every object has as a name, such as constructor, is one like others', async () => {
  const paged = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];
  const { html } = await record([], [], paged);
  for (const person of paged) expect(html).toContain(person);
});
