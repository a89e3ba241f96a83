// The scribe bar's shortcut in three forms: Electron's (`CommandOrControl+Shift+F9`), as a key event, and for
// reading.
import { isMac } from '../../ui/key-match.ts';

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const said: Readonly<Record<string, readonly [other: string, mac: string]>> = {
  CommandOrControl: ['Ctrl', '⌘'],
  CmdOrCtrl: ['Ctrl', '⌘'],
  Control: ['Ctrl', '⌃'],
  Command: ['⌘', '⌘'],
  Super: ['Super', '⌘'],
  Shift: ['Shift', '⇧'],
  Alt: ['Alt', '⌥'],
};

/** `CommandOrControl+Shift+F9` as `Ctrl`, `Shift`, `F9`; symbols on a Mac. Empty for ''. */
export function sayAccelerator(accelerator: string, mac = isMac()): string[] {
  return accelerator
    .split('+')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => said[part]?.[mac ? 1 : 0] ?? part);
}

const named: Readonly<Record<string, string>> = {
  ' ': 'Space',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};
const plain = new Set(['Home', 'End', 'PageUp', 'PageDown', 'Insert', 'Delete', 'Tab']);

/** The pressed keys in Electron's form; null for modifiers alone or for a key without modifiers. */
export function readPress(event: Press, mac = isMac()): string | null {
  const key = keyOf(event);
  if (key === null) return null;
  const [main, other] = mac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  const held = [
    ...(main ? ['CommandOrControl'] : []),
    ...(other ? [mac ? 'Control' : 'Super'] : []),
    ...(event.altKey ? ['Alt'] : []),
  ];
  // Shift alone still types text. A key without modifiers would be lost to all other programs; F keys are allowed.
  if (held.length === 0 && !/^F\d/u.test(key)) return null;
  return [...held, ...(event.shiftKey ? ['Shift'] : []), key].join('+');
}

/** Uses the physical key when Shift or the layout changes the typed character. */
function keyOf({ key, code }: Press): string | null {
  const placed = /^(?:Key([A-Z])|Digit(\d))$/u.exec(code);
  if (placed) return placed[1] ?? placed[2] ?? null;
  if (/^F(?:[1-9]|1\d|2[0-4])$/u.test(key) || plain.has(key)) return key;
  return named[key] ?? null;
}
