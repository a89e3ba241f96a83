// One run of the check that stands in the form: by itself after a pause, or when somebody asks.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '../api.ts';
import { ApiProblem, sayProblem } from '../http.ts';
import { mayTry, type Draft } from './draft.ts';
import { toSettings } from '../fields/field.ts';
import type { CheckKind, Tried } from './monitor.ts';

/** Long enough not to ask half an address. */
const pauseMs = 900;

export type Trying = {
  isBusy: boolean;
  /** What the last run saw; of what stands in the form unless `isOld`. */
  tried: Tried | null;
  /** Why the last run did not happen; also what marks fields where somebody asked for it. */
  problem: { words: string; error: unknown; wasAsked: boolean } | null;
  isOld: boolean;
  attempt: () => void;
};

export function useTry(draft: Draft, kind: CheckKind | undefined, id: string | null): Trying {
  const api = useApi();
  const [outcome, setOutcome] = useState<Pick<Trying, 'tried' | 'problem'> & { of: string }>({
    tried: null,
    problem: null,
    of: '',
  });
  const [busyWith, setBusyWith] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const asked =
    kind && !kind.isPassive ? { kind: kind.kind, settings: toSettings(kind.fields, draft.settings) } : null;
  const body = asked === null ? null : JSON.stringify({ ...asked, ...(id !== null && { id }) });
  const run = useCallback(
    async (json: string, wasAsked: boolean) => {
      running.current?.abort();
      const ended = new AbortController();
      running.current = ended;
      setBusyWith(json);
      try {
        const response = await api.fetch('/monitors/try', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: json,
          signal: ended.signal,
        });
        const tried = (await response.json()) as Tried;
        if (!ended.signal.aborted) setOutcome({ tried, problem: null, of: json });
      } catch (error) {
        if (ended.signal.aborted) return;
        setOutcome({ tried: null, problem: { words: sayWhy(error, kind), error, wasAsked }, of: json });
      }
      if (!ended.signal.aborted) setBusyWith(null);
    },
    [api, kind],
  );
  const isReady = kind !== undefined && mayTry(draft, kind);
  useEffect(() => {
    if (!isReady || body === null) return undefined;
    const timer = setTimeout(() => void run(body, false), pauseMs);
    return () => clearTimeout(timer);
  }, [isReady, body, run]);
  useEffect(() => () => running.current?.abort(), []);
  return {
    isBusy: busyWith !== null,
    tried: outcome.tried,
    problem: outcome.problem,
    isOld: outcome.of !== body,
    attempt: () => {
      if (body !== null) void run(body, true);
    },
  };
}

/** By the names of the fields, where it is their fault. */
function sayWhy(error: unknown, kind: CheckKind | undefined): string {
  const faults = error instanceof ApiProblem ? error.errors : [];
  if (faults.length === 0) return sayProblem(error);
  return faults
    .map(({ field, expected }) => {
      const name = field.split('.')[1];
      return `${kind?.fields.find((each) => each.name === name)?.label ?? field}: ${expected}`;
    })
    .join('; ');
}
