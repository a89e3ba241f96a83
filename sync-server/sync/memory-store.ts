import type { DocumentStore, LoggedUpdate } from './document-store.ts';

/** Documents in memory, for tests and for trying things out: everything is gone with the process. */
export function createMemoryStore(): DocumentStore {
  const updates: LoggedUpdate[] = [];
  const snapshots = new Map<string, { upTo: number; data: Uint8Array }>();
  const after = (document: string, seq: number) =>
    updates.filter((update) => update.document === document && update.seq > seq);

  return {
    append: (added) => {
      // As a database would refuse the whole transaction for one row it cannot take.
      const rows = added.map((update, index) => ({ ...checked(update), seq: updates.length + index + 1 }));
      updates.push(...rows);
      return rows.map(({ seq }) => seq);
    },
    load: async (document) => {
      const snapshot = snapshots.get(document);
      const tail = after(document, snapshot?.upTo ?? 0);
      if (snapshot === undefined && tail.length === 0) return null;
      return { snapshot: snapshot?.data ?? null, upTo: snapshot?.upTo ?? 0, tail };
    },
    saveSnapshot: async (document, upTo, data) => {
      if (upTo > (snapshots.get(document)?.upTo ?? 0)) snapshots.set(document, { upTo, data: data.slice() });
    },
    log: async (document, seq = 0, limit = 1_000) => after(document, seq).slice(0, limit),
    documents: async () => {
      const heads = new Map(updates.map(({ document, seq }) => [document, seq]));
      return [...heads].map(([document, head]) => ({ document, head }));
    },
  };
}

function checked<T extends { data: Uint8Array }>(update: T): T {
  if (!(update.data instanceof Uint8Array)) throw new TypeError('data: expected bytes');
  return { ...update, data: update.data.slice() };
}
