// One test run of the check in the form: automatic after a pause, or on request.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '../../../server/api.ts';
import { ApiProblem, sayProblem } from '../../../server/http.ts';
import { mayTry, type MonitorDraft } from './draft.ts';
import { toSettings } from '../../../fields/field.ts';
import type { CheckKind, Tried } from '../monitor.ts';

/** Long enough not to check a half-typed address. */
const pauseMs = 900;

export type Trying = {
  isBusy: boolean;
  /** The last run's result; it belongs to the current form values unless `isOld`. */
  tried: Tried | null;
  /** Why the last run failed to start. With `wasAsked` it also marks the fields. */
  problem: { words: string; error: unknown; wasAsked: boolean } | null;
  isOld: boolean;
  attempt: () => void;
};

export function useTry(draft: MonitorDraft, kind: CheckKind | undefined, id: string | null): Trying {
  const { outcome, isBusy, run } = useRuns(kind);
  const asked =
    kind && !kind.isPassive ? { kind: kind.kind, settings: toSettings(kind.fields, draft.settings) } : null;
  const body = asked === null ? null : JSON.stringify({ ...asked, ...(id !== null && { id }) });
  const isReady = kind !== undefined && mayTry(draft, kind);
  useEffect(() => {
    if (!isReady || body === null) return undefined;
    const timer = setTimeout(() => void run(body, false), pauseMs);
    return () => clearTimeout(timer);
  }, [isReady, body, run]);
  return {
    isBusy,
    tried: outcome.tried,
    problem: outcome.problem,
    isOld: outcome.of !== body,
    attempt: () => {
      if (body !== null) void run(body, true);
    },
  };
}

/** Runs the check on demand. Only the latest run counts; `outcome.of` is its request. */
function useRuns(kind: CheckKind | undefined) {
  const api = useApi();
  const [outcome, setOutcome] = useState<Pick<Trying, 'tried' | 'problem'> & { of: string }>({
    tried: null,
    problem: null,
    of: '',
  });
  const [isBusy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);
  const run = useCallback(
    async (json: string, wasAsked: boolean) => {
      running.current?.abort();
      const ended = new AbortController();
      running.current = ended;
      setBusy(true);
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
      if (!ended.signal.aborted) setBusy(false);
    },
    [api, kind],
  );
  useEffect(() => () => running.current?.abort(), []);
  return { outcome, isBusy, run };
}

/** The message with the names of the faulty fields, if any. */
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
