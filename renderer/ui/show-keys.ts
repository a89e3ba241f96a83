// KY6: while Alt is held, every control shows its key.

/** Marks the page while Alt is held; answers how to stop. */
export function showKeysWhileAltIsHeld(): () => void {
  const page = document.documentElement;
  const show = ({ key }: KeyboardEvent) => {
    if (key === 'Alt') page.dataset['keys'] = 'shown';
  };
  const hide = () => delete page.dataset['keys'];
  const onKeyUp = ({ key }: KeyboardEvent) => {
    if (key === 'Alt') hide();
  };
  window.addEventListener('keydown', show, { capture: true });
  window.addEventListener('keyup', onKeyUp, { capture: true });
  // Alt with Tab leaves the window, which then never hears of the release.
  window.addEventListener('blur', hide);
  return () => {
    hide();
    window.removeEventListener('keydown', show, { capture: true });
    window.removeEventListener('keyup', onKeyUp, { capture: true });
    window.removeEventListener('blur', hide);
  };
}
