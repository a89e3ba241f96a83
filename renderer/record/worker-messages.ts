import type { Verdict } from '#room/record/verify-record.ts';

/** A record to read. `endings` are what the team signed of keys that ended (JN9). */
export type ToWorker = { file: Blob; endings: readonly string[] };

export type FromWorker =
  /** `share` is from 0 to 1. */
  | { kind: 'progress'; what: 'reading' | 'checking'; share: number }
  /** The files of the record by their names: it may be shown. */
  | { kind: 'opened'; members: readonly (readonly [string, Uint8Array])[] }
  | { kind: 'verdict'; verdict: Verdict }
  /** There is no Web Crypto here: a browser over plain http. */
  | { kind: 'cannot-check' }
  /** `why` is null for what is no fault of the record. */
  | { kind: 'refused'; why: string | null };
