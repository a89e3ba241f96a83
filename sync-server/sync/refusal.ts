/** Why an update or a connection is refused; `code` is one of `closeCodes` (SY5). */
export type Refusal = { code: number; why: string };

/** A seat's `receive` rejects with this when its update broke a rule; `code` is the same as for a socket. */
export class UpdateRefused extends Error {
  override name = 'UpdateRefused';
  readonly code: number;
  constructor({ code, why }: Refusal) {
    super(why);
    this.code = code;
  }
}
