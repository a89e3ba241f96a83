/** Why an update or a connection is not taken; `code` is one of `closeCodes` (SY5). */
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
