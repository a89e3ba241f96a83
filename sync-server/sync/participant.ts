import type { FactWriter } from './updates/check-fact.ts';
import type { SharedFrame } from './shared-frame.ts';
import type { Refusal } from './refusal.ts';
import type { Usage } from './usage.ts';

/** A participant of a document: a socket (connection.ts) or a seat in this process (seat.ts). */
export type Participant = FactWriter & {
  /** The name that others see in presence. */
  readonly name: string;
  /** SY16: their remaining allowance; null for a part of this server. */
  readonly usage: Usage | null;
  /** True after a refusal: its queued jobs are dropped too. */
  readonly isRefused: boolean;
  /** Never receives its own writes, not even merged with others' writes of the same commit. */
  readonly isExact: boolean;
  /**
   * Sends others' changes, which are durable; null when there are none. `isSettled`: frames of this participant were
   * settled in this commit (SY4).
   */
  deliver(change: DocumentDelivery | null, isSettled: boolean): void;
  /** Sends an awareness update of others. */
  deliverPresence(presence: DeliveredPresence): void;
  /** Its update or state broke a rule. */
  refuse(refusal: Refusal): void;
  /** The document's memory is gone because the store failed, or the server ends. */
  dismiss(code: number, why: string): void;
};

/** `update` has all changes, `frame` the same as messages. */
export type DocumentDelivery = { update(): Uint8Array; seq: number; frame(): SharedFrame };
export type DeliveredPresence = { update: Uint8Array; frame(): SharedFrame };
