import type { Panel, PanelRow } from '#room/insights/panel.ts';
import { strings } from '../../strings/index.ts';
import { sayShortDay } from '../../ui/say-time.ts';
import styles from './panels.module.css';

const words = strings.numberPanels;
const frame = { width: 640, height: 128 };
/** Space for the names at the right end. */
const namesWidth = 120;
const nameHeight = 14;
/** Above the frame there is room for one name that had to make way for another at the top. */
const above = 8 + nameHeight;

/** Step lines of promised, done, dropped and overdue action items, named at the right end. */
export function BurnUp({ panel: { name, columns, rows } }: { panel: Panel }) {
  const { first, last, most, x, y } = scaleOf(rows);
  const counts = columns.slice(1);
  const ends = spread(counts.map((_, index) => y(countIn(rows.at(-1), index))));
  return (
    <svg
      className={styles.burnUp}
      viewBox={`-28 ${-above} ${frame.width + namesWidth + 28} ${frame.height + above + 20}`}
      role="img"
      aria-label={name}
    >
      {[0, most].map((count) => (
        <g key={count} className={styles.tick}>
          <line x1={0} x2={frame.width} y1={y(count)} y2={y(count)} />
          <text x={-8} y={y(count)} dy="0.35em" textAnchor="end">
            {count}
          </text>
        </g>
      ))}
      {counts.map(({ key, name: line }, index) => (
        <g key={key} className={styles.line} data-line={key}>
          <path d={stepsOf(rows.map((row, place) => ({ x: x(place), y: y(countIn(row, index)) })))} />
          <text x={frame.width + 8} y={ends[index]} dy="0.35em">
            {words.lines(line, countIn(rows.at(-1), index))}
          </text>
        </g>
      ))}
      <g className={styles.tick}>
        <text x={0} y={frame.height + 16}>
          {sayShortDay(first)}
        </text>
        <text x={frame.width} y={frame.height + 16} textAnchor="end">
          {sayShortDay(last)}
        </text>
      </g>
    </svg>
  );
}

/** Turns the place of a row into its x, and a count into its y. */
function scaleOf(rows: readonly PanelRow[]) {
  const days = rows.map(({ cells }) => Date.parse(String(cells[0])));
  const [first = 0, last = 0] = [days[0], days.at(-1)];
  const most = Math.max(1, ...rows.flatMap(({ cells }) => cells.slice(1).map(Number)));
  const share = (day: number) => (last === first ? 1 : (day - first) / (last - first));
  return {
    first,
    last,
    most,
    x: (place: number) => share(days[place] ?? 0) * frame.width,
    y: (count: number) => frame.height - (count / most) * frame.height,
  };
}

const countIn = (row: PanelRow | undefined, line: number): number => Number(row?.cells[line + 1] ?? 0);

const stepsOf = (points: readonly { x: number; y: number }[]): string =>
  points.map(({ x, y }, index) => (index === 0 ? `M0 ${y}H${x}V${y}` : `H${x}V${y}`)).join('');

/** Moves labels up until they are one name's height apart; none is below the frame. */
function spread(heights: readonly number[]): number[] {
  const order = heights.map((at, index) => ({ at, index })).toSorted((a, b) => b.at - a.at);
  const placed: number[] = [];
  let below = frame.height + nameHeight;
  for (const { at, index } of order) {
    below = Math.min(at, below - nameHeight);
    placed[index] = below;
  }
  return placed;
}
