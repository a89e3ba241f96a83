import { useCallback, useEffect, useState } from 'react';
import type { IncidentSummary } from '#room/feed.ts';
import type { SearchLine, SearchMark } from '#room/search.ts';
import { sayProblem, useApi } from '../api.ts';
import { useTeamClock } from '../ui/now.tsx';
import { pathOf, type Filters } from './filters.ts';

export type Match = SearchLine & { marks: readonly SearchMark[] };
export type Found = IncidentSummary & { matches?: readonly Match[] };
type Page = { items: readonly Found[]; next: string | null; notIndexed?: number };

export type Results = {
  /** Null until these filters have a first response. */
  items: readonly Found[] | null;
  hasMore: boolean;
  notIndexed: number;
  problem: string | null;
  more: () => void;
  reload: () => void;
};

/** The pause in typing before the request. */
const restMs = 150;

/** The pages loaded so far for these filters. A change of `version` loads the same number again. */
export function useIncidents(filters: Filters, version: unknown): Results {
  const api = useApi();
  const { now } = useTeamClock();
  const first = pathOf(filters, now(), null);
  const [known, setKnown] = useState<{ first: string; page: Page } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);
  const [asked, setAsked] = useState({ first, pages: 1 });
  const pages = asked.first === first ? asked.pages : 1;
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
      return (await (await api.fetch(path, { signal: ended.signal })).json()) as Page;
    };
    const timer = setTimeout(() => void read(), restMs);
    return () => {
      clearTimeout(timer);
      ended.abort();
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new version or turn asks anew
  }, [api, first, pages, version, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const more = useCallback(() => setAsked({ first, pages: pages + 1 }), [first, pages]);
  const page = known?.first === first ? known.page : null;
  return {
    items: page?.items ?? null,
    hasMore: page !== null && page.next !== null,
    notIndexed: page?.notIndexed ?? 0,
    problem,
    more,
    reload,
  };
}

type Pages = { count: number; read: (cursor: string | null) => Promise<Page> };

async function readPages({ count, read }: Pages): Promise<Page> {
  let page = await read(null);
  for (let index = 1; index < count && page.next !== null; index++) {
    const after = await read(page.next);
    page = { ...after, items: [...page.items, ...after.items] };
  }
  return page;
}
