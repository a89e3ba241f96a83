import { useKeys } from './keys.tsx';
import { strings } from '../strings/index.ts';

const words = strings.panels;

/** While something is open over the room, Esc closes it, wherever the focus is, before it leaves the room. */
export function useEscape(isOpen: boolean, close: () => void) {
  useKeys(
    isOpen
      ? { escape: { run: close, label: words.backOneStep, group: words.everywhere, inFields: true } }
      : {},
  );
}
