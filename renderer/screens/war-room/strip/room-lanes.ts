// The lanes of a room: from its facts, and for its checks from their measurements.
import type { CheckLine } from '#renderer/screens/war-room/panels/checks/merge-checks.ts';
import { strings } from '#renderer/strings/index.ts';
import { sayValue } from '#renderer/strip/say.ts';
import { curvesOf, gapsOf, type MeasuredPoint } from '#renderer/strip/series.ts';
import { sayLength } from '#renderer/ui/say-time.ts';
import { lanesOf, type Story } from '#room/strip/story.ts';
import { emptyLane, type Lane, type Span, type Strip } from '#room/strip/strip.ts';

const words = strings.strip;

export type CheckHistory = { points: readonly MeasuredPoint[]; everyMs: number };

type RoomLanes = {
  story: Story;
  span: Span;
  /** The visible part of the span. */
  sight: Span;
  checks: readonly CheckLine[];
  histories: ReadonlyMap<string, CheckHistory>;
  /** The largest number of check lanes that fit. */
  mostChecks: number;
};

const isCheck = ({ key }: Lane): boolean => key.startsWith('check ');

/** `hidden`: the number of checks without a lane. Checks that were down come first. */
export function stripOfRoom(room: RoomLanes): { strip: Strip; hidden: number } {
  const { story, span, sight, checks, histories, mostChecks } = room;
  const told = lanesOf(story, { span, sayLength });
  const known = new Map(told.filter(isCheck).map((lane) => [lane.key, lane]));
  const named = checks.map((check) => {
    const key = `check ${check.monitor}`;
    const lane = known.get(key);
    known.delete(key);
    return withMeasured(lane ?? emptyLane(key, check.name), check, {
      history: histories.get(check.monitor),
      span,
      sight,
    });
  });
  const all = [...named, ...known.values()].toSorted((a, b) => rankOf(b) - rankOf(a));
  const [impact, rest] = [told.filter(({ key }) => key === 'impact'), told.filter((lane) => !isCheck(lane))];
  return {
    strip: {
      ...span,
      lanes: [...impact, ...all.slice(0, mostChecks), ...rest.filter(({ key }) => key !== 'impact')],
    },
    hidden: Math.max(0, all.length - mostChecks),
  };
}

const rankOf = ({ isTrouble, bands }: Lane): number => (isTrouble ? 2 : bands.length > 0 ? 1 : 0);

type Measuring = { history: CheckHistory | undefined; span: Span; sight: Span };

/** Adds the latency curve to the outages. Shows a check as down now even if no fact of this room says so. */
function withMeasured(lane: Lane, check: CheckLine, { history, span, sight }: Measuring): Lane {
  const isDown = check.isLive && check.status === 'down';
  const isTold = lane.bands.some(({ isOpen }) => isOpen);
  const from = Math.max(span.from, check.since);
  const bands =
    isDown && !isTold && from < span.to
      ? [
          ...lane.bands,
          {
            kind: 'down' as const,
            from,
            to: span.to,
            label: sayLength(span.to - from),
            title: check.reason === null ? words.down : `${words.down}: ${check.reason}`,
            isOpen: true,
            ref: null,
          },
        ]
      : lane.bands;
  const points = history?.points ?? [];
  const first = points[0];
  if (!history || !first) return { ...lane, bands, isTrouble: isDown || lane.isTrouble };
  const curves = curvesOf(points, sight, history.everyMs, 120).filter(({ kind }) => kind === 'middle');
  const last = points.findLast(({ latency }) => latency !== null)?.latency ?? null;
  const measured = { from: Math.max(span.from, first.at), to: span.to };
  const covers = (gap: Span) => bands.some((band) => band.from <= gap.from && band.to >= gap.to);
  return {
    ...lane,
    bands,
    isTrouble: isDown,
    note: isDown ? words.down : last === null ? '' : sayValue(last),
    curves: curves.map((curve) => ({ ...curve, name: words.latency })),
    gaps: gapsOf(points, measured, history.everyMs).filter((gap) => !covers(gap)),
  };
}
