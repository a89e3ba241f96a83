// What the outbox holds, and what becomes of it.

export const letterStates = [
  'queued',
  'sending',
  'sent',
  'failed',
  'bounced',
  'dropped',
  /** The server ended, or the connection broke, while it was handed over: nobody knows whether it arrived. */
  'maybe-sent',
] as const;
export type LetterState = (typeof letterStates)[number];

export type NewLetter = {
  /** Names what is said to whom: the same key is the same letter, and is never made twice. */
  key: string;
  kind: string;
  recipient: string | null;
  payload: Record<string, unknown>;
};

export type Letter = NewLetter & {
  id: string;
  state: LetterState;
  /** Why it is not sent, or not yet. */
  reason: string | null;
  /** How often it was handed over in vain. */
  attempts: number;
  /** It was, or may have been, handed over more than once. */
  maybeTwice: boolean;
  createdAt: number;
  nextAt: number;
  endedAt: number | null;
};

/** How handing over went. `settle` writes what follows from it, in the transaction that marks the letter. */
export type HandedOver = { settle?: () => void } & (
  | { went: 'sent' }
  | { went: 'failed' | 'bounced' | 'dropped' | 'maybe-sent'; reason: string }
  | { went: 'again'; reason: string; waitMs: number }
  /** The way is shut for everybody who takes it: the attempt does not count. */
  | { went: 'shut'; reason: string; waitMs: number }
);

export type LetterKind = {
  lane: Lane;
  /**
   * When the server ended while it was handed over. `repeat`: doing it twice is doing it once. `twice`: it goes again
   * under the same id, marked. `ask`: it stays `maybe-sent` until a person asks for it.
   */
  afterCrash: 'repeat' | 'twice' | 'ask';
  /** Never throws for what can be expected. */
  send(letter: Letter): Promise<HandedOver>;
};

/** Each lane has its own hands, so that none waits for another. */
export const lanes = {
  /** Our own work: no message leaves. */
  work: 1,
  /** Mail that somebody waits for: a link to confirm. */
  letters: 2,
  /** Mail to many. */
  mail: 8,
  webhooks: 8,
} as const;
export type Lane = keyof typeof lanes;
