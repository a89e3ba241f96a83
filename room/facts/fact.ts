// The fact: the only thing a room is made of (docs/spec.md, FA). Kinds are declared in facts/.
import type { Envelope, Kind, MachineFields, Payload } from './kind.ts';
import { kinds } from './index.ts';

export { impactAreas, impactLevels, severities, shippedRoles, statuses } from '../team/scales.ts';
export type { Severity, Status } from '../team/scales.ts';

export type PersonId = string;
export type FactId = string;

export type FactKind = keyof typeof kinds;
export const factKinds = Object.keys(kinds) as readonly FactKind[];

type PayloadOf<K extends FactKind> = (typeof kinds)[K] extends Kind<infer Shape> ? Payload<Shape> : never;

/** A fact of one kind; without an argument the union of all, told apart by `kind`. */
export type Fact<K extends FactKind = FactKind> = {
  [Each in K]: Envelope & { kind: Each } & PayloadOf<Each>;
}[K];

/** A fact as somebody writes it: `id`, `noted` and `by` come from the pen, `at` too when absent. */
export type FactDraft<K extends FactKind = FactKind> = {
  [Each in K]: { kind: Each; at?: number | undefined } & MachineFields & PayloadOf<Each>;
}[K];

/** Whether something from outside can be written as a fact. `append` then checks its payload, and refuses what does not fit. */
export const isDraft = (value: unknown): value is FactDraft =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  typeof value.kind === 'string' &&
  isFactKind(value.kind);

export const isFactKind = (kind: string): kind is FactKind => Object.hasOwn(kinds, kind);
