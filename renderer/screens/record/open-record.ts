// Ways to open a record: the desktop's dialog or the browser's file input. FileDrop handles dropped files.
import type { DesktopBridge } from '#main/bridge.ts';
import { strings } from '../../strings/index.ts';
import { openRecordFile, useRecord } from './record-store.ts';

const words = strings.record;

/** Asks for a file and opens it: with the desktop's dialog, otherwise with the browser's. */
export async function chooseRecord(bridge: DesktopBridge | null): Promise<void> {
  if (bridge === null) return chooseInBrowser();
  try {
    const bytes = await bridge.openRecord();
    if (bytes !== null) openRecordFile(new Blob([bytes]));
  } catch (error) {
    useRecord
      .getState()
      .set({ phase: 'refused', why: error instanceof Error ? error.message : words.notRead });
  }
}

function chooseInBrowser() {
  const field = document.createElement('input');
  field.type = 'file';
  field.accept = '.muster';
  field.addEventListener('change', () => {
    const [file] = field.files ?? [];
    if (file) openRecordFile(file);
  });
  field.click();
}
