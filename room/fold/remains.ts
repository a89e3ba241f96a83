import type { Fact } from '../facts/fact.ts';
import type { InvalidFact } from '../view/room-view.ts';
import { byNoted, insert } from '../facts/order.ts';
import { canonicalJson } from '../text/plain.ts';

/** FO4: unknown and invalid facts, kept and counted. */
export function createRemains() {
  const unknown: Fact[] = [];
  const invalid: { key: string; fact: InvalidFact }[] = [];
  const seen = new Set<string>();
  let view: { unknown: readonly Fact[]; invalid: readonly InvalidFact[] } = { unknown: [], invalid: [] };

  return {
    addUnknown(fact: Fact): void {
      insert(unknown, fact, byNoted);
    },
    addInvalid(raw: unknown, reason: string): void {
      const key = `${canonicalJson(raw)} ${reason}`;
      if (seen.has(key)) return;
      seen.add(key);
      insert(invalid, { key, fact: { raw, reason } }, (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    },
    view() {
      if (view.invalid.length !== invalid.length)
        view = { ...view, invalid: invalid.map(({ fact }) => fact) };
      if (view.unknown.length !== unknown.length) view = { ...view, unknown: unknown.slice() };
      return view;
    },
  };
}
