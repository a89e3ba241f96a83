// FA11: the fields of a fact that no schema of this version reads. They are kept, because a later version may read them.
import { z } from 'zod';
import { isFactKind } from './fact.ts';
import { kinds } from './index.ts';

type UnreadField = { field: string; known: readonly string[] };

/** None for a kind that is itself unknown. */
export function unreadFields(fact: Readonly<Record<string, unknown>> & { kind: string }): UnreadField[] {
  return isFactKind(fact.kind) ? unreadIn(fact, kinds[fact.kind].schema, '') : [];
}

function unreadIn(value: unknown, schema: unknown, path: string): UnreadField[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return unreadIn(value, schema.unwrap(), path);
  if (schema instanceof z.ZodArray && Array.isArray(value))
    return value.flatMap((each, index) => unreadIn(each, schema.element, `${path}${index}.`));
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return [];
  const shape: Readonly<Record<string, unknown>> = schema.shape;
  return Object.entries(value).flatMap(([name, inner]) =>
    Object.hasOwn(shape, name)
      ? unreadIn(inner, shape[name], `${path}${name}.`)
      : [{ field: `${path}${name}`, known: Object.keys(shape) }],
  );
}
