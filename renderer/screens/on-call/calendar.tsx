// The shifts of a week (a column per day) or of four weeks (a row per week), from a chosen day, in a chosen zone.
// Dragging selects a span.
import { Button, SegmentedControl } from '@mantine/core';
import { midnightOf, weekdayOf } from '#room/time/zone.ts';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { initials } from '../../ui/first-name.ts';
import { useNow } from '../../ui/now.tsx';
import type { Shift, OnCallSpan } from './schedule.ts';
import { tintsOf } from './tint.ts';
import { useDrag } from './use-drag.ts';
import {
  dayMs,
  hourMs,
  piecesIn,
  sayClock,
  sayDay,
  sayIn,
  step,
  wallOf,
  weeksOf,
  type Look,
} from '../../time/wall.ts';
import styles from './calendar.module.css';

const words = strings.onCall.calendar;
const nobodyIn: readonly { id: string }[] = [];

type CalendarProps = {
  look: Look;
  onLook: (look: Look) => void;
  /** The first day shown, as wall time. */
  day: number;
  onDay: (day: number) => void;
  zone: string;
  zones: readonly string[];
  onZone: (zone: string) => void;
  shifts: readonly Shift[];
  gaps: readonly OnCallSpan[];
  picked: OnCallSpan | null;
  /** Null when the user may not change shifts. */
  onPick: ((picked: OnCallSpan) => void) | null;
};

export function Calendar(props: CalendarProps) {
  const { look, day, zone, onPick } = props;
  const now = wallOf(useNow(), zone);
  const weeks = weeksOf(look, day);
  const drag = useDrag(
    look === 'week'
      ? { axis: 'down', grainMs: hourMs, zone, onPick }
      : { axis: 'across', grainMs: dayMs, zone, onPick },
  );
  const wall = ({ from, to }: OnCallSpan) => ({ from: wallOf(from, zone), to: wallOf(to, zone) });
  const marks: Mark[] = [
    ...props.shifts.map((shift) => ({ ...wall(shift), shift, kind: 'shift' as const })),
    ...props.gaps.map((gap) => ({ ...wall(gap), shift: null, kind: 'gap' as const })),
  ];
  const picked = drag.span ?? (props.picked && wall(props.picked));
  return (
    <section className={styles.calendar} aria-label={words.title}>
      <Tools {...props} now={now} />
      <div className={styles.days} aria-hidden="true">
        {look === 'month' &&
          daysOf(weeks[0]!).map((each) => (
            <span key={each} className="label">
              {strings.onCall.dayNames[weekdayOf(each) - 1]}
            </span>
          ))}
      </div>
      <div className={styles.grid} data-look={look} data-pick={onPick !== null} {...drag.handlers}>
        {look === 'week' && <HourNames />}
        {(look === 'week' ? daysOf(weeks[0]!) : weeks).map((from) => (
          <Stretch key={from} look={look} zone={zone} from={from} now={now} marks={marks} picked={picked} />
        ))}
      </div>
      {onPick !== null && <p className="label">{words.drag}</p>}
    </section>
  );
}

type StretchProps = {
  look: Look;
  zone: string;
  from: number;
  now: number;
  marks: readonly Mark[];
  picked: OnCallSpan | null;
};

/** One day of a week, or one of the four weeks. */
function Stretch({ look, zone, from, now, marks, picked }: StretchProps) {
  const stretch = { from, to: from + (look === 'week' ? dayMs : 7 * dayMs) };
  return (
    <div className={styles.stretch}>
      <DayNames look={look} from={from} now={now} />
      <div className={styles.lane} data-from={stretch.from} data-to={stretch.to}>
        {piecesIn(marks, stretch).map(({ what, start, size }) => (
          <Bar key={`${what.kind} ${what.from}`} mark={what} zone={zone} style={place(look, start, size)} />
        ))}
        {picked !== null &&
          piecesIn([picked], stretch).map(({ start, size }) => (
            <span key="picked" className={styles.picked} style={place(look, start, size)} />
          ))}
        {stretch.from <= now && now < stretch.to && (
          <span
            className={styles.now}
            style={place(look, (now - stretch.from) / (stretch.to - stretch.from), 0)}
          />
        )}
      </div>
    </div>
  );
}

const daysOf = (first: number): number[] => [0, 1, 2, 3, 4, 5, 6].map((index) => first + index * dayMs);

