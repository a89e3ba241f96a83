import type { FieldError } from './parse-fact.ts';

/** A draft that is no fact. `errors` names each field and what was expected of it. */
export class FactRefused extends Error {
  override readonly name = 'FactRefused';
  readonly errors: readonly FieldError[];

  constructor(errors: readonly FieldError[]) {
    const sentences = errors.map(({ field, expected }) => `${field || 'fact'}: expected ${expected}`);
    super(`This was not written down: ${sentences.join('; ')}`);
    this.errors = errors;
  }
}
