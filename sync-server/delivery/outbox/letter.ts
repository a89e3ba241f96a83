// A letter in the outbox, and its states.

export const letterStates = [
  'queued',
  'sending',
  'sent',
  'failed',
  'bounced',
  'dropped',
  /** The server stopped, or the connection broke, during the handover: it may or may not have arrived. */
  'maybe-sent',
] as const;
export type LetterState = (typeof letterStates)[number];

export type NewLetter = {
  /** Identifies the content and its recipient: the same key is the same letter, and is never made twice. */
  key: string;
  kind: string;
  recipient: string | null;
  payload: Record<string, unknown>;
  /** It is not handed over before this time, in epoch ms; absent: at once. */
  notBefore?: number;
};

export type Letter = Omit<NewLetter, 'notBefore'> & {
  id: string;
  state: LetterState;
  /** Why it is not sent, or not yet. */
  reason: string | null;
  /** How many handovers failed. */
  attempts: number;
  /** It was, or may have been, handed over more than once. */
  maybeTwice: boolean;
  createdAt: number;
  nextAt: number;
  endedAt: number | null;
};

/** The result of a handover. `settle` writes its consequences in the transaction that marks the letter. */
export type HandedOver = { settle?: () => void } & (
  | { went: 'sent' }
  | { went: 'failed' | 'bounced' | 'dropped' | 'maybe-sent'; reason: string }
  | { went: 'again'; reason: string; waitMs: number }
  /** The receiving server is unavailable for every letter: the attempt does not count. */
  | { went: 'shut'; reason: string; waitMs: number }
);

export type LetterKind = {
  lane: Lane;
  /**
   * What to do when the server stopped during the handover. `repeat`: repeating is harmless. `twice`: send again with
   * the same id, marked. `ask`: keep `maybe-sent` until a person decides.
   */
  afterCrash: 'repeat' | 'twice' | 'ask';
  /** Never throws for expected failures. */
  send(letter: Letter): Promise<HandedOver>;
};

/** Each lane has its own workers, so that no lane waits for another. */
export const lanes = {
  /** Internal work: no message leaves. */
  work: 1,
  /** Mail that a person waits for, such as a confirmation link. */
  letters: 2,
  /** Mail to many. */
  mail: 8,
  webhooks: 8,
} as const;
export type Lane = keyof typeof lanes;
