// The second click of a double click presses nothing that the first one brought: a button that opens a question must
// not answer it in the same breath.

/** Listens at the window until the answer is called. */
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

/** Text may be double-clicked anywhere; what acts must be what the first click was on. */
function isSecondOnAnother({ detail, target, first }: Click): boolean {
  const pressed = controlAround(target);
  return detail > 1 && pressed !== null && pressed !== first;
}
