import { describe, expect, test } from 'vitest';
import { changeMade, framesDurable, frameSent, nothingWaiting, socketRenewed } from './saved.ts';

const write = (saved = nothingWaiting) => frameSent(changeMade(saved), 'update');
const waiting = (saved: { waiting: readonly unknown[] }) => saved.waiting.length;

describe('saved accounting', () => {
  test('[SY4] a change waits until the server says its frame is durable', () => {
    const sent = write(write());
    expect(waiting(sent)).toBe(2);
    expect(waiting(framesDurable(sent, 1))).toBe(1);
    expect(waiting(framesDurable(sent, 2))).toBe(0);
  });

  test('[SY4] a frame that carried none of our changes still counts', () => {
    const afterEmptyStep2 = write(frameSent(nothingWaiting, 'step2'));
    expect(waiting(framesDurable(afterEmptyStep2, 1))).toBe(1);
    expect(waiting(framesDurable(afterEmptyStep2, 2))).toBe(0);
  });

  test('[SY4] changes made without a socket travel in the step 2, not in a later update', () => {
    const offline = changeMade(changeMade(nothingWaiting));
    const withLater = write(offline);
    expect(waiting(framesDurable(withLater, 1))).toBe(2);
    const afterStep2 = frameSent(withLater, 'step2');
    expect(waiting(framesDurable(afterStep2, 2))).toBe(0);
  });

  test('[SY4] a lost socket puts everything in flight back to waiting', () => {
    const lost = socketRenewed(write(write()));
    expect(waiting(framesDurable(lost, 99))).toBe(2);
    expect(waiting(framesDurable(frameSent(lost, 'step2'), 1))).toBe(0);
  });
});
