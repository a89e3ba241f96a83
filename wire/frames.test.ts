import { expect, test } from 'vitest';
import {
  awarenessFrame,
  readFrame,
  savedFrame,
  step1Frame,
  step2Frame,
  updateFrame,
  writingFrame,
} from './frames.ts';

const kindOf = (bytes: Uint8Array) => readFrame(bytes)?.kind;

test('[SY1] frames of the protocol are read, also those a server has no use for', () => {
  expect(kindOf(step1Frame(new Uint8Array([0])))).toBe('step1');
  expect(kindOf(updateFrame(new Uint8Array([0, 0])))).toBe('write');
  expect(kindOf(awarenessFrame(new Uint8Array([0])))).toBe('awareness');
  expect(kindOf(new Uint8Array([3]))).toBe('queryAwareness');
  expect(readFrame(savedFrame(7))).toEqual({ kind: 'saved', count: 7 });
  expect(kindOf(new Uint8Array([2, 0, 1, 65]))).toBe('other');
});

test('[SY1] the content of a frame comes out whole at any length', () => {
  for (const length of [0, 1, 127, 128, 16_383, 16_384, 20_000]) {
    const update = new Uint8Array(length).fill(7);
    expect(readFrame(updateFrame(update))).toEqual({ kind: 'write', update, isAnswer: false });
  }
});

test('[SY5] a frame of another kind is told from one that ends early', () => {
  for (const first of [5, 99]) expect(kindOf(new Uint8Array([first, 1, 2, 3]))).toBe('unknown');
  expect(kindOf(new Uint8Array([0, 3, 0]))).toBe('unknown');
  expect(readFrame(new Uint8Array([]))).toBeNull();
  expect(readFrame(new Uint8Array([255]))).toBeNull();
  for (const frame of [step1Frame, updateFrame, awarenessFrame])
    expect(readFrame(frame(new Uint8Array([1, 2, 3])).slice(0, -1))).toBeNull();
});

test('[SY4] only a step 2 and an update write', () => {
  const body = new Uint8Array([0, 0]);
  expect(
    [step2Frame(body), updateFrame(body), step1Frame(body), awarenessFrame(body)].map(writingFrame),
  ).toEqual(['step2', 'update', null, null]);
});

test('[SY5] a frame that says it is longer than it is takes nothing of what lies behind it', () => {
  const whole = new Uint8Array([...updateFrame(new Uint8Array([1, 2, 3])), 9, 9, 9]);
  const part = whole.subarray(0, whole.length - 3);
  expect(readFrame(part)).toEqual({ kind: 'write', update: new Uint8Array([1, 2, 3]), isAnswer: false });
  part[2] = 6;
  expect(readFrame(part)).toBeNull();
});

test('[SY1] a value stays as it was read when the buffer is used again', () => {
  const bytes = updateFrame(new Uint8Array([1, 2, 3]));
  const frame = readFrame(new Uint8Array(bytes.buffer));
  bytes.fill(0);
  expect(frame).toEqual({ kind: 'write', update: new Uint8Array([1, 2, 3]), isAnswer: false });
});
