import { memo } from 'react';
import { axisHeight, barHeight, type Drawn, type DrawnLane } from '#room/strip/layout.ts';
import { strings } from '../strings/index.ts';
import { sayTick, sayValue } from './say.ts';
import styles from './strip.module.css';

const words = strings.strip;

/** Everything except the crosshair. Renders again only when its data changes. */
export const StripDrawing = memo(function StripDrawing({ drawn, id }: { drawn: Drawn; id: string }) {
  const { width, height, left, right, ticks, lanes, step } = drawn;
  return (
    <svg className={styles.drawing} width={width} height={height} aria-hidden="true">
      <defs>
        <pattern
          id={`${id}hatch`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line className={styles.hatch} x1="0" x2="0" y1="0" y2="6" />
        </pattern>
        <clipPath id={`${id}plot`}>
          <rect x={left} y={0} width={Math.max(0, right - left)} height={height} />
        </clipPath>
      </defs>
      {ticks.map(({ at, x }, index) => (
        <g key={at}>
          <line className={styles.tick} x1={x} x2={x} y1={axisHeight - 4} y2={height} />
          <text className={styles.clock} x={x} y={12} textAnchor={anchorAt(x, left, right)}>
            {sayTick(at, ticks[index - 1]?.at, step)}
          </text>
        </g>
      ))}
      {lanes.map((lane) => (
        <LaneDrawing key={lane.key} lane={lane} left={left} right={right} id={id} />
      ))}
    </svg>
  );
});

const anchorAt = (x: number, left: number, right: number): 'start' | 'middle' | 'end' =>
  x - left < 18 ? 'start' : right - x < 18 ? 'end' : 'middle';

type LaneProps = { lane: DrawnLane; left: number; right: number; id: string };

function LaneDrawing({ lane, left, right, id }: LaneProps) {
  const { top, height, levels, isTall, cells } = lane;
  const foot = top + height;
  return (
    <g>
      {!isTall && cells.length === 0 && lane.curves.length === 0 && (
        <line className={styles.base} x1={left} x2={right} y1={top + height / 2} y2={top + height / 2} />
      )}
      {levels.map(({ value, y }) => (
        <g key={value}>
          <line className={styles.tick} x1={left} x2={right} y1={y} y2={y} />
          <text className={styles.clock} x={left - 8} y={y + 4} textAnchor="end">
            {sayValue(value)}
          </text>
        </g>
      ))}
      {isTall && <line className={styles.foot} x1={left} x2={right} y1={foot} y2={foot} />}
      <Cells lane={lane} />
      <Gaps lane={lane} id={id} />
      <Bands lane={lane} />
      <g clipPath={`url(#${id}plot)`}>
        {lane.curves.map(({ kind, path, area }) => (
          <g key={kind}>
            {area !== '' && <path className={styles.area} d={area} />}
            <path className={kind === 'middle' ? styles.middle : styles.most} d={path} />
          </g>
        ))}
      </g>
      <Limit lane={lane} left={left} right={right} />
      <Marks lane={lane} />
      <Names lane={lane} right={right} />
    </g>
  );
}

/** Good cells are quiet. Failures grow from the bottom, at least a fifth high, so that one minute stays visible. */
function Cells({ lane: { cells, top, height } }: { lane: DrawnLane }) {
  const full = height - 8;
  return cells.map(({ from, x, width, share }) => {
    const bad = share === null || share === 1 ? 0 : Math.max(0.2, Math.sqrt(1 - share)) * full;
    const inner = Math.max(1, width - 1);
    return (
      <g key={from}>
        {share === null ? (
          <rect className={styles.unknown} x={x} y={top + height - 6} width={inner} height={2} />
        ) : (
          <rect className={styles.good} x={x} y={top + 4} width={inner} height={full - bad} />
        )}
        {bad > 0 && <rect className={styles.bad} x={x} y={top + 4 + full - bad} width={inner} height={bad} />}
      </g>
    );
  });
}

function Gaps({ lane: { gaps, top, height, isTall }, id }: { lane: DrawnLane; id: string }) {
  const [y, tall] = isTall ? [top, height] : [top + 4, height - 8];
  return gaps.map(({ from, x, width, title, shown }) => (
    <g key={from}>
      <rect fill={`url(#${id}hatch)`} x={x} y={y} width={width} height={tall}>
        <title>{title}</title>
      </rect>
      {shown !== '' && (
        <text className={styles.gapWords} x={x + width / 2} y={y + tall / 2 + 4} textAnchor="middle">
          {shown}
        </text>
      )}
    </g>
  ));
}

function Bands({ lane: { bands, top, height, isTall, curves } }: { lane: DrawnLane }) {
  return bands.map(({ from, kind, x, width, shown, title, isOpen, ref, isBefore }) => {
    const isWhole = isTall && kind === 'down';
    const isLow = isTall && !isWhole;
    const tall = isWhole ? height : isLow ? (kind === 'failed' ? 6 : 3) : barHeight;
    const over = curves.length > 0 ? 3 : (height - tall) / 2;
    const y = top + (isTall ? height - tall : over);
    return (
      <g
        key={`${kind} ${from}`}
        className={styles.band}
        data-kind={kind}
        data-tall={isTall}
        data-ref={ref ?? undefined}
      >
        <rect x={x} y={y} width={width} height={tall}>
          <title>{title}</title>
        </rect>
        {isWhole && <rect className={styles.solid} x={x} y={top + height - 4} width={width} height={4} />}
        {!isTall && isOpen && <path d={`M${x + width} ${y}l6 ${tall / 2}l-6 ${tall / 2}z`} />}
        {isWhole && (
          <Flag
            x={isBefore ? x - 4 : x + 4}
            y={top}
            label={shown}
            isLink={ref !== null}
            isBefore={isBefore}
          />
        )}
        {!isTall && shown !== '' && (
          <text x={x + 4} y={y + tall / 2 + 4}>
            {shown}
          </text>
        )}
      </g>
    );
  });
}

type FlagProps = { x: number; y: number; label: string; isLink: boolean; isBefore: boolean };

/** The incident's number at the top end of its band. */
function Flag({ x, y, label, isLink, isBefore }: FlagProps) {
  if (label === '') return null;
  return (
    <text
      className={isLink ? styles.flagLink : undefined}
      x={x}
      y={y + 12}
      textAnchor={isBefore ? 'end' : 'start'}
    >
      {label}
    </text>
  );
}

function Limit({ lane: { limit, limitY, top, isTall }, left, right }: Omit<LaneProps, 'id'>) {
  if (limit === null || !isTall) return null;
  return (
    <>
      {limitY !== null && <line className={styles.limit} x1={left} x2={right} y1={limitY} y2={limitY} />}
      <text className={styles.clock} x={left + 6} y={limitY === null ? top + 12 : limitY - 4}>
        {limitY === null ? words.slowAbove(sayValue(limit.value)) : limit.name}
      </text>
    </>
  );
}

function Marks({ lane: { marks, top, height } }: { lane: DrawnLane }) {
  const middle = top + height / 2;
  return marks.map(({ at, kind, x, shown, title, ref }) => (
    <g key={`${at} ${title}`} className={styles.mark} data-kind={kind} data-ref={ref ?? undefined}>
      <rect className={styles.target} x={x - 5} y={top} width={10} height={height}>
        <title>{title}</title>
      </rect>
      <line x1={x} x2={x} y1={middle - 8} y2={middle + 8} />
      {kind !== 'internal' && <path d={`M${x} ${middle - 8}h7l-2.5 3.5l2.5 3.5h-7z`} />}
      <text x={x + 9} y={middle + 4}>
        {shown}
      </text>
    </g>
  ));
}

/** Lane names at the right end, in place of a legend. */
function Names({
  lane: { name, note, isTrouble, isTall, top, height, curves },
  right,
}: Omit<LaneProps, 'id' | 'left'>) {
  if (isTall)
    return curves.map(({ kind, name, nameY, points }) => {
      const last = points.findLast(({ value }) => value !== null)?.value ?? null;
      return (
        nameY !== null &&
        last !== null && (
          <text key={kind} className={styles.curveName} data-kind={kind} x={right + 8} y={nameY + 4}>
            {name} {sayValue(last)}
          </text>
        )
      );
    });
  const y = top + height / 2 + 4;
  return (
    <>
      {isTrouble && <rect className={styles.trouble} x={right + 10} y={y - 8} width={8} height={8} />}
      <text className={styles.name} data-trouble={isTrouble} x={right + (isTrouble ? 23 : 10)} y={y}>
        {name}
        {note !== '' && <tspan className={styles.note}> {note}</tspan>}
      </text>
    </>
  );
}
