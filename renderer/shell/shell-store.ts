import { createSpotlight } from '@mantine/spotlight';
import { create } from 'zustand';

/** What is open over the screens; dies with the window. */
type Shell = { isDeclaring: boolean; areKeysShown: boolean; areLevelsShown: boolean };

export const useShell = create<Shell>(() => ({
  isDeclaring: false,
  areKeysShown: false,
  areLevelsShown: false,
}));

export function openDeclare() {
  useShell.setState({ isDeclaring: true });
}
export function closeDeclare() {
  useShell.setState({ isDeclaring: false });
}
export function showKeys(areKeysShown: boolean) {
  useShell.setState({ areKeysShown });
}
/** SL2: the look-up of the severities. */
export function showLevels(areLevelsShown: boolean) {
  useShell.setState({ areLevelsShown });
}

/** Whether the palette is open, also while its code is on its way. */
export const [paletteStore, palette] = createSpotlight();
