import { STATUS_CODES } from '../outgoing/node-http.ts';

/** The fault of one field of a request. */
export type FieldError = { field: string; expected: string };

/** HT3: the item changed after the caller read it. */
export const changedMeanwhile = [412, 'Somebody else has changed this. Read it again, then decide.'] as const;

/** HT1: an error answer (RFC 9457). Routes throw it, app.ts writes it. */
export class Problem extends Error {
  override name = 'Problem';
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
  /** AU4: counts as a guessed credential. */
  readonly isFailedCredential: boolean;
  constructor(status: number, detail: string, more: Details = {}) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.errors = more.errors ?? [];
    this.headers = more.headers ?? {};
    this.isFailedCredential = more.isFailedCredential ?? false;
  }
}

type Details = {
  errors?: readonly FieldError[];
  headers?: Readonly<Record<string, string>>;
  isFailedCredential?: boolean;
  cause?: unknown;
};

export const problemType = 'application/problem+json; charset=utf-8';

export function problemBody({ status, message, errors }: Problem) {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Problem',
    status,
    detail: message,
    ...(errors.length === 0 ? {} : { errors }),
  };
}

/** HT1: 405 with the methods there are. `what` is what was asked, such as its path. */
export const wrongMethod = (what: string, methods: readonly string[], asked: string): Problem =>
  new Problem(405, `${what} takes ${methods.join(', ')}, not ${asked}.`, {
    headers: { allow: methods.join(', ') },
  });
