import type { FieldError } from './parse-fact.ts';

/** A draft is not a valid fact. `errors` has each faulty field and its expected value. */
export class FactRefused extends Error {
  override readonly name = 'FactRefused';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const sentences = errors.map(({ field, expected }) => `${field || 'fact'}: expected ${expected}`);
    super(`This was not written down: ${sentences.join('; ')}`);
    this.errors = errors;
  }
}
