import { expect, test } from 'vitest';
import { readPress, sayAccelerator } from './accelerator.ts';

const press = (key: string, code: string, held = '') => ({
  key,
  code,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
});

test('[DE14] the keys of the scribe bar are recorded as they are pressed, and read as they are on the keyboard', () => {
  expect(sayAccelerator('CommandOrControl+Shift+F9', false)).toEqual(['Ctrl', 'Shift', 'F9']);
  expect(sayAccelerator('CommandOrControl+Shift+F9', true)).toEqual(['⌘', '⇧', 'F9']);
  expect(sayAccelerator('')).toEqual([]);
  expect(readPress(press('F9', 'F9', 'cs'), false)).toBe('CommandOrControl+Shift+F9');
  expect(readPress(press('!', 'Digit1', 'cas'), false)).toBe('CommandOrControl+Alt+Shift+1');
  expect(readPress(press('k', 'KeyK', 'm'), true)).toBe('CommandOrControl+K');
  expect(readPress(press('ArrowUp', 'ArrowUp', 'a'), false)).toBe('Alt+Up');
  expect(readPress(press('F8', 'F8'), false)).toBe('F8');
  // Only Shift so far, a key that types a letter, and a key that no system can register.
  expect(readPress(press('Shift', 'ShiftLeft', 'cs'), false)).toBeNull();
  expect(readPress(press('K', 'KeyK', 's'), false)).toBeNull();
  expect(readPress(press('Dead', 'BracketLeft', 'c'), false)).toBeNull();
});
