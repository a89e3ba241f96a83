// The record that is open in this window. It lies in memory alone and is gone with the window.
import { create } from 'zustand';
import { openRecord, parseRecord } from '#room/record/read-record.ts';
import { recordLimits, RecordRefused, type RecordContents } from '#room/record/record.ts';
import type { Verdict } from '#room/record/verify-record.ts';
import type { OpenRoom } from '#room/room.ts';
import { endedKeys } from '../state/ended-keys.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** A record with its room, and the file as it was read. */
export type HeldRecord = { file: Blob; contents: RecordContents; room: OpenRoom };

type RecordState =
  | { phase: 'none' }
  /** `share` is how much of it is read, from 0 to 1. */
  | { phase: 'reading'; share: number }
  | { phase: 'refused'; why: string }
  | { phase: 'open'; held: HeldRecord };

/** JN6: what its signatures are worth. A browser without Web Crypto (plain http) cannot tell. */
export type Worth = Verdict | { kind: 'checking'; share: number } | { kind: 'stopped' } | { kind: 'unknown' };

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
  worth: { kind: 'checking', share: 0 },
  judge: (worth) => set({ worth }),
}));

/** The worker that reads now. */
let reading: Worker | null = null;

/**
 * Shows the screen at once; a worker reads and verifies, so that a large record holds up nothing. What is no record is
 * said on the screen.
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
    if (reading !== worker) return; // another was opened meanwhile
    if (take(file, message)) stopReading();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
  worker.addEventListener('error', () => hear({ kind: 'refused', why: null }));
  worker.postMessage({ file, endings: endedKeys() } satisfies ToWorker, { transfer: [] });
}

/** What the worker says comes to the screen; whether it was its last word. */
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
      // A record that is open stays so; only its signatures are not known.
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

/** Before it is open nothing is kept; after, it stays open and its signatures are not known. */
export function cancelReading(): void {
  stopReading();
  const { state, set, judge } = useRecord.getState();
  if (state.phase === 'reading') set({ phase: 'none' });
  else judge({ kind: 'stopped' });
}

/** Nothing of it stays. */
export function closeRecord() {
  stopReading();
  const { state, set } = useRecord.getState();
  if (state.phase === 'open') state.held.room.doc.destroy();
  set({ phase: 'none' });
}
