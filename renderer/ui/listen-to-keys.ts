// From a press to what it does. A key that comes before the screen it is meant for waits for it; a letter outside of
// every field waits until it is clear that no word begins.
import { flushSync } from 'react-dom';
import { createHeldKeys } from './held-keys.ts';
import { isTypingIn } from './key-match.ts';
import type { KeyRegistry } from './key-registry.ts';
import { createLetterJudge, type Letter } from './letters.ts';
import { isPressedAgain, pressAgain } from './press-key.ts';

/** Listens at the window until the answer is called. `placeNow`: where the address says that the window is. */
export function listenToKeys(registry: KeyRegistry, placeNow: () => string): () => void {
  const held = createHeldKeys<KeyboardEvent>();
  const judge = createLetterJudge({
    later,
    takeText: () => {
      const take = registry.line();
      return take && ((text) => flushSync(() => take(text)));
    },
  });
  // Asked before anybody else hears of the key: by the time it gets to us, what it closed is gone.
  let isTaken = false;
  let isReleasing = false;
  let place = placeNow();

  /** Whether the press goes on to what has the focus. */
  const admit = (event: KeyboardEvent): boolean => {
    if (isPressedAgain(event) || event.isComposing) return true;
    if (isAlwaysTheBrowsers(event)) {
      // No word goes on with Tab: the letter leads where it leads, and Tab goes on from there.
      if (event.key === 'Tab') judge.settle();
      return true;
    }
    if (isTypingIn(event.target) || isDialogOpen()) return true;
    if (placeNow() !== place) {
      place = placeNow();
      judge.reset();
    }
    if (registry.isWaiting(place)) return hold(event);
    if (event.key.length !== 1) {
      if (!judge.settle()) return true;
      hold(event);
      release();
      return false;
    }
    if (isInOwnKeys(event.target)) return true;
    return judgeLetter(event);
  };
  const hold = (event: KeyboardEvent) => {
    if (!event.repeat) held.hold(event, event.timeStamp);
    return false;
  };
  const judgeLetter = (event: KeyboardEvent): boolean => {
    const letter = letterOf(event);
    if (event.repeat) return letter.manner === 'quick';
    switch (judge.press(letter)) {
      case 'act':
        return true;
      case 'again':
        hold(event);
        release();
        return false;
      default:
        return false;
    }
  };
  const letterOf = (event: KeyboardEvent): Letter => {
    const binding = registry.find(event, false);
    const { target } = event;
    return {
      text: event.key,
      at: event.timeStamp,
      manner: binding?.manner ?? (isDigit(event.key) ? 'lead' : 'act'),
      takesDigits: binding?.takesDigits ?? false,
      isBound: binding !== undefined,
      act: () => pressAgain(event, target instanceof Element && target.isConnected ? target : focused()),
    };
  };
  /** Presses what waited, until something makes the rest wait again. */
  const release = () => {
    if (isReleasing) return;
    isReleasing = true;
    try {
      while (!registry.isWaiting(placeNow())) {
        const event = held.next(performance.now());
        if (!event) break;
        pressHeld(event);
      }
    } finally {
      isReleasing = false;
    }
  };
  const pressHeld = (event: KeyboardEvent) => {
    const target = focused();
    if (event.key.length === 1 && !isTypingIn(target) && !isDialogOpen() && !isInOwnKeys(target)) {
      const letter = { ...letterOf(event), act: () => pressAgain(event, focused()) };
      if (judge.press(letter) === 'done') return;
    } else judge.settle();
    // What acted before it may have led elsewhere.
    if (registry.isWaiting(placeNow())) held.putBack(event, event.timeStamp);
    else pressAgain(event, focused());
  };

  const onCapture = (event: KeyboardEvent) => {
    if (admit(event)) {
      isTaken = isDialogOpen() || (event.key === 'Escape' && isPopupOpen());
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTaken || event.defaultPrevented || event.isComposing) return;
    const entry = registry.find(event, isTypingIn(event.target));
    if (!entry) return;
    event.preventDefault();
    // What it opens is there, with the focus in it, before the next key is heard.
    flushSync(() => entry.run(event));
  };
  // Another way was taken; what waits was meant for the one before.
  const onPointerDown = () => held.clear();
  // After the commit: what came with it has bound its keys and taken the focus.
  const stopReady = registry.onReady(() => queueMicrotask(release));
  window.addEventListener('keydown', onCapture, { capture: true });
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('pointerdown', onPointerDown, { capture: true });
  return () => {
    stopReady();
    judge.reset();
    window.removeEventListener('keydown', onCapture, { capture: true });
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  };
}

/** A timer that lets presses that were made before it was due be heard first. */
function later(ms: number, run: () => void): () => void {
  let timer = setTimeout(check, ms);
  function check() {
    const { scheduling } = navigator as { scheduling?: { isInputPending?: () => boolean } };
    if (scheduling?.isInputPending?.() === true) timer = setTimeout(check, 0);
    else run();
  }
  return () => clearTimeout(timer);
}

function focused(): Element {
  return document.activeElement ?? document.body;
}

/** Held keys, and the ones that only help others. */
function isAlwaysTheBrowsers({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || ['Tab', 'Shift', 'CapsLock', 'Dead', 'Unidentified'].includes(key);
}

/** A question, a list, a menu or a scale has the keys to itself. */
function isInOwnKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="slider"]') !== null
  );
}

/** A list or menu that Esc closes; it is the one step back. */
function isPopupOpen(): boolean {
  return document.querySelector('[aria-haspopup][aria-expanded="true"]') !== null;
}

/** A dialog has the keyboard to itself, also in the moment in which Esc closes it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

const isDigit = (key: string) => /^\d$/.test(key);
