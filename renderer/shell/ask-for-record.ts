import type { DesktopBridge } from '#main/bridge.ts';

/** What reads records is fetched when one is opened. */
export async function askForRecord(bridge: DesktopBridge | null) {
  const { chooseRecord } = await import('../record/open-record.ts');
  await chooseRecord(bridge);
}

/** As `askForRecord`, for a file that is here. */
export async function openDroppedRecord(file: File) {
  const { openRecordFile } = await import('../record/record-store.ts');
  openRecordFile(file);
}
