import { expect, test } from 'vitest';
import { gestureMs, watchGestures } from './gestures.ts';

test('[DE19] a press counts once, for its own page, for a few seconds', () => {
  let now = 1_000;
  const gestures = watchGestures(() => now);
  expect(gestures.take(1)).toBe(false);
  for (const type of ['mouseMove', 'keyUp', 'mouseUp', 'mouseWheel', 'char']) gestures.see(1, type);
  expect(gestures.take(1)).toBe(false);
  for (const type of ['keyDown', 'rawKeyDown', 'mouseDown', 'gestureTap']) {
    gestures.see(1, type);
    expect(gestures.take(2)).toBe(false);
    expect(gestures.take(1)).toBe(true);
    expect(gestures.take(1)).toBe(false);
  }
  gestures.see(1, 'keyDown');
  now += gestureMs;
  expect(gestures.take(1)).toBe(true);
  gestures.see(1, 'keyDown');
  now += gestureMs + 1;
  expect(gestures.take(1)).toBe(false);
});
