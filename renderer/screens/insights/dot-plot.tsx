import { useRef } from 'react';
import type { PhaseInsight } from '#room/insights/insights.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useWidthOf } from '../../strip/use-width-of.ts';
import { useNow } from '../../ui/now.tsx';
import { sayNearDay, shownDays } from '../../ui/say-time.ts';
import { makeScale } from './dot-scale.ts';
import styles from './insights.module.css';

const words = strings.insights;
/** Space around the dots, in px; the lengths are on the left. */
const around = { left: 64, right: 8, above: 6 };
/** Many dots are small, so that they do not grow into one line. */
const radiusFor = (dots: number): number => (dots > 240 ? 2.25 : dots > 60 ? 3.5 : 4.5);
/** Space for the days below the plot, in px. */
const daysHeight = 18;
/** A few dots need less height. */
const heightFor = (dots: number): number => (dots < 4 ? 48 : 128);

type Titles = ReadonlyMap<string, { number: string | null; title: string }>;
type PlotProps = { insight: PhaseInsight; period: { from: number; to: number }; titles: Titles };

/** One dot per incident, linked to it. Drawn at its real width, so that text keeps its size. */
export function DotPlot({ insight: { dots, medianMs, p90Ms, name }, period, titles }: PlotProps) {
  const holder = useRef<HTMLDivElement>(null);
  const width = Math.max(0, useWidthOf(holder) - around.left - around.right);
  const frame = { width, height: heightFor(dots.length) };
  const { x, y, ticks } = makeScale(
    dots.map(({ ms }) => ms),
    period,
    frame,
  );
  const sayDot = (incident: string, ms: number) => {
    const { number, title } = titles.get(incident) ?? { number: null, title: '' };
    return words.dot(number ?? '', title, words.length(ms));
  };
  const { left, right, above } = around;
  const [wide, high] = [width + left + right, frame.height + 2 * above + daysHeight];
  return (
    <div ref={holder}>
      <svg
        width={wide}
        height={high}
        viewBox={`${-left} ${-above} ${wide} ${high}`}
        role="group"
        aria-label={name}
      >
        {ticks.map((ms) => (
          <g key={ms} className={styles.tick}>
            <line x1={0} x2={frame.width} y1={y(ms)} y2={y(ms)} />
            <text x={-8} y={y(ms)} dy="0.35em" textAnchor="end">
              {words.length(ms)}
            </text>
          </g>
        ))}
        <Days period={period} width={frame.width} baseline={frame.height + above + 12} />
        {medianMs !== null && (
          <line className={styles.median} x1={0} x2={frame.width} y1={y(medianMs)} y2={y(medianMs)} />
        )}
        {p90Ms !== null && (
          <line className={styles.p90} x1={0} x2={frame.width} y1={y(p90Ms)} y2={y(p90Ms)} />
        )}
        {dots.map(({ incident, at, ms, severity }) => (
          <a key={incident} href={routeHash({ screen: 'room', incident })} aria-label={sayDot(incident, ms)}>
            <circle
              className={styles.dot}
              data-severity={severity ?? 'none'}
              cx={x(at)}
              cy={y(ms)}
              r={radiusFor(dots.length)}
            >
              <title>{sayDot(incident, ms)}</title>
            </circle>
          </a>
        ))}
      </svg>
    </div>
  );
}

type DaysProps = { period: PlotProps['period']; width: number; baseline: number };

const anchors = [
  [0, 'start'],
  [0.5, 'middle'],
  [1, 'end'],
] as const;

/** The first day of the period, the middle one and the last one. */
function Days({ period: { from, to }, width, baseline }: DaysProps) {
  const now = useNow();
  return (
    <g className={styles.days}>
      {anchors.map(([share, anchor]) => (
        <text key={share} x={share * width} y={baseline} textAnchor={anchor}>
          {sayNearDay(shownDays.wallOf(from + share * (to - from)), now)}
        </text>
      ))}
    </g>
  );
}
