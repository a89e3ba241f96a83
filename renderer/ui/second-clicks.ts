// The second click of a double click must not press a control that the first click opened. For example, a button
// that opens a question must not also answer it.

/** Listens on the window; returns a function that stops. */
export function guardSecondClicks(): () => void {
  let first: Element | null = null;
  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    if (isSecondOnAnother({ detail: event.detail, target, first })) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.detail <= 1) first = controlAround(target);
  };
  window.addEventListener('click', onClick, { capture: true });
  return () => window.removeEventListener('click', onClick, { capture: true });
}

const control = 'button, a, input, select, textarea, label, [role="button"], [role="menuitem"]';
const controlAround = (target: Element | null): Element | null => target?.closest(control) ?? null;

type Click = { detail: number; target: Element | null; first: Element | null };

/** Double clicks on text are fine. A control acts only if the first click was on it too. */
function isSecondOnAnother({ detail, target, first }: Click): boolean {
  const pressed = controlAround(target);
  return detail > 1 && pressed !== null && pressed !== first;
}
