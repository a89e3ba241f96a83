// Repeats a key press that came too early: runs the current handlers, and does what the browser would do itself.
import { isTypingIn } from './key-match.ts';

const pressed = new WeakSet<Event>();

/** Whether this event was made here and not by a person. */
export function isPressedAgain(event: Event): boolean {
  return pressed.has(event);
}

/** Repeats the press of `event` on `target`. */
export function pressAgain(event: KeyboardEvent, target: Element) {
  const { key, code, shiftKey, ctrlKey, altKey, metaKey } = event;
  const copy = new KeyboardEvent('keydown', {
    key,
    code,
    shiftKey,
    ctrlKey,
    altKey,
    metaKey,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
  pressed.add(copy);
  if (target.dispatchEvent(copy)) actAsBrowser(key, target);
}

/** What a browser does only for trusted events. */
function actAsBrowser(key: string, target: Element) {
  if (isTypingIn(target)) {
    // The only way to insert text into any field as if it were typed, with its events and undo.
    if (key.length === 1) document.execCommand('insertText', false, key);
    else if (key === 'Backspace') document.execCommand('delete');
    else if (key === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
    return;
  }
  const isLink = target instanceof HTMLAnchorElement;
  if (target instanceof HTMLInputElement && key === 'Enter') target.form?.requestSubmit();
  else if (isLink ? key === 'Enter' : key === 'Enter' || key === ' ')
    if (isLink || target instanceof HTMLButtonElement || target instanceof HTMLInputElement) target.click();
}
