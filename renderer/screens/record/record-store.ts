// The record open in this window. It is only in memory and closes with the window.
import { create } from 'zustand';
import { openRecord, parseRecord } from '#room/record/read-record.ts';
import { recordLimits, RecordRefused, type RecordContents } from '#room/record/record.ts';
import type { RecordVerdict } from '#room/record/verify-record.ts';
import type { OpenRoom } from '#room/log/room.ts';
import { endedKeys } from '../../state/ended-keys.ts';
import { go } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** A record with its room, and the file it came from. */
export type HeldRecord = { file: Blob; contents: RecordContents; room: OpenRoom };

type RecordState =
  | { phase: 'none' }
  /** `share` of the file that is read, 0 to 1. */
  | { phase: 'reading'; share: number }
  | { phase: 'refused'; why: string }
  | { phase: 'open'; held: HeldRecord };

/** JN6: the result of the signature check. A browser without Web Crypto (plain http) cannot check. */
export type Worth =
  | RecordVerdict
  | { kind: 'checking'; share: number }
  | { kind: 'stopped' }
  | { kind: 'unknown' };

type RecordStore = {
  state: RecordState;
  set: (state: RecordState) => void;
  worth: Worth;
  judge: (worth: Worth) => void;
};

/** The state of the record screen. */
export const useRecord = create<RecordStore>((set) => ({
  state: { phase: 'none' },
  set: (state) => set({ state }),
  worth: { kind: 'checking', share: 0 },
  judge: (worth) => set({ worth }),
}));

/** The worker that is reading now. */
let reading: Worker | null = null;

/**
 * Shows the screen at once. A worker reads and verifies, so that a large record does not block the window. The
 * screen shows an error for a file that is not a record.
 */
export function openRecordFile(file: Blob): void {
  const { set, judge } = useRecord.getState();
  closeRecord();
  judge({ kind: 'checking', share: 0 });
  go({ screen: 'record' });
  if (file.size > recordLimits.file) {
    set({ phase: 'refused', why: strings.record.tooLarge });
    return;
  }
  set({ phase: 'reading', share: 0 });
  const worker = new Worker(new URL('./record-worker.ts', import.meta.url), { type: 'module' });
  reading = worker;
  const hear = (message: FromWorker) => {
    if (reading !== worker) return; // another record was opened meanwhile
    if (take(file, message)) stopReading();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
  worker.addEventListener('error', () => hear({ kind: 'refused', why: null }));
  worker.postMessage({ file, endings: endedKeys() } satisfies ToWorker, { transfer: [] });
}

/** Applies a worker message to the screen; returns whether it was the last one. */
function take(file: Blob, message: FromWorker): boolean {
  const { state, set, judge } = useRecord.getState();
  switch (message.kind) {
    case 'progress':
      if (message.what === 'checking') judge({ kind: 'checking', share: message.share });
      else if (state.phase === 'reading') set({ phase: 'reading', share: message.share });
      return false;
    case 'opened': {
      const opened = open(file, new Map(message.members));
      set(opened);
      return opened.phase === 'refused';
    }
    case 'verdict':
      judge(message.verdict);
      return true;
    case 'cannot-check':
      judge({ kind: 'unknown' });
      return true;
    case 'refused':
      // An open record stays open; only its signatures stay unknown.
      if (state.phase === 'open') judge({ kind: 'stopped' });
      else set({ phase: 'refused', why: message.why ?? strings.record.notRead });
      return true;
    default:
      return message satisfies never;
  }
}

function open(file: Blob, members: ReadonlyMap<string, Uint8Array>): RecordState {
  try {
    const contents = parseRecord(members);
    return { phase: 'open', held: { file, contents, room: openRecord(contents) } };
  } catch (error) {
    const why = error instanceof RecordRefused ? error.message : strings.record.notRead;
    return { phase: 'refused', why };
  }
}

function stopReading(): void {
  reading?.terminate();
  reading = null;
}

/** Before the record is open, this closes it. Later it stays open with its signatures unknown. */
export function cancelReading(): void {
  stopReading();
  const { state, set, judge } = useRecord.getState();
  if (state.phase === 'reading') set({ phase: 'none' });
  else judge({ kind: 'stopped' });
}

/** Closes the record and frees its memory. */
export function closeRecord() {
  stopReading();
  const { state, set } = useRecord.getState();
  if (state.phase === 'open') state.held.room.doc.destroy();
  set({ phase: 'none' });
}
