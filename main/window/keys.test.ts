import { expect, test } from 'vitest';
import { areKeys } from './keys.ts';

test('[DE14] only keys that take nothing from typing are taken from every program', () => {
  const good = ['CommandOrControl+Shift+F9', 'Shift+F9', 'Ctrl+Alt+Space', 'Super+N', 'alt+insert'];
  const bad = ['Nonsense+Q', 'Q', 'Shift+Q', 'F9', 'Ctrl', 'Ctrl+', '+', 'Ctrl+Nonsense', ''];
  expect(good.filter((keys) => !areKeys(keys))).toEqual([]);
  expect(bad.filter(areKeys)).toEqual([]);
});
