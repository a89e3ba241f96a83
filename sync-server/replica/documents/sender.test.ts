import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readFrame } from '#wire/frames.ts';
import { createSender } from './sender.ts';

function record() {
  const frames: { type: 'step2' | 'update'; update: Uint8Array }[] = [];
  const sent: number[] = [];
  const sender = createSender({
    send: (bytes) => {
      const frame = readFrame(bytes);
      if (frame?.kind === 'write')
        frames.push({ type: frame.isAnswer ? 'step2' : 'update', update: frame.update });
    },
    onSent: (seq) => sent.push(seq),
  });
  return { frames, sent, sender };
}

/** `count` updates of one growing text, and what it ends as. */
function write(count: number) {
  const doc = new Y.Doc();
  const text = doc.getText('t');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) text.insert(text.length, `${i} `);
  return { updates, content: text.toJSON() };
}

const empty = Uint8Array.of(0, 0);

test('[SY4] an answer without content is sent too, so that its acknowledgement says all is there', () => {
  const { frames, sent, sender } = record();
  expect(sender.isDone()).toBe(false);
  sender.answer([{ update: empty, seq: 17 }]);
  expect(frames.map(({ type }) => type)).toEqual(['step2']);
  expect(sender.isDone()).toBe(false);
  sender.saved(1);
  expect([sent, sender.isDone()]).toEqual([[17], true]);
});

test('[SY4] each acknowledgement covers the frames up to it and no more', () => {
  const { sent, sender } = record();
  sender.answer([{ update: empty, seq: 3 }]);
  for (const [index, update] of write(4).updates.entries()) sender.offer({ update, seq: 10 + index });
  sender.saved(2);
  sender.saved(2);
  sender.saved(4);
  expect([sent, sender.isDone()]).toEqual([[10, 12], false]);
  sender.saved(5);
  expect([sent, sender.isDone()]).toEqual([[10, 12, 13], true]);
});

test('[RE1] a change written before the answer is in the answer and not sent again', () => {
  const { frames, sender } = record();
  for (const update of write(3).updates) sender.offer({ update, seq: 1 });
  expect(frames).toEqual([]);
});

test('[RE1] a slow upstream gets the rest merged: at most 32 frames are on their way, and nothing is lost', () => {
  const { frames, sent, sender } = record();
  const { updates, content } = write(1000);
  sender.answer([{ update: empty, seq: 0 }]);
  for (const [index, update] of updates.entries()) sender.offer({ update, seq: index + 1 });
  expect(frames.length).toBe(32);
  for (let acknowledged = 1; !sender.isDone(); acknowledged++) sender.saved(acknowledged);
  expect(frames.length).toBeLessThan(50);
  expect(sent.at(-1)).toBe(1000);
  const doc = new Y.Doc();
  for (const { update } of frames) Y.applyUpdate(doc, update);
  expect(doc.getText('t').toJSON()).toBe(content);
});

test('[RE1] merged frames stay near 1 MiB', () => {
  const { frames, sender } = record();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < 100; i++) doc.getText('t').insert(0, String(i % 10).repeat(100_000));
  sender.answer(updates.map((update, index) => ({ update, seq: index })));
  for (let acknowledged = 1; !sender.isDone(); acknowledged++) sender.saved(acknowledged);
  expect(frames.length).toBe(10);
  expect(Math.max(...frames.map(({ update }) => update.byteLength))).toBeLessThan(1024 * 1024 + 100_000);
});
