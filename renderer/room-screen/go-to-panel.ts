import { leftPanels, type PanelName } from '#renderer/panels/index.ts';
import { useLayout } from './layout-store.ts';

type GoToPanel = {
  /** Also takes the keyboard there, to its first field where it has one. */
  isFocused?: boolean;
};

/** Shows a panel: unfolded, in the column it is in, scrolled to. */
export function goToPanel(panel: PanelName, { isFocused = false }: GoToPanel = {}) {
  const layout = useLayout.getState();
  layout.show('room');
  layout.showNarrow(leftPanels.includes(panel) ? 'response' : 'comms');
  layout.fold(panel, false);
  // Once it is drawn, which may need another column first.
  waitForPanel(panel, 20, (found) => {
    const head = found.querySelector<HTMLElement>('h2 button');
    // What ended with its incident is folded for another reason.
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
