import { expect, test } from 'vitest';
import { placeholderAt } from './value-marks.ts';

test('[CM9] a place in a placeholder means all of it, brackets included', () => {
  const text = 'You may notice: {impact} with [what is affected].';
  const whole = (at: number) => {
    const found = placeholderAt(text, at);
    return found && text.slice(found.from, found.to);
  };
  for (const at of [16, 18, 24]) expect(whole(at)).toBe('{impact}');
  for (const at of [30, 40, 48]) expect(whole(at)).toBe('[what is affected]');
  for (const at of [0, 15, 27, 49]) expect(whole(at)).toBeUndefined();
});
