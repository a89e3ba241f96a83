import type { LiveDocument } from './live-document.ts';
import type { Participant } from './participant.ts';
import type { Need } from './update-structs.ts';

/** What a document is asked to do, in order. Everything but `read` is over only after the commit. */
export type Job = Write | Edit | Read | Absorb;

export type Write = {
  kind: 'write';
  from: Participant;
  update: Uint8Array;
  /** SY8: what it was last found to wait for. */
  need: Need | null;
  /** Durable, or found to change nothing. */
  settled(): void;
  failed(error: Error): void;
};

export type Edit = {
  kind: 'edit';
  author: string;
  /** Runs the change; runs again when another change of the same turn has to be taken back. */
  run(live: LiveDocument): unknown;
  settled(result: unknown): void;
  failed(error: unknown): void;
};

/** MP3: an update that another process wrote into the log. */
export type Absorb = {
  kind: 'absorb';
  update: Uint8Array;
  seq: number;
  author: string;
  /** SY14 */
  introduced: readonly (readonly [client: number, owner: string])[];
  failed(error: Error): void;
};

/** Sees the durable state only: it runs behind the commit of what came before it. */
export type Read = {
  kind: 'read';
  run(live: LiveDocument): void;
  failed(error: Error): void;
};
