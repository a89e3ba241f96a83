// KY6: while Alt is held, every control shows its key.

/** A tap is for the menu of the window, and Alt with another key for that key. */
const heldMs = 200;

/** Marks the page while Alt is held; answers how to stop. */
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
    // Whoever looked at the keys did not ask for the menu.
    if (page.dataset['keys'] === 'shown') event.preventDefault();
    hide();
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  // Alt with Tab leaves the window, which then never hears of the release.
  window.addEventListener('blur', hide);
  return () => {
    hide();
    window.removeEventListener('keydown', onKeyDown, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('blur', hide);
  };
}
