import { createSpotlight } from '@mantine/spotlight';
import { create } from 'zustand';

/** What the declare bar begins with. */
export type Declaration = {
  title: string;
  service?: string;
  description?: string;
  /** Called with the id of the incident, declared or joined. */
  onIncident?: (incident: string) => void;
};

/** What is open over the screens. Not persisted. */
type Shell = {
  isDeclaring: boolean;
  declaration: Declaration;
  areKeysShown: boolean;
  areLevelsShown: boolean;
};

export const useShell = create<Shell>(() => ({
  isDeclaring: false,
  declaration: { title: '' },
  areKeysShown: false,
  areLevelsShown: false,
}));

export function openDeclare() {
  declareAs({ title: '' });
}
/** Opens the declare bar with this filled in. */
export function declareAs(declaration: Declaration) {
  useShell.setState({ isDeclaring: true, declaration });
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
