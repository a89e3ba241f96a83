import { lazy, Suspense, useMemo, useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { MonitorState, Sample } from '#room/feed.ts';
import { strings } from '../strings/index.ts';
import { useTeamClock } from '../ui/now.tsx';
import { bandsOf, figuresOf, fromBucket, fromSample } from './latency-points.ts';
import type { Bucket, Items } from './monitor.ts';
import { useResource } from '../use-resource.ts';
import styles from './page.module.css';

const LatencyChart = lazy(async () => ({ default: (await import('./latency-chart.tsx')).LatencyChart }));

const words = strings.monitors.latency;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ranges = {
  hour: { spanMs: hourMs, resolution: null, everyMs: 5_000 },
  day: { spanMs: 24 * hourMs, resolution: 'minute', everyMs: 30_000 },
  week: { spanMs: 168 * hourMs, resolution: 'hour', everyMs: 60_000 },
  month: { spanMs: 720 * hourMs, resolution: 'hour', everyMs: 60_000 },
} as const;
type Range = keyof typeof ranges;
const names = Object.keys(ranges) as Range[];

export function LatencySection({ monitor }: { monitor: MonitorState }) {
  const [range, setRange] = useState<Range>('hour');
  return (
    <section className={styles.block} aria-labelledby="latency">
      <div className={styles.head}>
        <h2 id="latency">{words.title}</h2>
        <SegmentedControl
          aria-label={words.range}
          data={names.map((value) => ({ value, label: words.ranges[value] }))}
          value={range}
          onChange={(value) => setRange(value)}
        />
      </div>
      <Chart key={range} monitor={monitor} range={range} />
    </section>
  );
}

function Chart({ monitor, range }: { monitor: MonitorState; range: Range }) {
  const clock = useTeamClock();
  const { spanMs, resolution, everyMs } = ranges[range];
  const [openedAt] = useState(() => clock.now());
  const since = Math.floor(openedAt - spanMs);
  const path =
    resolution === null
      ? `/monitors/${monitor.id}/samples?since=${since}`
      : `/monitors/${monitor.id}/history?resolution=${resolution}&since=${since}`;
  const { value, problem } = useResource<Items<Sample> | Items<Bucket>>(path, {
    everyMs,
    version: monitor.status,
  });
  const points = useMemo(() => {
    const items = value?.items ?? [];
    return resolution === null ? (items as Sample[]).map(fromSample) : (items as Bucket[]).map(fromBucket);
  }, [value, resolution]);
  const figures = useMemo(() => figuresOf(points), [points]);
  const lengthMs =
    resolution === null
      ? Math.max(1_000, monitor.intervalSeconds * 1_000)
      : resolution === 'minute'
        ? minuteMs
        : hourMs;
  if (problem !== null && value === null) return <p className="label">{problem}</p>;
  if (value === null) return <div className={styles.chart} />;
  if (points.length === 0) return <p className="label">{words.none}</p>;
  const last = Math.max(openedAt, points.at(-1)?.at ?? 0);
  const failures = bandsOf(points, lengthMs).filter(({ state }) => state === 'down').length;
  const spoken = figures
    ? words.spoken(figures.least, figures.mean, figures.most, failures)
    : words.noAnswers;
  return (
    <>
      <div className={styles.chart} role="img" aria-label={spoken}>
        <Suspense fallback={null}>
          <LatencyChart points={points} from={last - spanMs} to={last} lengthMs={lengthMs} />
        </Suspense>
      </div>
      <p className="label">
        {figures && (
          <>
            {words.mean} <span className="mono">{words.ms(figures.mean)}</span>, {words.most}{' '}
            <span className="mono">{words.ms(figures.most)}</span>.{' '}
          </>
        )}
        {figures ? words.legend : words.noAnswers}
      </p>
    </>
  );
}
