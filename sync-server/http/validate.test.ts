import { z } from 'zod';
import { expect, test } from 'vitest';
import { describeIssues } from './validate.ts';

const wrongIn = (schema: z.ZodType, value: unknown) => {
  const { error } = schema.safeParse(value);
  return error === undefined ? [] : describeIssues(error);
};

test('[HT1] each wrong field is named with what it should be, one thing in the singular', () => {
  const schema = z.strictObject({
    title: z.string().min(1),
    code: z.string().max(1),
    people: z.array(z.string()).min(1).max(3),
    tags: z.array(z.string()).max(1),
    count: z.int().min(1),
  });
  const wrong = { title: '', code: 'ab', people: [], tags: ['a', 'b'], count: 0, other: 1 };
  expect(wrongIn(schema, wrong)).toEqual([
    { field: 'title', expected: 'at least 1 character' },
    { field: 'code', expected: 'at most 1 character' },
    { field: 'people', expected: 'at least 1 entry' },
    { field: 'tags', expected: 'at most 1 entry' },
    { field: 'count', expected: 'at least 1' },
    { field: 'other', expected: 'nothing: there is no such field' },
  ]);
  expect(wrongIn(schema, { ...wrong, people: ['a', 'b', 'c', 'd'] })).toContainEqual({
    field: 'people',
    expected: 'at most 3 entries',
  });
  expect(wrongIn(schema, 'text')).toEqual([{ field: '(body)', expected: 'an object' }]);
});

test('[HT1] a wrong or missing choice is named with the choices there are', () => {
  const schema = z.discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('merge'), incident: z.string() }),
    z.strictObject({ decision: z.literal('decline'), reply: z.string() }),
  ]);
  for (const wrong of [{}, { decision: 'theirs' }, { decision: null }])
    expect(wrongIn(schema, wrong)).toEqual([{ field: 'decision', expected: 'one of merge, decline' }]);
  expect(wrongIn(schema, { decision: 'merge' })).toEqual([{ field: 'incident', expected: 'a string' }]);
});
