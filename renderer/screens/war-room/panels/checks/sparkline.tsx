import { useMemo } from 'react';
import type { Sample } from '#room/feed/feed.ts';
import { MiniLine } from '#renderer/strip/mini-line.tsx';
import { strings } from '../../../../strings/index.ts';
import { failures } from './failures.ts';

/** Latency of the known samples as a line without axes. Spans without an answer are shaded. */
export function Sparkline({ samples, label }: { samples: readonly Sample[]; label: string }) {
  const points = useMemo(() => samples.map(({ at, latencyMs }) => ({ at, value: latencyMs })), [samples]);
  const down = useMemo(() => failures(samples), [samples]);
  const known = points.flatMap(({ value }) => value ?? []);
  const words =
    known.length === 0
      ? strings.checks.noAnswers(label)
      : strings.checks.msSamples(
          label,
          Math.round(Math.min(...known)),
          Math.round(Math.max(...known)),
          samples.length,
        );
  return <MiniLine points={points} down={down} label={words} />;
}
