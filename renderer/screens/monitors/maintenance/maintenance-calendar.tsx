// MO6: planned work as a month: one cell a day, and below it the turns of the chosen day.
import type { Turn, Turns } from '#wire/api/maintenance.ts';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { dayMs, midnightOf } from '#room/time/zone.ts';
import { useResource } from '../../../server/use-resource.ts';
import { strings } from '../../../strings/index.ts';
import { useElementKeys } from '../../../ui/keys.tsx';
import { useNow } from '../../../ui/now.tsx';
import { Problem } from '../../../ui/problem.tsx';
import { sayLongDay, sayMonth, sayTimeOfDay, shownDays } from '../../../ui/say-time.ts';
import { When } from '../../../ui/time.tsx';
import { dayAfterKey, firstOfMonth, monthLater, turnsByDay, weeksOf } from './calendar-month.ts';
import type { Planned } from './maintenance.ts';
import { TurnLine } from './turn-line.tsx';
import styles from './calendar.module.css';

const words = strings.monitors.calendar;
const mostShown = 3;

type Props = {
  windows: readonly Planned[];
  /** Called when a turn was moved or called off. */
  onChange?: () => void;
};

/** The turns of these windows, in a month of the shown zone. */
export function MaintenanceCalendar({ windows, onChange }: Props) {
  const today = midnightOf(shownDays.wallOf(useNow()));
  const [day, setDay] = useState(today);
  const weeks = weeksOf(day);
  const range = new URLSearchParams({
    from: String(shownDays.instantOf(weeks[0]?.[0] ?? day)),
    to: String(shownDays.instantOf((weeks.at(-1)?.[6] ?? day) + dayMs)),
  });
  const version = JSON.stringify(
    windows.map(({ id, window, until, exceptions }) => [id, window, until, exceptions]),
  );
  const { value, problem, reload } = useResource<Turns>(`/maintenance/turns?${range}`, { version });
  const named = new Map(windows.map((each) => [each.id, each]));
  const known = (value?.items ?? []).filter(({ window }) => named.has(window));
  const days = turnsByDay(known, shownDays.wallOf);
  const chosen = days.get(day) ?? [];
  const changed = () => {
    reload();
    onChange?.();
  };
  return (
    <section className={styles.calendar} aria-label={words.title}>
      <Head {...{ day, today, windows }} go={setDay} />
      {problem !== null && <Problem>{problem}</Problem>}
      <Grid {...{ weeks, day, today, days, named }} choose={setDay} />
      <h3>{sayLongDay(day)}</h3>
      {value !== null && chosen.length === 0 && <p className="soft">{words.none}</p>}
      <ul className={styles.turns} aria-label={words.on(sayLongDay(day))}>
        {chosen.map((turn) => {
          const planned = named.get(turn.window);
          return (
            planned && (
              <TurnLine key={`${turn.window} ${turn.turn}`} planned={planned} turn={turn} changed={changed} />
            )
          );
        })}
      </ul>
    </section>
  );
}

/** SP151: shown only while the team's server is away. */
function AwayNote({ windows }: Pick<Props, 'windows'>) {
  const asOf = windows.find((each) => each.asOf !== undefined)?.asOf;
  if (asOf === undefined) return null;
  return (
    <p role="note">
      {words.away} <When at={asOf} />.
    </p>
  );
}

type HeadProps = Pick<Props, 'windows'> & { day: number; today: number; go: (day: number) => void };

function Head({ day, today, windows, go }: HeadProps) {
  return (
    <header className={styles.head}>
      <h2 aria-live="polite">{sayMonth(day)}</h2>
      <Button size="compact-sm" aria-label={words.before} onClick={() => go(monthLater(day, -1))}>
        {'‹'}
      </Button>
      <Button size="compact-sm" aria-label={words.after} onClick={() => go(monthLater(day, 1))}>
        {'›'}
      </Button>
      <Button size="compact-sm" variant="subtle" disabled={day === today} onClick={() => go(today)}>
        {words.today}
      </Button>
      <AwayNote windows={windows} />
    </header>
  );
}

type GridProps = {
  weeks: readonly (readonly number[])[];
  day: number;
  today: number;
  days: ReadonlyMap<number, readonly Turn[]>;
  named: ReadonlyMap<string, Planned>;
  choose: (day: number) => void;
};

/** One cell can be reached by Tab; the arrow keys lead from day to day, and on into other months. */
function Grid({ weeks, day, today, days, named, choose }: GridProps) {
  const grid = useRef<HTMLTableElement>(null);
  useElementKeys(words.title, words.keys);
  const press = (event: KeyboardEvent) => {
    const next = event.altKey || event.ctrlKey || event.metaKey ? null : dayAfterKey(event.key, day);
    if (next === null) return;
    event.preventDefault();
    choose(next);
    // The cell of another month exists after the next drawing.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus());
  };
  return (
    <table ref={grid} className={styles.grid} role="grid" aria-label={sayMonth(day)} onKeyDown={press}>
      <thead>
        <tr>
          {strings.monitors.maintenance.dayNames.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((each) => (
              <Day key={each} {...{ each, day, today, named, choose }} turns={days.get(each) ?? []} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type DayProps = Pick<GridProps, 'day' | 'today' | 'named' | 'choose'> & {
  each: number;
  turns: readonly Turn[];
};

function Day({ each, day, today, turns, named, choose }: DayProps) {
  const rest = turns.length - mostShown;
  const shown = turns.slice(0, mostShown);
  return (
    <td role="gridcell" aria-selected={each === day}>
      <button
        type="button"
        className={styles.day}
        data-day={each}
        data-other={firstOfMonth(each) !== firstOfMonth(day)}
        aria-current={each === today ? 'date' : undefined}
        tabIndex={each === day ? 0 : -1}
        onClick={() => choose(each)}
      >
        <span className="spoken">{words.day(sayLongDay(each), turns.length)}</span>
        <span className={styles.number} aria-hidden>
          {new Date(each).getUTCDate()}
        </span>
        {shown.map((turn) => (
          <span key={`${turn.window} ${turn.turn}`} className={styles.chip} data-off={turn.isCancelled}>
            {midnightOf(shownDays.wallOf(turn.from)) === each ? sayTimeOfDay(turn.from) : words.goesOn}{' '}
            {named.get(turn.window)?.name}
          </span>
        ))}
        {rest > 0 && <span className={styles.more}>{words.more(rest)}</span>}
        {turns.length > 0 && (
          <span className={styles.few} aria-hidden>
            {'•'.repeat(shown.length)}
          </span>
        )}
      </button>
    </td>
  );
}
