import { expect, test } from 'vitest';
import { giveBackMemory, makeGiveBack } from './give-back.ts';

const mebibyte = 1024 * 1024;

function follow(held = 100 * mebibyte) {
  let given = 0;
  let after = 100 * mebibyte;
  const look = makeGiveBack(() => {
    given += 1;
    return after;
  }, held);
  return {
    given: () => given,
    heldAfter: (bytes: number) => (after = bytes),
    look: (documents: number, updates: number, memory = after) => look({ documents, updates, memory }),
  };
}

test('[SY11] memory is given back once, when most of many rooms were left and nobody waits for the server', () => {
  const { look, given } = follow();
  look(200, 0);
  look(150, 10);
  expect(given()).toBe(0);
  // Left, while the others type.
  look(32, 5_000);
  expect(given()).toBe(0);
  look(32, 5_050);
  expect(given()).toBe(1);
  look(32, 5_050);
  look(20, 5_050);
  expect(given()).toBe(1);
  look(0, 5_050);
  expect(given()).toBe(2);
  // A handful is not worth it.
  look(19, 5_050);
  look(0, 5_050);
  expect(given()).toBe(2);
});

test('[SY11] memory that grew by 24 MB is given back once little is written, and not again for what stays in use', () => {
  const { look, given, heldAfter } = follow();
  look(5, 0, 100 * mebibyte);
  look(5, 10, 120 * mebibyte);
  expect(given()).toBe(0);
  // Grown, while much is written.
  look(5, 5_000, 150 * mebibyte);
  expect(given()).toBe(0);
  heldAfter(140 * mebibyte);
  look(5, 5_050, 150 * mebibyte);
  expect(given()).toBe(1);
  look(5, 5_060, 140 * mebibyte);
  look(5, 5_070, 160 * mebibyte);
  expect(given()).toBe(1);
  // What went away by itself counts from where it was then.
  look(5, 5_080, 90 * mebibyte);
  look(5, 5_090, 114 * mebibyte);
  expect(given()).toBe(2);
});

test('[SY11] memory that a busy beginning took counts from the start of the server', () => {
  const { look, given } = follow();
  look(200, 9_000, 300 * mebibyte);
  expect(given()).toBe(0);
  look(200, 9_000, 310 * mebibyte);
  expect(given()).toBe(1);
});

test('[SY11] what the start of the server left is given back once nobody writes, so that nobody who types waits for it', () => {
  const { look, given } = follow(0);
  look(1, 40, 130 * mebibyte);
  look(1, 41, 130 * mebibyte);
  expect(given()).toBe(0);
  look(1, 41, 130 * mebibyte);
  look(1, 41, 110 * mebibyte);
  expect(given()).toBe(1);
});

/** As received frames are: a few among them stay in use. */
function receive(): Uint8Array[] {
  const frames = Array.from({ length: 20_000 }, () => new Uint8Array(3_000).fill(1));
  return frames.filter((_, index) => index % 50 === 0);
}

const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
const isGlibc = header.glibcVersionRuntime !== undefined;

test.runIf(isGlibc)('[SY11] memory between blocks that stay in use goes back to the system too', () => {
  giveBackMemory();
  const before = process.memoryUsage.rss();
  const kept = receive();
  giveBackMemory();
  expect(kept).toHaveLength(400);
  expect(process.memoryUsage.rss() - before).toBeLessThan(30 * mebibyte);
});
