// The phase before every connection: from a name to its addresses.

/** A name without an address. `code` is the system's, or NAME_TIMEOUT when the deadline passed meanwhile. */
export class NameFailure extends Error {
  override name = 'NameFailure';
  readonly code: string;
  constructor(cause: NodeJS.ErrnoException) {
    super(cause.message, { cause });
    this.code = cause.code ?? '';
  }

  /** Whether no name server answered: the name itself may be fine. ENOTFOUND is an answer. */
  get isUnanswered(): boolean {
    return unanswered.has(this.code);
  }
}

const unanswered = new Set([
  'NAME_TIMEOUT',
  'EAI_AGAIN',
  'ETIMEOUT',
  'EAI_FAIL',
  'ESERVFAIL',
  'ECONNREFUSED',
]);

/** Whether this error or its cause is a name that no server resolved. */
export function isUnansweredName(error: unknown): boolean {
  if (error instanceof NameFailure) return error.isUnanswered;
  return error instanceof Error && error.cause !== undefined && isUnansweredName(error.cause);
}
