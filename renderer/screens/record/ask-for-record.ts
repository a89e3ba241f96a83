import type { DesktopBridge } from '#main/bridge.ts';

/** Loads the code that reads records only when a record is opened. */
export async function askForRecord(bridge: DesktopBridge | null) {
  const { chooseRecord } = await import('./open-record.ts');
  await chooseRecord(bridge);
}

/** Like `askForRecord`, for a file that is already here. */
export async function openDroppedRecord(file: File) {
  const { openRecordFile } = await import('./record-store.ts');
  openRecordFile(file);
}
