// KY6: while Alt is held, every control shows its key.

/** Alt must be held this long: a short press opens the window's menu, and Alt with another key is a shortcut. */
const heldMs = 200;

/** Marks the page while Alt is held; returns a function that stops. */
export function showKeysWhileAltIsHeld(): () => void {
  const page = document.documentElement;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    timer = undefined;
    delete page.dataset['keys'];
  };
  const onKeyDown = ({ key, repeat }: KeyboardEvent) => {
    if (key !== 'Alt') return hide();
    if (!repeat)
      timer ??= setTimeout(() => {
        page.dataset['keys'] = 'shown';
      }, heldMs);
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key !== 'Alt') return;
    // A person who looked at the keys did not ask for the menu.
    if (page.dataset['keys'] === 'shown') event.preventDefault();
    hide();
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  // Alt+Tab leaves the window, which then never gets the keyup event.
  window.addEventListener('blur', hide);
  return () => {
    hide();
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('blur', hide);
  };
}
