import { useKeys } from './keys.tsx';
import { strings } from '../strings/index.ts';

const words = strings.panels;

/** While something is open over the room, Esc closes it first, wherever the focus is, and does not leave the room. */
export function useEscape(isOpen: boolean, close: () => void) {
  useKeys(
    isOpen
      ? { escape: { run: close, label: words.backOneStep, group: words.everywhere, inFields: true } }
      : {},
  );
}
