import { expect, test } from 'vitest';
import { awarenessFrame, readFrame, savedFrame, step1Frame, updateFrame } from './frames.ts';

const kindOf = (bytes: Uint8Array) => readFrame(bytes)?.kind;

test('[SY1] frames of the protocol are read, also those a server has no use for', () => {
  expect(kindOf(step1Frame(new Uint8Array([0])))).toBe('step1');
  expect(kindOf(updateFrame(new Uint8Array([0, 0])))).toBe('write');
  expect(kindOf(awarenessFrame(new Uint8Array([0])))).toBe('awareness');
  expect(kindOf(new Uint8Array([3]))).toBe('queryAwareness');
  expect(kindOf(savedFrame(7))).toBe('other');
  expect(kindOf(new Uint8Array([2, 0, 1, 65]))).toBe('other');
});

test('[SY5] noise is malformed, whichever byte it begins with', () => {
  for (const first of [5, 99, 255]) expect(readFrame(new Uint8Array([first, 1, 2, 3]))).toBeNull();
  expect(readFrame(new Uint8Array([]))).toBeNull();
  expect(readFrame(new Uint8Array([0, 3, 0]))).toBeNull();
});
