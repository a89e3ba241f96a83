import { useKeys } from '#renderer/ui/keys.tsx';

/** While something is open over the room, Esc closes it, wherever the focus is, before it leaves the room. */
export function useEscape(isOpen: boolean, close: () => void) {
  useKeys(
    isOpen ? { escape: { run: close, label: 'Back one step', group: 'Everywhere', inFields: true } } : {},
  );
}
