import { describe, expect, test } from 'vitest';
import { eventMatches, sayKeys } from './key-match.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys', () => {
  test('mod is Ctrl, and Cmd on a Mac', () => {
    expect(eventMatches(press('k', { ctrlKey: true }), 'mod+k', false)).toBe(true);
    expect(eventMatches(press('k', { metaKey: true }), 'mod+k', false)).toBe(false);
    expect(eventMatches(press('k', { metaKey: true }), 'mod+k', true)).toBe(true);
    expect(eventMatches(press('k', { ctrlKey: true }), 'mod+k', true)).toBe(false);
  });

  test('a plain key does not answer to a held one', () => {
    expect(eventMatches(press('n'), 'n', false)).toBe(true);
    expect(eventMatches(press('N', { shiftKey: true }), 'n', false)).toBe(false);
    expect(eventMatches(press('n', { ctrlKey: true }), 'n', false)).toBe(false);
    expect(eventMatches(press('n', { altKey: true }), 'n', false)).toBe(false);
  });

  test('Caps Lock changes nothing, and a sign needs whatever the layout needs', () => {
    expect(eventMatches(press('N'), 'n', false)).toBe(true);
    expect(eventMatches(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(eventMatches(press('?'), '?', false)).toBe(true);
  });

  test('named keys and held Shift', () => {
    expect(eventMatches(press('Enter', { shiftKey: true }), 'shift+enter', false)).toBe(true);
    expect(eventMatches(press('Enter'), 'shift+enter', false)).toBe(false);
    expect(eventMatches(press('Escape'), 'escape', false)).toBe(true);
    expect(eventMatches(press(' '), 'space', false)).toBe(true);
  });

  test('keys in words for the eye', () => {
    expect(sayKeys('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(sayKeys('mod+k', true)).toEqual(['⌘', 'K']);
    expect(sayKeys('arrowdown', false)).toEqual(['↓']);
  });
});
