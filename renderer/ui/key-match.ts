type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}

/**
 * Whether a key press matches `keys`, such as `mod+k`, `shift+enter` or `?`. Symbols match as typed, even if the
 * layout needs Shift for them; letters ignore Caps Lock.
 */
export function eventMatches(event: KeyPress, keys: string, mac = isMac()): boolean {
  const parts = keys.toLowerCase().split('+');
  const key = parts.pop() || '+';
  const mod = mac ? event.metaKey : event.ctrlKey;
  const otherMod = mac ? event.ctrlKey : event.metaKey;
  if (otherMod || mod !== parts.includes('mod') || event.altKey !== parts.includes('alt')) return false;
  const isSign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  if (!isSign && event.shiftKey !== parts.includes('shift')) return false;
  return event.key.toLowerCase() === (key === 'space' ? ' ' : key);
}

/** Whether the focused element takes letters as text. */
export function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

const signs: Readonly<Record<string, string>> = {
  escape: 'Esc',
  enter: 'Enter',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
  end: 'End',
  tab: 'Tab',
};

/** The keys of a binding as people read them: `mod+k` is `Ctrl` `K`, or `⌘` `K`. */
export function sayKeys(keys: string, mac = isMac()): string[] {
  return keys.split('+').map((part) => {
    if (part === 'mod') return mac ? '⌘' : 'Ctrl';
    if (part === 'shift') return mac ? '⇧' : 'Shift';
    if (part === 'alt') return mac ? '⌥' : 'Alt';
    return signs[part] ?? (part.length === 1 ? part.toUpperCase() : part);
  });
}
