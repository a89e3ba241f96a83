// OS1: fourteen days from today, a row per schedule: who is on call now and next, and when nobody is.
import { Fragment, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@mantine/core';
import type { OnCall } from '#room/feed/feed.ts';
import { midnightOf, weekdayOf } from '#room/time/zone.ts';
import { moveBetweenRows } from '../../ui/move-between-rows.ts';
import { useShownZone } from '../../state/preferences.tsx';
import { routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Lane } from './lane.tsx';
import { OverrideForm } from './override-form.tsx';
import { isSaid, type OnCallSpan } from './schedule.ts';
import { TakeShift } from './take-shift.tsx';
import { useSay } from './use-say.ts';
import { dayMs, hourMs, sayDay, sayIn, step, wallOf } from '../../time/wall.ts';
import styles from './lanes.module.css';

const words = strings.onCall;
const daysShown = 14;

type Picked = { schedule: string; span: OnCallSpan };

export function Lanes({ onCall }: { onCall: readonly OnCall[] }) {
  const { canWrite } = useSession();
  const clock = useTeamClock();
  const zone = useShownZone();
  const today = useToday(zone);
  const [begins, setBegins] = useState<number | null>(null);
  const [current, setCurrent] = useState(onCall[0]?.schedule ?? '');
  const [picked, setPicked] = useState<Picked | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const from = begins ?? today;
  const add = () => {
    const hour = Math.ceil(clock.now() / hourMs) * hourMs;
    setPicked({ schedule: current, span: { from: hour, to: hour + 12 * hourMs } });
  };
  const move = (by: number) => moveBetweenRows(table.current, by);
  const when = () => document.activeElement === document.body || isWithin(table.current);
  useKeys({
    arrowdown: { run: () => move(1), label: words.lanes.next, group: words.title, when },
    arrowup: { run: () => move(-1), label: words.lanes.next, group: words.title, when },
    ...(canWrite && { a: { run: add, label: words.override.add, group: words.title } }),
  });
  return (
    <section className={styles.lanes} aria-label={words.lanes.title}>
      <Tools from={from} today={today} zone={zone} onDay={(day) => setBegins(day === today ? null : day)} />
      <table className={styles.table} ref={table}>
        <thead>
          <tr>
            <th scope="col">{words.overview.schedule}</th>
            <th scope="col" className={styles.axis}>
              <DayNames from={from} today={today} />
            </th>
          </tr>
        </thead>
        <tbody>
          {onCall.map((duty) => (
            <Fragment key={duty.schedule}>
              <Row
                duty={duty}
                isCurrent={duty.schedule === current}
                onCurrent={() => setCurrent(duty.schedule)}
                stretch={{ from, to: from + daysShown * dayMs }}
                zone={zone}
                picked={picked?.schedule === duty.schedule ? picked.span : null}
                onPick={canWrite ? (span) => setPicked({ schedule: duty.schedule, span }) : null}
              />
              {picked?.schedule === duty.schedule && (
                <tr>
                  <td colSpan={2} className={styles.form}>
                    <OverrideForm
                      key={`${picked.span.from} ${picked.span.to}`}
                      schedule={duty.schedule}
                      name={duty.name}
                      zone={zone}
                      picked={picked.span}
                      onDone={() => setPicked((now) => (now === picked ? null : now))}
                    />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {canWrite && <p className={`label ${styles.drag}`}>{words.lanes.drag}</p>}
    </section>
  );
}

const isWithin = (element: HTMLElement | null): boolean => element?.contains(document.activeElement) ?? false;

/** Today's midnight as wall time of `zone`; renders again when the day changes, not each second. */
function useToday(zone: string): number {
  const { tick } = useTeamClock();
  return useSyncExternalStore(tick.subscribe, () => midnightOf(wallOf(tick.read(), zone)));
}

type RowProps = {
  duty: OnCall;
  isCurrent: boolean;
  onCurrent: () => void;
  stretch: OnCallSpan;
  zone: string;
  picked: OnCallSpan | null;
  onPick: ((picked: OnCallSpan) => void) | null;
};

function Row({ duty, isCurrent, onCurrent, stretch, zone, picked, onPick }: RowProps) {
  const say = useSay();
  const { schedule, name, service, person, until } = duty;
  return (
    <tr data-gap={person === null} onFocus={onCurrent} onPointerDown={onCurrent}>
      <th scope="row">
        <span className={styles.name}>
          <a className="clip" data-row href={routeHash({ screen: 'on-call', schedule })}>
            {name}
          </a>
          {isSaid(service, name) && (
            <span className={`${styles.service} label clip`}>{words.page.service(service)}</span>
          )}
        </span>
        <span className={styles.holding}>
          <span className={`${styles.holder} clip`}>
            <b>{person === null && until === null ? words.overview.unassigned : say(person)}</b>{' '}
            <span className="soft">
              {until === null
                ? person !== null && words.overview.noEnd
                : words.page.until(sayIn(until, zone))}
            </span>
          </span>
          <TakeShift duty={duty} isKeyed={isCurrent} isQuiet />
        </span>
      </th>
      <td className={styles.cell}>
        <Lane
          schedule={schedule}
          name={name}
          version={JSON.stringify(duty)}
          stretch={stretch}
          zone={zone}
          picked={picked}
          onPick={onPick}
        />
      </td>
    </tr>
  );
}

/** Only the first of a month names its month: the heading above shows the month otherwise. */
function DayNames({ from, today }: { from: number; today: number }) {
  return (
    <div className={styles.days}>
      {Array.from({ length: daysShown }, (_, index) => from + index * dayMs).map((day) => {
        const date = new Date(day).getUTCDate();
        const name = sayDay(day);
        return (
          <span
            key={day}
            aria-current={day === today ? 'date' : undefined}
            data-weekend={weekdayOf(day) > 5}
            title={name}
          >
            <span className={styles.weekday}>{name.split(' ')[0]} </span>
            {date}
            {date === 1 && <span className={styles.month}> {name.split(' ').at(-1)}</span>}
            {day === today && <span className="spoken"> {words.calendar.today}</span>}
          </span>
        );
      })}
    </div>
  );
}

type ToolsProps = { from: number; today: number; zone: string; onDay: (day: number) => void };

function Tools({ from, today, zone, onDay }: ToolsProps) {
  const earlier = () => onDay(step('week', from, -1));
  const later = () => onDay(step('week', from, 1));
  const backToToday = () => onDay(today);
  const group = words.title;
  useKeys({
    '[': { run: earlier, label: words.calendar.earlier, group },
    ']': { run: later, label: words.calendar.later, group },
    t: { run: backToToday, label: words.calendar.today, group },
  });
  return (
    <div className={styles.tools}>
      <h2>{words.lanes.days(sayDay(from), sayDay(from + (daysShown - 1) * dayMs))}</h2>
      <span className="label">
        {words.calendar.zone} {zone}
      </span>
      <Button size="compact-sm" variant="subtle" onClick={earlier} rightSection={<Kbd keys="[" />}>
        {words.calendar.earlier}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={backToToday}
        disabled={from === today}
        rightSection={<Kbd keys="t" />}
      >
        {words.calendar.today}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={later} rightSection={<Kbd keys="]" />}>
        {words.calendar.later}
      </Button>
    </div>
  );
}
