import { useMemo } from 'react';
import { Area, AreaChart, ReferenceArea, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Sample } from '#room/feed.ts';
import { strings } from '../../strings/index.ts';
import { failures } from './failures.ts';

/** Latency over the samples known, as a line without axes; where nothing answered the ground is marked. */
export function Sparkline({ samples, label }: { samples: readonly Sample[]; label: string }) {
  const points = useMemo(() => samples.map(({ at, latencyMs }) => ({ at, latency: latencyMs })), [samples]);
  const gaps = useMemo(() => failures(samples), [samples]);
  const known = points.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  const words =
    known.length === 0
      ? strings.checks.noAnswers(label)
      : strings.checks.msSamples(
          label,
          Math.round(Math.min(...known)),
          Math.round(Math.max(...known)),
          samples.length,
        );
  return (
    <div role="img" aria-label={words} title={words} style={{ flex: 1, minWidth: 0, height: 28 }}>
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={points} margin={{ top: 2, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <XAxis dataKey="at" type="number" domain={['dataMin', 'dataMax']} hide />
          <YAxis domain={[0, Math.max(1, ...known)]} hide />
          {gaps.map(({ from, to }) => (
            <ReferenceArea
              key={from}
              x1={from}
              x2={to}
              fill="var(--text-label)"
              fillOpacity={0.22}
              stroke="none"
              ifOverflow="hidden"
            />
          ))}
          <Area
            dataKey="latency"
            type="linear"
            stroke="var(--text-soft)"
            strokeWidth={1.25}
            fill="var(--text-soft)"
            fillOpacity={0.08}
            isAnimationActive={false}
            connectNulls={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}
