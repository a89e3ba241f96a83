// The record that is open in this window. It lies in memory alone and is gone with the window.
import { create } from 'zustand';
import { openRecord, readRecord } from '#room/record/read-record.ts';
import { recordLimits, RecordRefused, type RecordContents } from '#room/record/record.ts';
import type { OpenRoom } from '#room/room.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';

/** A record with its room, and the file as it was read. */
export type HeldRecord = { file: Blob; contents: RecordContents; room: OpenRoom };

type RecordState =
  | { phase: 'none' }
  | { phase: 'reading' }
  | { phase: 'refused'; why: string }
  | { phase: 'open'; held: HeldRecord };

type RecordStore = { state: RecordState; set: (state: RecordState) => void };

/** What the screen of records shows. */
export const useRecord = create<RecordStore>((set) => ({
  state: { phase: 'none' },
  set: (state) => set({ state }),
}));

/** Shows the screen at once, then reads; what is no record is said there. */
export async function openRecordFile(file: Blob): Promise<void> {
  const { set } = useRecord.getState();
  closeRecord();
  set({ phase: 'reading' });
  go({ screen: 'record' });
  // The words are painted before the work begins.
  await new Promise((resolve) => setTimeout(resolve, 30));
  set(await read(file));
}

async function read(file: Blob): Promise<RecordState> {
  try {
    if (file.size > recordLimits.file) return { phase: 'refused', why: strings.record.tooLarge };
    const contents = readRecord(new Uint8Array(await file.arrayBuffer()));
    return { phase: 'open', held: { file, contents, room: openRecord(contents) } };
  } catch (error) {
    const why = error instanceof RecordRefused ? error.message : strings.record.notRead;
    return { phase: 'refused', why };
  }
}

/** Nothing of it stays. */
export function closeRecord() {
  const { state, set } = useRecord.getState();
  if (state.phase === 'open') state.held.room.doc.destroy();
  set({ phase: 'none' });
}