const percent = (fraction: number): string => `${fraction * 100}%`;
const place = (look: Look, start: number, size: number) =>
  look === 'week'
    ? { top: percent(start), height: percent(size) }
    : { left: percent(start), width: percent(size) };

function HourNames() {
  return (
    <div className={styles.hours} aria-hidden="true">
      {[3, 6, 9, 12, 15, 18, 21].map((hour) => (
        <span key={hour} className="label" style={{ top: percent(hour / 24) }}>
          {String(hour).padStart(2, '0')}
        </span>
      ))}
    </div>
  );
}

function DayNames({ look, from, now }: { look: Look; from: number; now: number }) {
  const today = midnightOf(now);
  return (
    <div className={styles.names}>
      {(look === 'week' ? [from] : daysOf(from)).map((each) => (
        <span key={each} className={styles.name} aria-current={each === today ? 'date' : undefined}>
          {look === 'week' || isFirst(each, from) ? sayDay(each) : new Date(each).getUTCDate()}
          {each === today && <span className="spoken"> {words.today}</span>}
        </span>
      ))}
    </div>
  );
}

/** True for the first day shown and the first of a month: these include the month. */
const isFirst = (day: number, from: number): boolean => day === from || new Date(day).getUTCDate() === 1;

type Mark = OnCallSpan & { shift: Shift | null; kind: 'shift' | 'gap' };

function Bar({ mark, zone, style }: { mark: Mark; zone: string; style: object }) {
  const { me } = useSession();
  const nameOf = usePersonName();
  const people = useFeed().snapshot?.people ?? nobodyIn;
  const { shift } = mark;
  const name = shift === null ? words.nobody : nameOf(shift.person);
  const times = `${sayClock(mark.from)} – ${sayClock(mark.to)}`;
  const title =
    shift === null
      ? `${words.nobody}, ${times}`
      : words.bar(name, sayIn(shift.from, zone), sayIn(shift.to, zone));
  return (
    <div
      className={styles.bar}
      style={{ ...style, ...(shift && { background: `var(--tint-${tintsOf(people)(shift.person)})` }) }}
      title={title}
      data-kind={mark.kind}
      data-override={shift?.isOverride ?? false}
      data-mine={shift?.person === me.id}
    >
      <span className={`${styles.whole} clip`}>{name}</span>
      <span className={styles.short} aria-hidden="true">
        {shift === null ? '' : initials(name)}
      </span>
      {shift?.isOverride && <span className={styles.tag}>{words.override}</span>}
    </div>
  );
}

function Tools({ look, onLook, day, onDay, zone, zones, onZone, now }: CalendarProps & { now: number }) {
  const earlier = () => onDay(step(look, day, -1));
  const later = () => onDay(step(look, day, 1));
  const today = () => onDay(now);
  const turn = () => onLook(look === 'week' ? 'month' : 'week');
  const group = strings.onCall.title;
  useKeys({
    '[': { run: earlier, label: words.earlier, group },
    ']': { run: later, label: words.later, group },
    t: { run: today, label: words.today, group },
    w: { run: turn, label: words.other, group },
  });
  const weeks = weeksOf(look, day);
  const title = `${sayDay(weeks[0]!)} – ${sayDay(weeks.at(-1)! + 6 * dayMs)}`;
  return (
    <div className={styles.tools}>
      <h2 className={styles.title}>{title}</h2>
      <Button size="compact-sm" variant="subtle" onClick={earlier} rightSection={<Kbd keys="[" />}>
        {words.earlier}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={today} rightSection={<Kbd keys="t" />}>
        {words.today}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={later} rightSection={<Kbd keys="]" />}>
        {words.later}
      </Button>
      <SegmentedControl
        size="xs"
        aria-label={words.view}
        data={[
          { value: 'week', label: words.week },
          { value: 'month', label: words.month },
        ]}
        value={look}
        onChange={onLook}
      />
      {zones.length > 1 ? (
        <SegmentedControl
          size="xs"
          aria-label={words.zone}
          data={zones.map((value, index) => ({ value, label: index === 0 ? value : words.mine(value) }))}
          value={zone}
          onChange={onZone}
        />
      ) : (
        <span className="label">
          {words.zone} {zone}
        </span>
      )}
    </div>
  );
}
