import type { Writer } from './check-update.ts';
import type { SharedFrame } from './shared-frame.ts';
import type { Refusal } from './refusal.ts';
import type { Usage } from './usage.ts';

/** Whoever is in a document: a socket (connection.ts) or a seat inside this process (seat.ts). */
export type Participant = Writer & {
  /** How others know them: presence says so. */
  readonly name: string;
  /** SY16: what they may still take; null for a part of this server. */
  readonly usage: Usage | null;
  /** After the refusal: what it had queued is dropped too. */
  readonly isRefused: boolean;
  /** Never gets back what it wrote itself, not even merged with what others wrote in the same commit. */
  readonly isExact: boolean;
  /** What others wrote, durable. */
  deliver(change: Delivery): void;
  /** An awareness update of others. */
  deliverPresence(presence: DeliveredPresence): void;
  /** SY4: after a commit, to whoever had frames settled in it. */
  acknowledge(): void;
  /** Its update or state broke a rule. */
  refuse(refusal: Refusal): void;
  /** The document's memory is gone because the store failed, or the server ends. */
  dismiss(code: number, why: string): void;
};

export type Delivery = { update: Uint8Array; seq: number; frame(): SharedFrame };
export type DeliveredPresence = { update: Uint8Array; frame(): SharedFrame };
