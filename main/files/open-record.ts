// Asks which record to open, and reads it. The window reads its content. Nothing in it is run or kept.
import { readFile, stat } from 'node:fs/promises';
import { dialog, type BrowserWindow } from 'electron';
import { recordLimits } from '#room/record/record.ts';
import { strings } from '../strings.ts';

/** Null when nobody chose a file. Rejects with words for the person. */
export async function openRecord(window: BrowserWindow | null): Promise<Uint8Array<ArrayBuffer> | null> {
  const options: Electron.OpenDialogOptions = {
    title: strings.openRecordTitle,
    filters: [{ name: strings.musterFile, extensions: ['muster'] }],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  const [path] = filePaths;
  if (canceled || path === undefined) return null;
  try {
    const { size } = await stat(path);
    if (size <= recordLimits.file) return new Uint8Array(await readFile(path));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(strings.recordNotRead(path, why), { cause: error });
  }
  throw new Error(strings.recordTooLarge(path));
}
