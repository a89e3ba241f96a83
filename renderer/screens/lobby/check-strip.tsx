// Every check as a mark: grey while it is fine, in the colour of its incident's severity when it is not.
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { sayLasting, sayWhen } from '../../ui/say-time.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { sayCheck } from '../../ui/status-words.ts';
import { useElementKeys } from '../../ui/keys.tsx';
import { useNow } from '../../ui/now.tsx';
import { CheckTable } from './check-table.tsx';
import { countChecks, markChecks, markOf, type CheckMark } from '../../state/check-marks.ts';
import styles from './check-strip.module.css';

const namedTroubles = 3;
// More checks than this are drawn as a line of small cells, grouped by service, so that each keeps its place.
const mostTicks = 64;

type StripProps = {
  monitors: readonly MonitorState[];
  incidents: readonly IncidentSummary[];
  /** CH9: when the server's own network went down, which blinds its checks (epoch ms); null while it is up. */
  blindSince: number | null;
  /** The server does not answer, so the checks are unknown. That differs from having no checks. */
  isStale: boolean;
  /** No incident is open: the lobby itself then offers to add the first check. */
  isQuiet: boolean;
};

export function CheckStrip({ monitors, incidents, blindSince, isStale, isQuiet }: StripProps) {
  const { isOwner } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const marks = useMemo(() => markChecks(monitors, incidents), [monitors, incidents]);
  const troubles = marks.filter(({ isTrouble }) => isTrouble);
  if (monitors.length === 0) {
    return (
      <section className={styles.strip} aria-label={strings.lobby.checks}>
        <div className={styles.line}>
          <span className="label">{isStale ? strings.checks.noneKnown : strings.lobby.noChecks}</span>
          {isOwner && !isStale && !isQuiet && (
            <a className={styles.add} href={routeHash({ screen: 'monitors', monitor: 'new' })}>
              {strings.lobby.addCheck}
            </a>
          )}
        </div>
      </section>
    );
  }
  return (
    <section className={styles.strip} aria-label={strings.lobby.checks}>
      {isOpen && <CheckTable marks={marks} />}
      <div className={styles.line}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? (
            <IconChevronDown size={14} aria-hidden="true" />
          ) : (
            <IconChevronUp size={14} aria-hidden="true" />
          )}
          {strings.lobby.checks}
        </button>
        <span className={styles.count}>{countChecks(monitors)}</span>
        {blindSince !== null && <Blind since={blindSince} />}
        {marks.length > mostTicks ? (
          <Cells marks={marks} />
        ) : (
          <Ticks marks={marks} onOpen={() => setIsOpen(true)} />
        )}
        <p className={styles.names}>
          {troubles.slice(0, namedTroubles).map((mark) => (
            <TroubleName key={mark.monitor.id} mark={mark} />
          ))}
          {troubles.length > namedTroubles && (
            <span className="soft">{strings.lobby.andMore(troubles.length - namedTroubles)}</span>
          )}
        </p>
      </div>
    </section>
  );
}

function Blind({ since }: { since: number }) {
  const now = useNow();
  return (
    <Tooltip label={strings.checks.blindHelp}>
      <b className={styles.blind} role="status">
        {strings.checks.blindSince(sayWhen(since, now))}
      </b>
    </Tooltip>
  );
}

/** One Tab stop; arrow keys move between the ticks. */
function Ticks({ marks, onOpen }: { marks: readonly CheckMark[]; onOpen: () => void }) {
  const [current, setCurrent] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  useElementKeys(strings.lobby.checks, strings.lobby.tickKeys);
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(Math.max(current + step, 0), marks.length - 1);
    setCurrent(next);
    list.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <ul ref={list} className={styles.ticks} aria-label={strings.lobby.checksLabel} onKeyDown={walk}>
      {marks.map((mark, index) => (
        <li key={mark.monitor.id}>
          <Tick mark={mark} isStop={index === Math.min(current, marks.length - 1)} onOpen={onOpen} />
        </li>
      ))}
    </ul>
  );
}

// In px. `pitch` is a cell with the gap after it; `between` separates two services.
const cell = { pitch: 4, size: 3, tall: 16, low: 6, between: 4 };

/** All checks in one line, grouped by service. Failing checks are tall, others low. The table has their names. */
function Cells({ marks }: { marks: readonly CheckMark[] }) {
  const placed = useMemo(() => placeCells(marks), [marks]);
  const width = (placed.at(-1)?.x ?? 0) + cell.size;
  return (
    <svg
      className={styles.cells}
      viewBox={`0 0 ${width} ${cell.tall}`}
      preserveAspectRatio="none"
      style={{ flexBasis: width }}
      aria-hidden="true"
    >
      {placed.map(({ mark, x }) => {
        const height = mark.isTrouble ? cell.tall : cell.low;
        return (
          <rect
            key={mark.monitor.id}
            data-trouble={mark.isTrouble}
            data-severity={markOf(mark).severity}
            x={x}
            y={(cell.tall - height) / 2}
            width={cell.size}
            height={height}
          />
        );
      })}
    </svg>
  );
}

const serviceOf = ({ monitor }: CheckMark) => monitor.service ?? '';

function placeCells(marks: readonly CheckMark[]): { mark: CheckMark; x: number }[] {
  const sorted = marks.toSorted(
    (a, b) => serviceOf(a).localeCompare(serviceOf(b)) || a.monitor.name.localeCompare(b.monitor.name),
  );
  let x = 0;
  return sorted.map((mark, index) => {
    const before = sorted[index - 1];
    if (before) x += cell.pitch + (serviceOf(before) === serviceOf(mark) ? 0 : cell.between);
    return { mark, x };
  });
}

function Tick({ mark, isStop, onOpen }: { mark: CheckMark; isStop: boolean; onOpen: () => void }) {
  const { monitor } = mark;
  const { snapshot } = useFeed();
  const now = useNow();
  const stands = sayCheck(monitor, snapshot?.monitors ?? [], now);
  const words = `${monitor.name}: ${stands}${monitor.reason ? `, ${monitor.reason}` : ''}`;
  return (
    <Tooltip label={words}>
      <button
        type="button"
        className={styles.tick}
        aria-label={words}
        tabIndex={isStop ? 0 : -1}
        onClick={onOpen}
      >
        <StateMark {...markOf(mark)} />
      </button>
    </Tooltip>
  );
}

function TroubleName({ mark: { monitor, incident } }: { mark: CheckMark }) {
  const now = useNow();
  return (
    <span className={styles.name}>
      <b>{monitor.name}</b>{' '}
      <span className="soft">
        {sayCheck(monitor, [], now)} {sayLasting(now - monitor.since)}
        {monitor.reason ? `: ${monitor.reason}` : ''} {incident ? '' : strings.lobby.noIncident}
      </span>
    </span>
  );
}
