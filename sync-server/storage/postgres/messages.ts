// Messages between the server and its database thread (link.ts and worker.ts).
import type { Row, Value } from '../sql.ts';

export type Limits = {
  /** The longest time for a statement. */
  statementMs: number;
  /** The longest wait for another's lock. */
  lockMs: number;
  /** After this time PostgreSQL ends a transaction that is idle; 0 for never. */
  idleMs: number;
};

export type Request = { id: number } & (
  | { what: 'connect' }
  | { what: 'statement'; text: string; values: readonly Value[]; begins: boolean; isWithin: boolean }
  /** Several statements, separated by `;`. */
  | { what: 'script'; text: string; begins: boolean; isWithin: boolean }
  | { what: 'limits'; limits: Limits }
  /** Nobody waits for this request any longer, and its progress is unknown: end the connection. */
  | { what: 'abandon' }
  | { what: 'end' }
);

export type WorkerAnswer = { id: number } & (
  | { rows: Row[]; changes: number; command: string }
  /** `isAway`: the database does not answer, for a while. `code` is PostgreSQL's. */
  | { error: string; code: string | undefined; isAway: boolean }
);

/** Indexes in the shared memory: the last answered request, and whether there is a connection. */
export const answeredAt = 0;
export const connectedAt = 1;

export type Given = { url: string; limits: Limits; shared: Int32Array };
