import type { LiveDocument } from './live-document.ts';
import type { Participant } from './participant.ts';
import type { MissingStruct } from '#room/merging/update-structs.ts';

/** The jobs of a document, in order. All but `read` end only after the commit. */
export type Job = Write | Edit | Read | Absorb;

export type Write = {
  kind: 'write';
  from: Participant;
  update: Uint8Array;
  /** SY8: the missing update that it waited for at the last try. */
  need: MissingStruct | null;
  /** Durable, or found to change nothing. */
  settled(): void;
  failed(error: Error): void;
};

export type Edit = {
  kind: 'edit';
  author: string;
  /** Makes the change; runs again when another change of the same turn has to be undone. */
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
  /** SY14: the client ids that it introduced, with their owners. */
  introduced: readonly (readonly [client: number, owner: string])[];
  failed(error: Error): void;
};

/** Sees only the durable state: it runs after the commit of earlier jobs. */
export type Read = {
  kind: 'read';
  run(live: LiveDocument): void;
  failed(error: Error): void;
};
