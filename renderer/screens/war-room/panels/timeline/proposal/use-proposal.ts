import type { Items } from '#wire/api/list.ts';
import { useEffect, useMemo, useState } from 'react';
import { ApiProblem, useApi, type Api } from '#renderer/server/api.ts';
import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { useNow, useTeamClock } from '#renderer/ui/now.tsx';
import { findLinkedChecks } from '#room/actions/linked-checks.ts';
import {
  observationMs,
  proposeGrade,
  type GradeProposal,
  type Observed,
} from '#room/actions/propose-grade.ts';
import type { Fact } from '#room/facts/fact.ts';
import type { Sample } from '#room/feed/feed.ts';
import type { Room } from '#room/view/room-view.ts';

export type Proposed = GradeProposal & { checks: readonly Observed[]; windowMs: number };

type Span = { from: number; to: number };
type SamplesOf = ReadonlyMap<string, readonly Sample[]>;

const askEveryMs = 5_000;
/** The window's last measurement may arrive a moment late. */
const settleMs = 2_000;
/** Measurements are kept for a day (GR4). */
const keptMs = 24 * 3_600_000;

/** GR1..GR4: the grade that the checks propose for an action; null while unknown or not available. */
export function useProposal(action: Fact<'action'>): Proposed | null {
  const { actions, checks, service } = useRoom();
  const { snapshot } = useFeed();
  const now = useNow();
  const monitors = snapshot?.monitors;
  const services = snapshot?.services;
  const linked = useMemo(
    () => findLinkedChecks({ checks, service }, monitors ?? [], services),
    [checks, service, monitors, services],
  );
  const windowMs = action.watchMs ?? observationMs;
  const span = { from: action.at - windowMs, to: action.at + windowMs };
  // A replay has no grading, and its measurements would include the future (RP4).
  const isKept = !useIsPast() && now - span.from < keptMs;
  const samples = useSamples(isKept ? linked.map(({ monitor }) => monitor) : [], span);
  return useMemo(
    () => (samples === null ? null : propose({ action, actions, linked, samples, windowMs, now })),
    [action, actions, linked, samples, windowMs, now],
  );
}

type ProposeOptions = {
  action: Fact<'action'>;
  actions: Room['actions'];
  linked: ReturnType<typeof findLinkedChecks>;
  samples: ReadonlyMap<string, readonly Sample[]>;
  windowMs: number;
  now: number;
};

function propose({ action, actions, linked, samples, windowMs, now }: ProposeOptions): Proposed {
  const checks = linked.map(({ monitor, name }) => ({ name, samples: samples.get(monitor) ?? [] }));
  return { ...proposeGrade({ action, others: actions, checks, now, windowMs }), checks, windowMs };
}

/**
 * The measurements of a span, requested again until the span ends; null before the first answer. While the server
 * is unreachable the last answer stays, so that a gap does not look like a result.
 */
function useSamples(
  monitors: readonly string[],
  { from, to }: Span,
): ReadonlyMap<string, readonly Sample[]> | null {
  const api = useApi();
  const clock = useTeamClock();
  const now = useNow();
  const [read, setRead] = useState<{ of: string; at: number; samples: SamplesOf } | null>(null);
  const ids = monitors.join(' ');
  const of = `${ids} ${from} ${to}`;
  const isWhole = read?.of === of && read.at > to + settleMs;
  const turn = isWhole ? null : Math.floor(now / askEveryMs);
  useEffect(() => {
    if (turn === null || ids === '') return undefined;
    let isWanted = true;
    const at = clock.now();
    void readSamples(api, ids.split(' '), { from, to }).then((samples) => {
      if (isWanted && samples) setRead({ of, at, samples });
    });
    return () => {
      isWanted = false;
    };
  }, [api, clock, ids, of, from, to, turn]);
  return read?.of === of ? read.samples : null;
}

/** Null when a check cannot be read now. A deleted check has no measurements. */
async function readSamples(
  api: Api,
  monitors: readonly string[],
  { from, to }: Span,
): Promise<SamplesOf | null> {
  try {
    const lists = await Promise.all(
      monitors.map(async (monitor) => {
        const path = `/monitors/${encodeURIComponent(monitor)}/samples?since=${Math.floor(from)}`;
        const { items } = await api.get<Items<Sample>>(path).catch(nothingOfGone);
        return [monitor, items.filter(({ at }) => at <= to)] as const;
      }),
    );
    return new Map(lists);
  } catch (problem) {
    if (problem instanceof ApiProblem) return null;
    throw problem;
  }
}

function nothingOfGone(problem: unknown): Items<Sample> {
  if (problem instanceof ApiProblem && problem.status === 404) return { items: [] };
  throw problem;
}
