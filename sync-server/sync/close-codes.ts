/** SY5: why the server ends a connection. */
export const closeCodes = {
  goingAway: 1001,
  tryAgain: 1013,
  malformed: 4400,
  notAuthenticated: 4401,
  notAllowed: 4403,
  tooLarge: 4413,
  tooFast: 4429,
} as const;

export type Refusal = { code: number; why: string };

/** What a seat's `receive` rejects with when its update broke a rule; `code` is the one a socket would get. */
export class UpdateRefused extends Error {
  override name = 'UpdateRefused';
  readonly code: number;
  constructor({ code, why }: Refusal) {
    super(why);
    this.code = code;
  }
}
