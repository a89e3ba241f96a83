// KY5: browsers silently cut a paste at the field's limit. Here such a paste is refused with a message.
import { notifications } from '@mantine/notifications';
import { strings } from '../strings/index.ts';

type Field = Pick<HTMLInputElement, 'value' | 'selectionStart' | 'selectionEnd' | 'maxLength'>;

/** The field's length with `pasted` in place of the selection; null when that fits. */
export function lengthBeyond(field: Field, pasted: string): number | null {
  const { value, selectionStart, selectionEnd, maxLength } = field;
  const replaced = (selectionEnd ?? value.length) - (selectionStart ?? value.length);
  const length = value.length - replaced + pasted.length;
  return maxLength >= 0 && length > maxLength ? length : null;
}

const onPaste = (event: ClipboardEvent) => look(event, event.clipboardData?.getData('text/plain'));
const onDrop = (event: DragEvent) => look(event, event.dataTransfer?.getData('text/plain') || undefined);

/** Listens on the window; returns a function that stops. */
export function guardLongPastes(): () => void {
  window.addEventListener('paste', onPaste, { capture: true });
  window.addEventListener('drop', onDrop, { capture: true });
  return () => {
    window.removeEventListener('paste', onPaste, { capture: true });
    window.removeEventListener('drop', onDrop, { capture: true });
  };
}

function look(event: Event, pasted: string | undefined) {
  const { target } = event;
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return;
  const length = pasted === undefined ? null : lengthBeyond(target, pasted);
  if (length === null) return;
  event.preventDefault();
  notifications.show({
    title: strings.ui.notPasted,
    message: strings.ui.tooLongToPaste(length, target.maxLength),
    autoClose: 8_000,
  });
}
