import { leftPanels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useLayout } from './layout-store.ts';

type GoToPanel = {
  /** Also focuses the panel, or its first field if it has one. */
  isFocused?: boolean;
};

/** Shows a panel: selects its column, unfolds it and scrolls to it. */
export function goToPanel(panel: PanelName, { isFocused = false }: GoToPanel = {}) {
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
    if (isFocused && !found.contains(document.activeElement)) (head ?? found).focus({ preventScroll: true });
  });
}

function waitForPanel(panel: PanelName, frames: number, then: (found: HTMLElement) => void) {
  requestAnimationFrame(() => {
    const found = document.querySelector<HTMLElement>(`[data-panel="${panel}"]`);
    if (found) then(found);
    else if (frames > 0) waitForPanel(panel, frames - 1, then);
  });
}
