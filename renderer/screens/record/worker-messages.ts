import type { RecordVerdict } from '#room/record/verify-record.ts';

/** A record to read. `endings`: the team's signed statements about ended keys (JN9). */
export type ToWorker = { file: Blob; endings: readonly string[] };

export type FromWorker =
  /** `share` is 0 to 1. */
  | { kind: 'progress'; what: 'reading' | 'checking'; share: number }
  /** The record's files by name: it can be shown now. */
  | { kind: 'opened'; members: readonly (readonly [string, Uint8Array])[] }
  | { kind: 'verdict'; verdict: RecordVerdict }
  /** No Web Crypto here: a browser over plain http. */
  | { kind: 'cannot-check' }
  /** `why` is null when the record is not at fault. */
  | { kind: 'refused'; why: string | null };
