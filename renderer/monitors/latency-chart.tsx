import { useMemo } from 'react';
import {
  Area,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { strings } from '../strings/index.ts';
import { sayTimeOfDay, sayWhen } from '../ui/say-time.ts';
import { checkStatusWords } from '../ui/status-words.ts';
import { bandsOf, breakAtGaps, type DrawnPoint, type Point } from './latency-points.ts';
import styles from './page.module.css';

const words = strings.monitors.latency;
const dayMs = 86_400_000;
const tick = { fill: 'var(--text-label)', fontSize: 11 };

type ChartProps = { points: readonly Point[]; from: number; to: number; lengthMs: number };

/** The whole span of time, also where nothing was measured: a gap is a gap. */
export function LatencyChart({ points, from, to, lengthMs }: ChartProps) {
  const bands = useMemo(() => bandsOf(points, lengthMs), [points, lengthMs]);
  const broken = useMemo(() => breakAtGaps(points, lengthMs), [points, lengthMs]);
  const hasMost = points.some(({ most }) => most !== null);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart
        data={broken}
        margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
        accessibilityLayer={false}
      >
        <XAxis
          dataKey="at"
          type="number"
          domain={[from, to]}
          allowDataOverflow
          tickFormatter={(at: number) => sayTick(at, to - from)}
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line-strong)' }}
          minTickGap={48}
        />
        <YAxis
          width={52}
          tick={tick}
          tickLine={false}
          axisLine={false}
          tickFormatter={(ms: number) => words.ms(ms)}
          domain={[0, 'auto']}
        />
        {bands.map((band) => (
          <ReferenceArea
            key={`${band.from} ${band.state}`}
            x1={Math.max(band.from, from)}
            x2={Math.min(band.to, to)}
            fill="var(--text)"
            fillOpacity={band.state === 'down' ? 0.28 : 0.1}
            stroke="none"
            ifOverflow="hidden"
          />
        ))}
        {hasMost && (
          <Line
            dataKey="most"
            type="linear"
            stroke="var(--line-strong)"
            strokeWidth={1}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
        )}
        <Area
          dataKey="latency"
          type="linear"
          stroke="var(--text-soft)"
          strokeWidth={1.5}
          fill="var(--text-soft)"
          fillOpacity={0.08}
          dot={<LoneDot />}
          isAnimationActive={false}
          connectNulls={false}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line-strong)' }}
          content={<Tip now={to} />}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

type TipProps = { now: number; active?: boolean; payload?: readonly { payload?: unknown }[] };

/** Recharts fills in what is pointed at. */
function Tip({ now, active = false, payload }: TipProps) {
  const point = payload?.[0]?.payload as Point | undefined;
  if (!active || !point) return null;
  const { at, latency, most, state } = point;
  return (
    <div className={styles.tip}>
      <b className="mono">{sayWhen(at, now)}</b> {checkStatusWords(state)}
      {latency !== null && <span className="mono">{words.ms(latency)}</span>}
      {most !== null && (
        <span>
          {words.most} <span className="mono">{words.ms(most)}</span>
        </span>
      )}
    </div>
  );
}

function sayTick(at: number, spanMs: number): string {
  if (spanMs <= dayMs) return sayTimeOfDay(at);
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

type DotProps = { cx?: number; cy?: number; payload?: DrawnPoint };

/** Recharts fills in where it is. */
function LoneDot({ cx, cy, payload }: DotProps) {
  return payload?.isLone && cx !== undefined && cy !== undefined ? (
    <circle cx={cx} cy={cy} r={2} fill="var(--text-soft)" />
  ) : null;
}
