import { useCallback, useEffect, useState } from 'react';
import { sayProblem, useApi } from './api.ts';
import { useWhenBack } from './use-resource.ts';

/** What the API answers for one page of a list. */
export type ListPage<T> = { items: readonly T[]; next: string | null; notIndexed?: number | undefined };

/** `P`: the whole answer, where a list says more than its items. */
export type ListPages<T, P extends ListPage<T> = ListPage<T>> = {
  /** Null until this path has a first response. */
  items: readonly T[] | null;
  /** The newest answer without its items; null as above. */
  last: Omit<P, 'items'> | null;
  hasMore: boolean;
  notIndexed: number;
  problem: string | null;
  more: () => void;
  reload: () => void;
};

/** The pause in typing before the request. */
const restMs = 150;
/** How long to wait before asking again when the server was still reading rooms. */
const againMs = 3_000;

/**
 * The pages loaded so far of a list of the API; `first` is the path of the first page, with its query. A change of
 * `version` loads the same number again, and so does an answer that is behind (`notIndexed`), a moment later.
 */
export function usePages<T, P extends ListPage<T> = ListPage<T>>(
  first: string,
  version: unknown,
): ListPages<T, P> {
  const [turn, setTurn] = useState(0);
  const [asked, setAsked] = useState({ first, pages: 1 });
  const pages = asked.first === first ? asked.pages : 1;
  const { page: answer, problem } = useFirstPages(first, { pages, version, turn });
  const page = answer as P | null;
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useWhenBack(problem !== null, reload);
  const more = useCallback(() => setAsked({ first, pages: pages + 1 }), [first, pages]);
  // Another object with each answer, so that each sets the timer again.
  const behind = page !== null && (page.notIndexed ?? 0) > 0 ? page : null;
  useEffect(() => {
    if (behind === null) return undefined;
    const timer = setTimeout(reload, againMs);
    return () => clearTimeout(timer);
  }, [behind, reload]);
  return {
    items: page?.items ?? null,
    last: page,
    hasMore: page !== null && page.next !== null,
    notIndexed: page?.notIndexed ?? 0,
    problem,
    more,
    reload,
  };
}

type Asked = { pages: number; version: unknown; turn: number };

/** The first `pages` pages as one; null until this path has a first response. */
function useFirstPages(
  first: string,
  { pages, version, turn }: Asked,
): { page: ListPage<unknown> | null; problem: string | null } {
  const api = useApi();
  const [known, setKnown] = useState<{ first: string; page: ListPage<unknown> } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const ended = new AbortController();
    const read = async () => {
      try {
        const page = await readPages({ count: pages, read: fetchPage });
        if (ended.signal.aborted) return;
        setKnown({ first, page });
        setProblem(null);
      } catch (error) {
        if (!ended.signal.aborted) setProblem(sayProblem(error));
      }
    };
    const fetchPage = async (cursor: string | null) => {
      const path = cursor === null ? first : `${first}&cursor=${encodeURIComponent(cursor)}`;
      return (await (await api.fetch(path, { signal: ended.signal })).json()) as ListPage<unknown>;
    };
    const timer = setTimeout(() => void read(), restMs);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new version or turn asks again
  }, [api, first, pages, version, turn]);
  return { page: known?.first === first ? known.page : null, problem };
}

type Reading = { count: number; read: (cursor: string | null) => Promise<ListPage<unknown>> };

async function readPages({ count, read }: Reading): Promise<ListPage<unknown>> {
  let page = await read(null);
  for (let index = 1; index < count && page.next !== null; index++) {
    const after = await read(page.next);
    page = { ...after, items: [...page.items, ...after.items] };
  }
  return page;
}
