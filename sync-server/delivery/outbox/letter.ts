// A letter in the outbox, its states, and how its kind is handed over.
import type { LetterState } from '#wire/api/status-pages.ts';

/** The channel of the team that a letter leaves through, under the name it had then. */
export type LetterChannel = { id: string; name: string; kind: string; address: string | null };

/** One handover. */
export type Attempt = {
  at: number;
  ok: boolean;
  reason: string | null;
  /** The address of what it made at the receiver. */
  made?: string;
};

export type NewLetter = {
  /** Identifies the content and its recipient: the same key is the same letter, and is never made twice. */
  key: string;
  kind: string;
  recipient: string | null;
  payload: Record<string, unknown>;
  /** It is not handed over before this time, in epoch ms; absent: at once. */
  notBefore?: number;
  /** Its rate limits apply; null or absent for letters that leave in another way. */
  channel?: LetterChannel | null;
  /** The id of the incident it is about. */
  incident?: string | null;
  /** It is not tried again after this time, in epoch ms. */
  giveUpAt?: number | null;
  /** Why it cannot be handed over at all: it ends at once, in this state. */
  refused?: { state: 'failed' | 'dropped'; reason: string } | null;
};

export type Letter = Required<Omit<NewLetter, 'notBefore' | 'refused'>> & {
  id: string;
  state: LetterState;
  /** Why it is not sent, or not yet. */
  reason: string | null;
  /** How many handovers there were. */
  attempts: number;
  /** These handovers, oldest first. */
  tries: readonly Attempt[];
  /** It was, or may have been, handed over more than once. */
  maybeTwice: boolean;
  createdAt: number;
  nextAt: number;
  endedAt: number | null;
};

/** The result of a handover. `settle` writes its consequences in the transaction that marks the letter. */
export type HandedOver = {
  settle?: () => void;
  /** The receiver asked the whole channel to wait for so long. */
  holdMs?: number;
} & (
  | { went: 'sent'; made?: string }
  | { went: 'failed' | 'bounced' | 'dropped' | 'maybe-sent'; reason: string }
  | { went: 'again'; reason: string; waitMs: number }
  /** The receiving server is unavailable for every letter: the attempt does not count. */
  | { went: 'shut'; reason: string; waitMs: number }
);

/** Why a letter ends without a handover. */
export type Unwanted = { went: 'failed' | 'dropped'; reason: string };

export type LetterKind = {
  lane: Lane;
  /**
   * What to do when the server stopped during the handover. `repeat`: repeating is harmless. `twice`: send again with
   * the same id, marked. `ask`: keep `maybe-sent` until a person decides.
   */
  afterCrash: 'repeat' | 'twice' | 'ask';
  /** Asked before each handover, while the letter can still be cancelled; null when it may leave. */
  mayLeave?: (letter: Letter) => Promise<Unwanted | null>;
  /** Never throws for expected failures. */
  send: (letter: Letter) => Promise<HandedOver>;
  /** How many letters a minute a channel takes; absent: no limit. */
  perMinute?: (channel: LetterChannel) => number;
  /** Called when a letter has ended, at least once: it is repeated, even after a restart, until the promise resolves. */
  tell?: (letter: Letter) => Promise<void>;
  /** Called when a state other than `sending` is on disk, for logs and metrics. */
  marked?: (letter: Letter) => void;
};

/**
 * Each lane has its own workers and its own transactions, so that no lane waits for another. They take turns in this
 * order, so that a page goes first when a channel takes only one more letter.
 */
export const lanes = {
  /** Pages to responders. */
  pages: 16,
  /** Other messages through the team's channels. */
  channels: 16,
  /** Internal work: no message leaves. */
  work: 1,
  /** Mail that a person waits for, such as a confirmation link. */
  letters: 2,
  /** Mail to many. */
  mail: 8,
  webhooks: 8,
} as const;
export type Lane = keyof typeof lanes;
