// RV14: a copy for others holds an entry as it was corrected, and nothing of what it was before.
import { isFactKind } from '../../facts/fact.ts';
import { kinds } from '../../facts/index.ts';
import { fold } from '../../fold/fold.ts';

/** The facts with the words that stand, in corrections too; corrections that were taken back are left out. */
export function withoutOldWords(facts: readonly unknown[]): unknown[] {
  if (!facts.some((fact) => (fact as { kind?: unknown } | null)?.kind === 'amended')) return [...facts];
  const words = new Map<string, { field: string; text: unknown }>();
  const gone = new Set<string>();
  for (const { id, fact, amendedBy, retracted } of fold(facts).timeline) {
    if (fact.kind === 'amended' && retracted !== null) gone.add(id).add(retracted.id);
    const field = isFactKind(fact.kind) ? kinds[fact.kind].words?.field : undefined;
    if (field === undefined || amendedBy.length === 0) continue;
    const text = (fact as unknown as Record<string, unknown>)[field];
    words.set(id, { field, text });
    for (const each of amendedBy) if (each.text !== undefined) words.set(each.id, { field: 'text', text });
  }
  return facts.flatMap((fact) => {
    const id = String((fact as { id?: unknown } | null)?.id);
    const stands = words.get(id);
    if (gone.has(id)) return [];
    return stands === undefined ? [fact] : [{ ...(fact as object), [stands.field]: stands.text }];
  });
}
