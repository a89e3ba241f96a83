import { describe, expect, test } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import { fold } from '#room/fold/fold.ts';
import { shouldJoin } from './join.ts';

let count = 0;
const fact = (kind: string, by: string, payload: object = {}) => {
  count += 1;
  const id = `01JD4Z7Q00000000000000${String(count).padStart(4, '0')}`;
  return { id, kind, at: count, noted: count, by, ...payload } as unknown as Fact;
};
const declared = fact('declared', 'ana', { title: 'Payments are down', source: { type: 'person' } });

describe('joining a room', () => {
  test('[FA6] happens once for each person', () => {
    expect(shouldJoin(fold([declared]), 'bo')).toBe(true);
    expect(shouldJoin(fold([declared, fact('joined', 'bo', { name: 'Bo' })]), 'bo')).toBe(false);
    expect(shouldJoin(fold([declared, fact('joined', 'cy', { name: 'Cy' })]), 'bo')).toBe(true);
  });

  test('[FA6] waits for the declaration, and leaves what is over alone', () => {
    expect(shouldJoin(fold([]), 'bo')).toBe(false);
    expect(shouldJoin(fold([declared, fact('status', 'ana', { status: 'resolved' })]), 'bo')).toBe(false);
  });
});
