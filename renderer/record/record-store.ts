// The record that is open in this window. It lies in memory alone and is gone with the window.
import { create } from 'zustand';
import { makeVerifier } from '#room/journal/verifier.ts';
import { openRecord, parseRecord, readMembers } from '#room/record/read-record.ts';
import { recordLimits, RecordRefused, type RecordContents } from '#room/record/record.ts';
import { verifyRecord, type Verdict } from '#room/record/verify-record.ts';
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

/** JN6: what its signatures are worth. A browser without Web Crypto (plain http) cannot tell. */
export type Worth = Verdict | { kind: 'checking' } | { kind: 'unknown' };

type RecordStore = {
  state: RecordState;
  set: (state: RecordState) => void;
  worth: Worth;
  judge: (worth: Worth) => void;
};

/** What the screen of records shows. */
export const useRecord = create<RecordStore>((set) => ({
  state: { phase: 'none' },
  set: (state) => set({ state }),
  worth: { kind: 'checking' },
  judge: (worth) => set({ worth }),
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
    const members = readMembers(new Uint8Array(await file.arrayBuffer()));
    const contents = parseRecord(members);
    // After it is on the screen.
    setTimeout(() => void verify(contents, members).catch(reportError), 0);
    return { phase: 'open', held: { file, contents, room: openRecord(contents) } };
  } catch (error) {
    const why = error instanceof RecordRefused ? error.message : strings.record.notRead;
    return { phase: 'refused', why };
  }
}

async function verify(contents: RecordContents, members: ReadonlyMap<string, Uint8Array>): Promise<void> {
  useRecord.getState().judge({ kind: 'checking' });
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  const worth: Worth =
    subtle === undefined ? { kind: 'unknown' } : await verifyRecord(members, makeVerifier(subtle));
  const { state, judge } = useRecord.getState();
  // Another may have been opened meanwhile.
  if (state.phase === 'open' && state.held.contents === contents) judge(worth);
}

/** Nothing of it stays. */
export function closeRecord() {
  const { state, set } = useRecord.getState();
  if (state.phase === 'open') state.held.room.doc.destroy();
  set({ phase: 'none' });
}
