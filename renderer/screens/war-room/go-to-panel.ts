import { leftPanels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useLayout } from './layout-store.ts';

type GoToPanel = {
  /** Also focuses the panel's first act, or the next one of what was begun (`data-next`), or else its heading. */
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
    const next = first ?? found.querySelector<HTMLElement>('[data-next]:not(:disabled)');
    if (isFocused && !found.contains(document.activeElement))
      (next ?? head ?? found).focus({ preventScroll: true });
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
