import { create } from 'zustand';

/** What is open over the screens; dies with the window. */
type Shell = { isDeclaring: boolean; areKeysShown: boolean };

export const useShell = create<Shell>(() => ({ isDeclaring: false, areKeysShown: false }));

export function openDeclare() {
  useShell.setState({ isDeclaring: true });
}
export function closeDeclare() {
  useShell.setState({ isDeclaring: false });
}
export function showKeys(areKeysShown: boolean) {
  useShell.setState({ areKeysShown });
}
