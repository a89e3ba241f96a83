import { expect, test } from 'vitest';
import { createHeldKeys, longestWaitMs } from './held-keys.ts';
import { createKeyRegistry } from './key-registry.ts';

test('[KY1] early keys come in their order, unless they waited too long', () => {
  const held = createHeldKeys<string>();
  held.hold('m', 0);
  held.hold('n', 1_000);
  held.hold('x', 2_000);
  expect(held.next(longestWaitMs)).toBe('m');
  expect(held.next(longestWaitMs + 1_000)).toBe('n');
  held.putBack('n', 1_000);
  expect(held.next(longestWaitMs + 1_000)).toBe('n');
  expect(held.next(longestWaitMs + 2_001)).toBeNull();
});

test('[KY1] another way taken forgets what waited', () => {
  const held = createHeldKeys<string>();
  held.hold('m', 0);
  held.clear();
  expect(held.next(0)).toBeNull();
});

test('[KY1] keys wait while the address is ahead of the screen, or something in it is on its way', () => {
  const registry = createKeyRegistry();
  let ready = 0;
  registry.onReady(() => (ready += 1));
  expect(registry.isWaiting('#/')).toBe(false);
  registry.show('#/');
  expect(registry.isWaiting('#/')).toBe(false);
  expect(registry.isWaiting('#/monitors')).toBe(true);
  registry.show('#/monitors');
  expect(registry.isWaiting('#/monitors')).toBe(false);
  const done = registry.wait();
  const also = registry.wait();
  expect(registry.isWaiting('#/monitors')).toBe(true);
  done();
  done();
  expect(registry.isWaiting('#/monitors')).toBe(true);
  also();
  expect(registry.isWaiting('#/monitors')).toBe(false);
  expect(ready).toBe(3);
});
