import { leftPanels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useLayout } from './layout-store.ts';

/** Where the keyboard goes in a panel: its first act, else the next one of what was begun, else what is being written. */
export function findAct(panel: Element): HTMLElement | null {
  for (const act of ['[data-first]', '[data-next]:enabled', '[data-begun] [contenteditable="true"]']) {
    const found = panel.querySelector<HTMLElement>(act);
    if (found) return found;
  }
  return null;
}

type GoToPanel = {
  /** Also focuses the panel's act (`findAct`), or else its heading. */
  isFocused?: boolean;
  /** Also presses the panel's first act, where it has one: `data-first` marks it. */
  isPressed?: boolean;
};

/** Shows a panel: selects its column, unfolds it and scrolls to it. */
export function goToPanel(panel: PanelName, { isFocused = false, isPressed = false }: GoToPanel = {}) {
  const layout = useLayout.getState();
  layout.show('room');
  layout.showNarrow(leftPanels.includes(panel) ? 'response' : 'comms');
  layout.fold(panel, false);
  // The panel may need a render first, for example in another column.
  waitForPanel(panel, 20, (found) => {
    const head = found.querySelector<HTMLElement>('h2 button');
    // `fold` does not unfold a panel that folded with its incident; its button does.
    if (head?.getAttribute('aria-expanded') === 'false') head.click();
    found.scrollIntoView({ block: 'nearest' });
    const first = found.querySelector<HTMLElement>('[data-first]');
    if (isFocused && !found.contains(document.activeElement))
      (findAct(found) ?? head ?? found).focus({ preventScroll: true });
    if (isPressed) first?.click();
  });
}

function waitForPanel(panel: PanelName, frames: number, then: (found: HTMLElement) => void) {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);
    if (found) then(found);
    else if (frames > 0) waitForPanel(panel, frames - 1, then);
  });
}
