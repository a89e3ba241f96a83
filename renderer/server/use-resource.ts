import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiProblem, sayProblem, useApi } from './api.ts';
import { useSilentSince } from './feed.tsx';

export type Resource<T> = {
  value: T | null;
  /** Why the last load failed; the previous value stays. */
  problem: string | null;
  /** The server answered that there is no such thing. */
  isUnknown: boolean;
  reload: () => void;
};

/**
 * The API's response at `path` (null: no request), loaded again every `everyMs`, when `version` changes, and, where the
 * last load failed, when the server is back. A value from another path is not shown.
 */
export function useResource<T>(
  path: string | null,
  { everyMs = null, version = null }: { everyMs?: number | null; version?: unknown } = {},
): Resource<T> {
  const api = useApi();
  const [known, setKnown] = useState<{ path: string; value: T } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useWhenBack(failure !== null, reload);
  useEffect(() => {
    if (path === null) return undefined;
    const ended = new AbortController();
    const read = async () => {
      try {
        const response = await api.fetch(path, { signal: ended.signal });
        const value = (await response.json()) as T;
        if (ended.signal.aborted) return;
        setKnown({ path, value });
        setFailure(null);
      } catch (error) {
        if (!ended.signal.aborted) setFailure(error);
      }
    };
    void read();
    const timer = everyMs === null ? null : setInterval(() => void read(), everyMs);
    return () => {
      ended.abort();
      if (timer !== null) clearInterval(timer);
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a new version or turn asks again
  }, [api, path, everyMs, version, turn]);
  return {
    value: known?.path === path ? known.value : null,
    problem: failure === null ? null : sayProblem(failure),
    isUnknown: failure instanceof ApiProblem && failure.status === 404,
    reload,
  };
}

/** FE8: calls `again` each time the server is back, if reading had failed by then. */
export function useWhenBack(hasFailed: boolean, again: () => void): void {
  const isAway = useSilentSince() !== null;
  const failed = useRef(hasFailed);
  useEffect(() => {
    failed.current = hasFailed;
  });
  useEffect(() => {
    if (!isAway && failed.current) again();
  }, [isAway, again]);
}
