import { expect, test } from 'vitest';
import { checkDue } from './check-due.ts';

const day = 86_400_000;

test('[PT6] a check is due where there was none, and from seven days after the last one', () => {
  const at = 1_774_656_000_000;
  expect(checkDue(null, at)).toBe('never');
  expect([0, 6.99, 7, 90.5].map((days) => checkDue(at, at + days * day))).toEqual([null, null, 7, 90]);
});
