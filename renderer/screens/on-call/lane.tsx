// The shifts and gaps of one schedule over a time span. Dragging selects a span for an override.
import type { CSSProperties } from 'react';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { firstName, initials } from '../../ui/first-name.ts';
import { useNow, useTeamClock } from '../../ui/now.tsx';
import { useResource } from '../../server/use-resource.ts';
import type { Shift, Shifts, OnCallSpan } from './schedule.ts';
import { tintsOf } from './tint.ts';
import { useDrag } from './use-drag.ts';
import { dayMs, hourMs, instantOf, piecesIn, sayClock, sayDay, sayIn, wallOf } from '../../time/wall.ts';
import styles from './lanes.module.css';

const words = strings.onCall;
const readEveryMs = 60_000;
const nobodyIn: readonly { id: string }[] = [];

type LaneProps = {
  schedule: string;
  name: string;
  /** A change makes the lane load again. */
  version: string;
  /** Wall time of `zone`. */
  stretch: OnCallSpan;
  zone: string;
  picked: OnCallSpan | null;
  /** Null when the user may not change shifts. */
  onPick: ((picked: OnCallSpan) => void) | null;
};

export function Lane({ schedule, name, version, stretch, zone, picked, onPick }: LaneProps) {
  const range = `from=${instantOf(stretch.from, zone)}&to=${instantOf(stretch.to, zone)}`;
  const { value, problem } = useResource<Shifts>(`/schedules/${schedule}/shifts?${range}`, {
    everyMs: readEveryMs,
    version,
  });
  const clock = useTeamClock();
  const drag = useDrag({ axis: 'across', grainMs: hourMs, zone, onPick });
  const wall = ({ from, to }: OnCallSpan) => ({ from: wallOf(from, zone), to: wallOf(to, zone) });
  const chosen = drag.span ?? (picked && wall(picked));
  if (value === null)
    return <p className={styles.awaited}>{problem === null ? words.lanes.reading : words.lanes.unread}</p>;
  const shifts = value.items.map((shift) => ({ ...wall(shift), shift }));
  const gaps = value.gaps.map(wall);
  const now = wallOf(clock.now(), zone);
  return (
    <div className={styles.hold} data-pick={onPick !== null} {...drag.handlers}>
      <ul
        className={styles.lane}
        aria-label={words.lanes.of(name)}
        data-from={stretch.from}
        data-to={stretch.to}
      >
        {piecesIn(shifts, stretch).map(({ what, start, size }) => (
          <ShiftBar
            key={`shift ${what.from}`}
            shift={what.shift}
            zone={zone}
            style={{ ...place(start, size), ...besideNow(what, stretch, now, stretch) }}
          />
        ))}
        {piecesIn(gaps, stretch).map(({ what, start, size }, index) => (
          <GapBar
            key={`gap ${what.from}`}
            gap={what}
            isNow={what.from <= now && now < what.to}
            isFirst={index === 0}
            stretch={stretch}
            style={{ ...place(start, size), ...besideNow(what, stretch, now, what) }}
          />
        ))}
      </ul>
      {chosen !== null &&
        piecesIn([chosen], stretch).map(({ start, size }) => (
          <span key="chosen" className={styles.picked} style={place(start, size)}>
            <span>{words.lanes.span(sayMoment(chosen.from), sayMoment(chosen.to))}</span>
          </span>
        ))}
      <NowLine stretch={stretch} zone={zone} />
    </div>
  );
}

const place = (start: number, size: number): CSSProperties => ({
  left: `${start * 100}%`,
  width: `${size * 100}%`,
});
/** The label of a current bar starts after the now line when a day is left for it. `around` has its whole width. */
function besideNow(bar: OnCallSpan, stretch: OnCallSpan, now: number, around: OnCallSpan): CSSProperties {
  const from = Math.max(bar.from, stretch.from);
  if (now < from || Math.min(bar.to, stretch.to) - now < dayMs) return {};
  const width = Math.min(around.to, stretch.to) - Math.max(around.from, stretch.from);
  const percent = ((now - from) / width) * 100;
  return { paddingLeft: `calc(${percent}% + 6px)` };
}

const sayMoment = (wall: number): string => `${sayDay(wall)} ${sayClock(wall)}`;

function ShiftBar({ shift, zone, style }: { shift: Shift; zone: string; style: CSSProperties }) {
  const { me } = useSession();
  const nameOf = usePersonName();
  const people = useFeed().snapshot?.people ?? nobodyIn;
  const { person, isOverride } = shift;
  const name = nameOf(person);
  const said = words.calendar.bar(name, sayIn(shift.from, zone), sayIn(shift.to, zone));
  return (
    <li
      className={styles.bar}
      style={{ ...style, background: `var(--tint-${tintsOf(people)(person)})` }}
      title={isOverride ? `${said}, ${words.calendar.override}` : said}
      data-mine={person === me.id}
      data-override={isOverride}
    >
      <span className={styles.whole}>{name}</span>
      <span className={styles.short} aria-hidden="true">
        {firstName(name)}
      </span>
      <span className={styles.tiny} aria-hidden="true">
        {initials(name)}
      </span>
      <span className="spoken">
        {` ${sayIn(shift.from, zone)} – ${sayIn(shift.to, zone)}`}
        {isOverride && `, ${words.calendar.override}`}
      </span>
    </li>
  );
}

type GapProps = {
  gap: OnCallSpan;
  isNow: boolean;
  /** The first one of its lane. */
  isFirst: boolean;
  stretch: OnCallSpan;
  style: CSSProperties;
};

/** OC4: the gap in words too. Where they do not fit, the first and the present one have them below the bar. */
function GapBar({ gap, isNow, isFirst, stretch, style }: GapProps) {
  return (
    <li
      className={styles.gapPlace}
      data-now={isNow}
      style={{ left: style.left, width: style.width }}
      data-first={gap.from <= stretch.from}
      data-last={gap.to >= stretch.to}
      title={words.lanes.nobody(sayMoment(gap.from), sayMoment(gap.to))}
    >
      <span className={styles.gap} style={style.paddingLeft ? { paddingLeft: style.paddingLeft } : {}}>
        <span className={styles.whole}>{sayGap(gap, stretch)}</span>
        <span className={styles.short} aria-hidden="true">
          {words.lanes.nobodyShort}
        </span>
      </span>
      {(isFirst || isNow) && (
        <span className={styles.below} aria-hidden="true">
          {words.lanes.nobodyShort}
        </span>
      )}
    </li>
  );
}

/** A gap that reaches past the shown span gets no end here. */
function sayGap({ from, to }: OnCallSpan, stretch: OnCallSpan): string {
  if (from <= stretch.from && to >= stretch.to) return words.lanes.nobodyAtAll;
  if (to >= stretch.to) return words.lanes.nobodyFrom(sayMoment(from));
  return to - from > dayMs
    ? words.lanes.nobodyUntil(sayMoment(to))
    : words.lanes.nobody(sayClock(from), sayClock(to));
}

function NowLine({ stretch, zone }: { stretch: OnCallSpan; zone: string }) {
  const now = wallOf(useNow(), zone);
  if (now < stretch.from || now >= stretch.to) return null;
  return (
    <span className={styles.now} style={place((now - stretch.from) / (stretch.to - stretch.from), 0)}>
      <span className="spoken">{words.lanes.now(sayClock(now))}</span>
    </span>
  );
}
