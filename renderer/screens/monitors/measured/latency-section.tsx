// Response times, outages and uptime of a monitor on one time axis.
import { useCallback, useMemo, useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { MonitorState, Sample } from '#room/feed/feed.ts';
import { ulidTime } from '#room/facts/ulid.ts';
import type { Span } from '#room/strip/strip.ts';
import { useFeed } from '../../../server/feed.tsx';
import { go } from '../../../state/router.ts';
import { strings } from '../../../strings/index.ts';
import { checkLanes, hasLatency } from '../../../strip/check-lanes.ts';
import { useCrosshair } from '../../../strip/crosshair.tsx';
import { fromBucket, fromSample, type Bucket, type MeasuredPoint } from '../../../strip/series.ts';
import { StripView } from '../../../strip/strip-view.tsx';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { useTeamClock } from '../../../ui/now.tsx';
import { useResource } from '../../../server/use-resource.ts';
import type { Items, Outage } from '../monitor.ts';
import styles from '../page.module.css';

const words = strings.monitors.latency;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ranges = {
  hour: { spanMs: hourMs, resolution: null, everyMs: 5_000, cellMs: minuteMs },
  day: { spanMs: 24 * hourMs, resolution: 'minute', everyMs: 30_000, cellMs: 30 * minuteMs },
  week: { spanMs: 168 * hourMs, resolution: 'hour', everyMs: 60_000, cellMs: 2 * hourMs },
  month: { spanMs: 720 * hourMs, resolution: 'hour', everyMs: 60_000, cellMs: 12 * hourMs },
} as const;
type Range = keyof typeof ranges;
const names = Object.keys(ranges) as Range[];

type SectionProps = {
  monitor: MonitorState;
  outages: readonly Outage[];
  /** Null when the monitor has no limit. */
  slowAfterMs: number | null;
};

export function LatencySection(props: SectionProps) {
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
      <History key={range} {...props} range={range} />
    </section>
  );
}

type HistoryProps = SectionProps & { range: Range };

function History(props: HistoryProps) {
  const { monitor, range } = props;
  const { at, setAt } = useCrosshair();
  const [sight, setSight] = useState<Span | null>(null);
  const { points, problem, reload, isRead, whole } = useMeasured(monitor, range);
  const strip = useStrip(props, { points, whole, sight });
  const open = useCallback((incident: string) => go({ screen: 'room', incident }), []);
  if (!isRead)
    return (
      <div className={styles.chart}>
        <AwaitedPart problem={problem} isBeside again={reload} />
      </div>
    );
  if (points.length === 0) return <p className="label">{words.none}</p>;
  return (
    <>
      {!hasLatency(points) && <p className="label">{words.noLatency}</p>}
      <StripView
        label={strings.strip.labelOf(monitor.name)}
        strip={strip}
        sight={sight}
        onSight={setSight}
        at={at}
        onAt={setAt}
        now={whole.to}
        onOpen={open}
      />
    </>
  );
}

type Shown = { points: readonly MeasuredPoint[]; whole: Span; sight: Span | null };

function useStrip({ monitor, outages, slowAfterMs, range }: HistoryProps, { points, whole, sight }: Shown) {
  const { snapshot } = useFeed();
  const incidents = snapshot?.incidents;
  const everyMs = intervalOf(monitor, range);
  const { cellMs } = ranges[range];
  const { from, to } = whole;
  return useMemo(() => {
    const numbered = outages.map((outage) => ({
      ...outage,
      number: incidents?.find(({ id }) => id === outage.incident)?.number ?? '',
    }));
    const parts = { from, to };
    const lanes = checkLanes({
      points,
      outages: numbered,
      sight: sight ?? parts,
      whole: parts,
      everyMs,
      since: Math.min(ulidTime(monitor.id) ?? from, points[0]?.at ?? to),
      slowAfterMs,
      cellMs: Math.max(cellMs, everyMs),
      uptime: shareOf(points),
    });
    return { ...parts, lanes };
  }, [monitor.id, points, outages, incidents, from, to, sight, everyMs, slowAfterMs, cellMs]);
}

/** The time between two points of a range. */
function intervalOf({ intervalSeconds }: MonitorState, range: Range): number {
  const { resolution } = ranges[range];
  const leastMs = resolution === null ? 1_000 : resolution === 'minute' ? minuteMs : hourMs;
  return Math.max(leastMs, intervalSeconds * 1_000);
}

/** The samples of a range, kept current, and the span they cover: up to now or to the newest sample. */
function useMeasured(monitor: MonitorState, range: Range) {
  const clock = useTeamClock();
  const { spanMs, resolution, everyMs } = ranges[range];
  const [openedAt] = useState(() => clock.now());
  const since = Math.floor(openedAt - spanMs);
  const path =
    resolution === null
      ? `/monitors/${monitor.id}/samples?since=${since}`
      : `/monitors/${monitor.id}/history?resolution=${resolution}&since=${since}`;
  const { value, problem, reload } = useResource<Items<Sample> | Items<Bucket>>(path, {
    everyMs,
    version: monitor.status,
  });
  return useMemo(() => {
    const items = value?.items ?? [];
    const points: MeasuredPoint[] =
      resolution === null ? (items as Sample[]).map(fromSample) : (items as Bucket[]).map(fromBucket);
    const to = Math.max(openedAt, value === null ? 0 : clock.now());
    return { points, problem, reload, isRead: value !== null, whole: { from: to - spanMs, to } };
  }, [value, problem, reload, resolution, openedAt, spanMs, clock]);
}

function shareOf(points: readonly MeasuredPoint[]): number | null {
  const all = points.reduce((sum, each) => sum + each.all, 0);
  return all === 0 ? null : points.reduce((sum, each) => sum + each.good, 0) / all;
}
