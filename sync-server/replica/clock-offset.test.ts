import { expect, test } from 'vitest';
import { measureClockOffset } from './clock-offset.ts';

/** A network in which each round trip takes the next of `delays` ms, half of it each way. */
function network(delays: number[], offsetMs: number) {
  let ours = 1_000_000;
  return {
    now: () => ours,
    askTime: async () => {
      const delay = delays.shift() ?? 0;
      ours += delay / 2;
      const theirs = ours + offsetMs;
      ours += delay / 2;
      return theirs;
    },
  };
}

test('[RE7] the offset is what the upstream says, less half the way', async () => {
  expect(await measureClockOffset({ ...network([40, 40, 40, 40, 40], -90_000), known: 0 })).toBe(-90_000);
});

test('[RE7] an answer that was held up on its way back does not move the median', async () => {
  const { now, askTime } = network([10, 10, 10, 10, 10], 5000);
  let asked = 0;
  const heldUp = async () => (await askTime()) - (asked++ < 2 ? 4000 : 0);
  expect(await measureClockOffset({ askTime: heldUp, now, known: 0 })).toBe(5000);
});

test('[RE7] the known difference stays while the measurement does not contradict it', async () => {
  expect(await measureClockOffset({ ...network([10, 10, 10, 10, 10], 5012), known: 5000 })).toBe(5000);
  expect(await measureClockOffset({ ...network([10, 10, 10, 10, 10], 5400), known: 5000 })).toBe(5400);
});

test('[RE7] an upstream that cannot be asked is the caller’s to handle', async () => {
  const { now } = network([], 0);
  const gone = new Error('gone');
  await expect(measureClockOffset({ askTime: () => Promise.reject(gone), now, known: 5 })).rejects.toBe(gone);
});
