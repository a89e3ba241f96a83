import { expect, test } from 'vitest';
import { arranged, moved } from './arrange.ts';

const shipped = ['roles', 'checklist', 'tasks', 'hypotheses'];

test('the arranged order holds, and a panel that came with a newer version stands behind its neighbour', () => {
  expect(arranged(shipped, [])).toEqual(shipped);
  expect(arranged(shipped, ['tasks', 'roles', 'gone', 'hypotheses'])).toEqual([
    'tasks',
    'roles',
    'checklist',
    'hypotheses',
  ]);
});

test('a panel moves one place, and not beyond the ends', () => {
  expect(moved(shipped, 'tasks', -1)).toEqual(['roles', 'tasks', 'checklist', 'hypotheses']);
  expect(moved(shipped, 'roles', -1)).toEqual(shipped);
  expect(moved(shipped, 'hypotheses', 1)).toEqual(shipped);
});
