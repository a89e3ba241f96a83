// What the server and its database thread say to each other (link.ts and worker.ts).
import type { Row, Value } from '../sql.ts';

export type Limits = {
  /** How long a statement may take there. */
  statementMs: number;
  /** How long it may wait for a lock of another. */
  lockMs: number;
  /** After which PostgreSQL gives up a transaction in which nothing is asked; 0 for never. */
  idleMs: number;
};

export type Request = { id: number } & (
  | { what: 'connect' }
  | { what: 'statement'; text: string; values: readonly Value[]; begins: boolean; isWithin: boolean }
  /** Several statements, with `;` in between. */
  | { what: 'script'; text: string; begins: boolean; isWithin: boolean }
  | { what: 'limits'; limits: Limits }
  /** Nobody waits for this one any longer, and nobody knows how far it came: the connection ends. */
  | { what: 'abandon' }
  | { what: 'end' }
);

export type Answer = { id: number } & (
  | { rows: Row[]; changes: number; command: string }
  /** `isAway`: the database does not answer, which passes. `code` is PostgreSQL's. */
  | { error: string; code: string | undefined; isAway: boolean }
);

/** The places of the shared memory: the last answered request, and whether there is a connection. */
export const answeredAt = 0;
export const connectedAt = 1;

export type Given = { url: string; limits: Limits; shared: Int32Array };
