import { describe, expect, test } from 'vitest';
import { sayAgo, sayDue, sayElapsed, sayExactly, sayLasting, sayLength } from './say-time.ts';

describe('time in words', () => {
  test('a running clock', () => {
    expect(sayElapsed(0)).toBe('00:00:00');
    expect(sayElapsed(1_421_000)).toBe('00:23:41');
    expect(sayElapsed(2 * 86_400_000 + 11_645_999)).toBe('2d 03:14:05');
    expect(sayElapsed(-3000)).toBe('00:00:00');
  });

  test('lengths fit a line', () => {
    expect(sayLength(59_999)).toBe('59 s');
    expect(sayLength(180_000)).toBe('3 min');
    expect(sayLength(7_500_000)).toBe('2 h 5 min');
    expect(sayLength(7_200_000)).toBe('2 h');
    expect(sayLength(90_000_000)).toBe('1 d 1 h');
    expect(sayLength(2 * 86_400_000 + 59_000)).toBe('2 d');
    expect(sayLength(12.5 * 86_400_000)).toBe('12 d');
  });

  test('[FE6] a list says times by one grammar, without seconds', () => {
    expect(sayAgo(59_999)).toBe('just now');
    expect(sayAgo(60_000)).toBe('1 min ago');
    expect(sayLasting(59_999)).toBe('just now');
    expect(sayLasting(5_340_000)).toBe('1 h 29 min');
    expect(sayDue(18 * 60_000)).toBe('in 18 min');
    expect(sayDue(59_000)).toBe('due now');
    expect(sayDue(0)).toBe('due now');
    expect(sayDue(-59_000)).toBe('late');
    expect(sayDue(-47 * 60_000)).toBe('47 min late');
    expect(sayDue(-90 * 60_000)).toBe('1 h 30 min late');
  });

  test('the exact time names its zone', () => {
    expect(sayExactly(1_700_000_000_000)).toBe('2023-11-14 22:13:20 UTC');
  });
});
