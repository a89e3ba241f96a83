// The lanes of one check: latency with outages, and uptime below.
import { emptyLane, type Band, type Lane, type Span } from '#room/strip/strip.ts';
import { strings } from '../strings/index.ts';
import { sayLength } from '../ui/say-time.ts';
import { cellsOf, curvesOf, gapsOf, troublesOf, type MeasuredPoint } from './series.ts';
import { sayPercent, sayValue } from './say.ts';

const words = strings.strip;

type OutageHere = {
  from: number;
  /** Null while it lasts. */
  to: number | null;
  reason: string | null;
  /** The incident's number, and the id that opens it. */
  number: string;
  incident: string | null;
};

type CheckHere = {
  points: readonly MeasuredPoint[];
  outages: readonly OutageHere[];
  /** The visible span, and the whole span. */
  sight: Span;
  whole: Span;
  everyMs: number;
  /** When it was first watched (epoch ms): before that nothing is missing. */
  since: number;
  slowAfterMs: number | null;
  cellMs: number;
  uptime: number | null;
};

/** Whether anything was measured that a latency axis could show. */
export const hasLatency = (points: readonly MeasuredPoint[]): boolean =>
  points.some(({ latency }) => latency !== null);

/** Latency with outages as bands and their incidents as flags; uptime below on the same axis. */
export function checkLanes(check: CheckHere): Lane[] {
  const { points, outages, sight, whole, everyMs, since, slowAfterMs, cellMs, uptime } = check;
  const down = outages.map((outage): Band => ({
    kind: 'down',
    from: outage.from,
    to: outage.to ?? whole.to,
    label: outage.number,
    title: `${words.down} ${sayLength((outage.to ?? whole.to) - outage.from)}${outage.reason === null ? '' : `: ${outage.reason}`}`,
    isOpen: outage.to === null,
    ref: outage.incident,
  }));
  const isMeasured = hasLatency(points);
  return [
    {
      // An axis for a line that is not there would say nothing; the outages stand on a line of their own.
      ...emptyLane('latency', isMeasured ? strings.monitors.latency.title : words.outages),
      isTall: isMeasured,
      bands: [...down.toSorted((a, b) => a.from - b.from), ...otherTroubles(points, down, everyMs)],
      gaps: gapsOf(points, { from: Math.max(whole.from, since), to: whole.to }, everyMs).filter(
        (gap) => !down.some((band) => covers(band, gap)),
      ),
      curves: isMeasured ? curvesOf(points, sight, everyMs) : [],
      limit:
        slowAfterMs === null || !isMeasured
          ? null
          : { value: slowAfterMs, name: words.slowAfter(sayValue(slowAfterMs)) },
    },
    {
      ...emptyLane('uptime', words.uptime),
      note: uptime === null ? '' : sayPercent(uptime),
      cells: cellsOf(points, whole, cellMs),
    },
  ];
}

const covers = (band: Span, { from, to }: Span): boolean => band.from <= from && band.to >= to;

/** Failed or slow checks outside outages, drawn low at the bottom. */
function otherTroubles(points: readonly MeasuredPoint[], down: readonly Span[], everyMs: number): Band[] {
  return troublesOf(points, everyMs)
    .filter(({ from, to }) => !down.some((band) => band.from < to && band.to > from))
    .map(({ from, to, state }) => {
      const kind = state === 'down' ? 'failed' : 'degraded';
      return { kind, from, to, label: '', title: words[kind], isOpen: false, ref: null };
    });
}
