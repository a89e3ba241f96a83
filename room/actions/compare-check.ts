// GR2: one check before and after an action, from its measurements alone.
import type { Sample } from '../feed/feed.ts';

export type Percentiles = { p50: number; p95: number };
export type CheckChange = {
  name: string;
  /** `unknown` when it was not measured on both sides. */
  health: 'recovered' | 'still-failing' | 'began-to-fail' | 'fine' | 'unknown';
  /** When it answered again, for a recovered check. */
  recoveredAt: number | null;
  /** Latencies in milliseconds; null with too few measurements on either side. */
  latency: { before: Percentiles; after: Percentiles; verdict: 'faster' | 'slower' | 'same' } | null;
};

/** The fewest measurements on each side for a verdict on latency. */
export const fewestSamples = 5;
/** Latency counts as changed when p50 or p95 moved by at least both values, and none moved in the other direction. */
const leastChange = { share: 0.25, ms: 20 } as const;

type Span = { at: number; windowMs: number };

export function compareCheck(name: string, samples: readonly Sample[], { at, windowMs }: Span): CheckChange {
  const before = samples.filter((sample) => sample.at >= at - windowMs && sample.at < at);
  const after = samples.filter((sample) => sample.at >= at && sample.at <= at + windowMs);
  const [last, end] = [before.at(-1), after.at(-1)];
  if (!last || !end) return { name, health: 'unknown', recoveredAt: null, latency: null };
  const [wasDown, isDown] = [last.status === 'down', end.status === 'down'];
  const health = wasDown ? (isDown ? 'still-failing' : 'recovered') : isDown ? 'began-to-fail' : 'fine';
  return {
    name,
    health,
    // The first answer after the last failure.
    recoveredAt:
      health === 'recovered' ? after[after.findLastIndex(({ status }) => status === 'down') + 1]!.at : null,
    latency: compareLatency(before, after),
  };
}

function compareLatency(before: readonly Sample[], after: readonly Sample[]): CheckChange['latency'] {
  const [was, is] = [percentilesOf(before), percentilesOf(after)];
  if (!was || !is) return null;
  const moves = [moveOf(was.p50, is.p50), moveOf(was.p95, is.p95)];
  const verdict =
    moves.includes(1) && !moves.includes(-1)
      ? 'slower'
      : moves.includes(-1) && !moves.includes(1)
        ? 'faster'
        : 'same';
  return { before: was, after: is, verdict };
}

function moveOf(before: number, after: number): -1 | 0 | 1 {
  const change = after - before;
  if (Math.abs(change) < leastChange.ms || Math.abs(change) < before * leastChange.share) return 0;
  return change > 0 ? 1 : -1;
}

/** Only successful answers: a refused connection is quick and would make an outage look fast. */
function percentilesOf(samples: readonly Sample[]): Percentiles | null {
  const known = samples.flatMap(({ status, latencyMs }) =>
    status === 'down' || latencyMs === null ? [] : [latencyMs],
  );
  if (known.length < fewestSamples) return null;
  const sorted = known.toSorted((a, b) => a - b);
  const nth = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { p50: nth(0.5), p95: nth(0.95) };
}
