// Turns key presses into actions. A key pressed before its screen is ready is held. A letter outside all fields
// waits until it is clear that no word begins.
import { flushSync } from 'react-dom';
import { createHeldKeys } from './held-keys.ts';
import { isTypingIn } from './key-match.ts';
import type { KeyRegistry } from './key-registry.ts';
import { createLetterJudge, type Letter } from './letters.ts';
import { isPressedAgain, pressAgain } from './press-key.ts';

/** Presses that wait, and the judge of letters. Both act later than the press. */
function createWaiting(registry: KeyRegistry, placeNow: () => string) {
  const held = createHeldKeys<KeyboardEvent>();
  const judge = createJudge(registry);
  let isReleasing = false;
  const hold = (event: KeyboardEvent) => {
    if (!event.repeat) held.hold(event, event.timeStamp);
    return false;
  };
  const pressHeld = (event: KeyboardEvent) => {
    const target = focused();
    if (isChord(event)) {
      judge.settle();
      // The browser had it at once, so it acts only where something binds it.
      if (!registry.isWaiting(placeNow()) && !registry.find(event, isTypingIn(focused()))) return;
    } else if (event.key.length === 1 && !isTypingIn(target) && !isDialogOpen() && !isInOwnKeys(target)) {
      const letter = { ...letterOf(registry, event), act: () => pressAgain(event, focused()) };
      if (judge.press(letter) === 'done') return;
    } else judge.settle();
    // An earlier press may have led to another screen.
    if (registry.isWaiting(placeNow())) held.putBack(event, event.timeStamp);
    else pressAgain(event, focused());
  };
  /** Runs the held presses until something makes the rest wait again. */
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
  return { judge, hold, release, clear: () => held.clear() };
}

/** Text typed outside all fields goes to the field that takes it. */
const createJudge = (registry: KeyRegistry) =>
  createLetterJudge({
    later,
    takeText: () => {
      const take = registry.line();
      return take && ((text) => flushSync(() => take(text)));
    },
  });

function letterOf(registry: KeyRegistry, event: KeyboardEvent): Letter {
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
}

type Waiting = ReturnType<typeof createWaiting>;

/** Says for each press whether it goes on to the focused element now. Those that do not are held or judged. */
function createAdmission(
  registry: KeyRegistry,
  placeNow: () => string,
  waiting: Waiting,
): (event: KeyboardEvent) => boolean {
  const { judge, hold, release } = waiting;
  let place = placeNow();
  return (event) => {
    if (isPressedAgain(event)) return true;
    if (isAlwaysTheBrowsers(event)) {
      // Tab never continues a word, so the waiting letter acts first and Tab continues from there.
      if (event.key === 'Tab') judge.settle();
      // The browser does its part now; the screen that is on its way may bind the chord.
      if (isChord(event) && registry.isWaiting(placeNow()) && !registry.find(event, isTypingIn(event.target)))
        hold(event);
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
    return judgeLetter(event, letterOf(registry, event), waiting);
  };
}

function judgeLetter(event: KeyboardEvent, letter: Letter, { judge, hold, release }: Waiting): boolean {
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
}

/** Listens on the window; returns a function that stops. `placeNow`: the place in the address. */
export function listenToKeys(registry: KeyRegistry, placeNow: () => string): () => void {
  const waiting = createWaiting(registry, placeNow);
  const admit = createAdmission(registry, placeNow, waiting);
  // Set in the capture phase, because a dialog or popup that the key closes is gone in the bubble phase.
  let isTaken = false;
  const onCapture = (event: KeyboardEvent) => {
    if (isComposing(event)) {
      // Editors follow the composition themselves. No other handler may send half a word, or close its dialog.
      if (isPlainField(event.target)) event.stopImmediatePropagation();
      return;
    }
    if (admit(event)) {
      isTaken = isDialogOpen() || (event.key === 'Escape' && isPopupOpen());
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isTaken || event.defaultPrevented || isComposing(event)) return;
    const entry = registry.find(event, isTypingIn(event.target));
    if (!entry) return;
    event.preventDefault();
    // Rendered synchronously, so that the next key finds the opened content with its focus.
    flushSync(() => entry.run(event));
  };
  // A click may lead elsewhere; the held key presses were meant for the earlier screen.
  const onPointerDown = () => waiting.clear();
  // After the commit, so that the new components have bound their keys and taken the focus.
  const stopReady = registry.onReady(() => queueMicrotask(waiting.release));
  window.addEventListener('keydown', onCapture, { capture: true });
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('pointerdown', onPointerDown, { capture: true });
  return () => {
    stopReady();
    waiting.judge.reset();
    window.removeEventListener('keydown', onCapture, { capture: true });
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('pointerdown', onPointerDown, { capture: true });
  };
}

/** A timer that lets earlier key presses be handled first. */
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

/** Presses with a modifier, and keys that never act alone. */
function isAlwaysTheBrowsers({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return ctrlKey || metaKey || altKey || ['Tab', 'Shift', 'CapsLock', 'Dead', 'Unidentified'].includes(key);
}

/** A press with a modifier, without that of the modifier itself. */
function isChord({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey || altKey) && !['Control', 'Meta', 'Alt', 'AltGraph', 'Shift'].includes(key);
}

/** A dialog, menu, list or slider handles its own keys. */
function isInOwnKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('[role="dialog"], [role="menu"], [role="listbox"], [role="slider"]') !== null
  );
}

/** A list or menu that Esc closes. Esc then does nothing else. */
function isPopupOpen(): boolean {
  return document.querySelector('[aria-haspopup][aria-expanded="true"]') !== null;
}

/** A dialog takes all keys, even while Esc is closing it. */
function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** The key belongs to an input method. Safari ends the composition before it says which key did so. */
const isComposing = ({ isComposing: isOpen, keyCode }: KeyboardEvent) => isOpen || keyCode === ofInputMethod;
const ofInputMethod = 229;

const isPlainField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

const isDigit = (key: string) => /^\d$/.test(key);
