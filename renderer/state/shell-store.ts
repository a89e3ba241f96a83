import { createSpotlight } from '@mantine/spotlight';
import { create } from 'zustand';

/** What is open over the screens. Not persisted. */
type Shell = {
  isDeclaring: boolean;
  /** The initial title. */ declaredAs: string;
  areKeysShown: boolean;
  areLevelsShown: boolean;
};

export const useShell = create<Shell>(() => ({
  isDeclaring: false,
  declaredAs: '',
  areKeysShown: false,
  areLevelsShown: false,
}));

export function openDeclare() {
  declareAs('');
}
/** Opens the declare bar with this title. */
export function declareAs(title: string) {
  useShell.setState({ isDeclaring: true, declaredAs: title });
}
export function closeDeclare() {
  useShell.setState({ isDeclaring: false });
}
export function showKeys(areKeysShown: boolean) {
  useShell.setState({ areKeysShown });
}
/** SL2: shows or hides the explanation of the severities. */
export function showLevels(areLevelsShown: boolean) {
  useShell.setState({ areLevelsShown });
}

/** Whether the palette is open, even while its code loads. */
export const [paletteStore, palette] = createSpotlight();
