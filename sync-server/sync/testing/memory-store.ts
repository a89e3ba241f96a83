import type { DocumentStore, LoggedUpdate, NewUpdate } from '../store/document-store.ts';

/** For tests: a store that keeps documents in memory and loses them with the process. */
export function createMemoryStore(): DocumentStore {
  let updates: LoggedUpdate[] = [];
  let last = 0;
  const snapshots = new Map<string, { upTo: number; data: Uint8Array }>();
  const owners = new Map<string, Map<number, string>>();
  const after = (document: string, seq: number) =>
    updates.filter((update) => update.document === document && update.seq > seq);

  return {
    append: (added) => {
      // Like a database, refuses all updates when one of them is invalid.
      const rows = added.map(checked).map((update) => ({ ...update, seq: (last += 1) }));
      updates.push(...rows);
      for (const { document, introduced = [] } of added)
        owners.set(document, new Map([...introduced, ...(owners.get(document) ?? [])]));
      return rows.map(({ seq }) => seq);
    },
    load: async (document) => {
      const snapshot = snapshots.get(document);
      const tail = after(document, snapshot?.upTo ?? 0);
      if (snapshot === undefined && tail.length === 0) return null;
      return {
        snapshot: snapshot?.data ?? null,
        upTo: snapshot?.upTo ?? 0,
        tail,
        owners: owners.get(document) ?? new Map(),
      };
    },
    saveSnapshot: async (document, upTo, data) => {
      if (upTo > (snapshots.get(document)?.upTo ?? 0)) snapshots.set(document, { upTo, data: data.slice() });
    },
    erase: async (document) => {
      updates = updates.filter((update) => update.document !== document);
      snapshots.delete(document);
      owners.delete(document);
    },
    log: async (document, seq = 0, limit = 1_000) => after(document, seq).slice(0, limit),
    documents: async (from = 0) => {
      const heads = new Map(
        updates.filter(({ seq }) => seq > from).map(({ document, seq }) => [document, seq]),
      );
      return [...heads].map(([document, head]) => ({ document, head }));
    },
  };
}

function checked({ document, at, author, data }: NewUpdate): NewUpdate {
  if (!(data instanceof Uint8Array)) throw new TypeError('data: expected bytes');
  return { document, at, author, data: data.slice() };
}
