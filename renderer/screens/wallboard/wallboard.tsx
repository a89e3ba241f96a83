// The wallboard for a shared screen: open incidents, their severity, who leads, and what is due next. It has no
// controls; Esc leads back.
import { useEffect, useState } from 'react';
import { comparePriority } from '#room/command/priority.ts';
import type { IncidentSummary, OnCall } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { isOpen } from '../../state/incident-order.ts';
import { countChecks, markChecks } from '../../state/check-marks.ts';
import { ConnectionWords } from '../../live-room/connection.tsx';
import { useFeedConnection } from '../../live-room/use-feed-connection.ts';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { RoomProvider } from '../../live-room/room-provider.tsx';
import { go, type Route } from '../../state/router.ts';
import { Calm } from './calm.tsx';
import { InRoom } from './in-room.tsx';
import { strings } from '../../strings/index.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { useNow } from '../../ui/now.tsx';
import { sayExactly, sayTimeOfDay } from '../../ui/say-time.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Clock, Due, Length } from '../../ui/time.tsx';
import styles from './wallboard.module.css';

const words = strings.wallboard;

/** As many as can be read from across a room. */
const onOnePage = 5;
const turnEveryMs = 15_000;

export function Wallboard({ incident: id }: { incident: string | null }) {
  const { snapshot } = useFeed();
  useScreenAwake();
  const back: Route = id === null ? { screen: 'lobby' } : { screen: 'room', incident: id };
  useKeys({
    escape: {
      label: id === null ? words.leave : words.leaveToRoom,
      group: words.title,
      inFields: true,
      run: () => go(back),
    },
  });
  if (!snapshot)
    return (
      <main id="content" className={styles.board}>
        <Awaited title={words.title} />
      </main>
    );
  const one = snapshot.incidents.find((incident) => incident.id === id);
  return (
    <main id="content" className={styles.board} aria-label={words.title}>
      {id === null ? <All snapshot={snapshot} /> : one ? <One incident={one} /> : <Gone />}
      <Foot snapshot={snapshot} />
    </main>
  );
}

/** Keeps the screen on while the wallboard is shown. */
function useScreenAwake() {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let isOver = false;
    const hold = async () => {
      if (document.visibilityState !== 'visible') return;
      // When refused, for example on low battery, only the screen may turn off.
      const held = await navigator.wakeLock?.request('screen').catch(() => null);
      if (isOver) void held?.release();
      else lock = held ?? null;
    };
    const again = () => void hold();
    again();
    // The browser releases the lock when the page is hidden.
    document.addEventListener('visibilitychange', again);
    return () => {
      isOver = true;
      document.removeEventListener('visibilitychange', again);
      void lock?.release();
    };
  }, []);
}

function All({ snapshot }: { snapshot: FeedSnapshot }) {
  // A wall has no current user, so incidents sort by priority only, drills last.
  const open = snapshot.incidents
    .filter(isOpen)
    .toSorted((a, b) => Number(a.drill) - Number(b.drill) || comparePriority(a, b).order);
  const [worst, ...others] = open;
  return (
    <>
      <header className={styles.head}>
        <h1>{open.length === 0 ? words.calm : words.open(open.length)}</h1>
        <Times />
      </header>
      {worst ? <Worst incident={worst} /> : <Calm snapshot={snapshot} />}
      {worst && <Others incidents={others} />}
    </>
  );
}

/** One incident for the people who work on it: its answers, roles and latest entries. */
function One({ incident }: { incident: IncidentSummary }) {
  return (
    <>
      <header className={styles.head}>
        <p>{incident.number ?? words.notNumbered}</p>
        <Times />
      </header>
      <Worst incident={incident} level={1} />
      <RoomProvider id={incident.id}>
        <InRoom />
      </RoomProvider>
    </>
  );
}

function Gone() {
  return (
    <header className={styles.head}>
      <h1>{words.gone}</h1>
      <Times />
    </header>
  );
}

function sayChecks({ monitors, staleSince }: FeedSnapshot): string {
  if (monitors.length > 0) return countChecks(monitors);
  return staleSince === null ? strings.lobby.noChecks : strings.checks.noneKnown;
}

function Foot({ snapshot }: { snapshot: FeedSnapshot }) {
  const connection = useFeedConnection();
  const { incidents, monitors, monitoring, onCall = [] } = snapshot;
  const trouble = markChecks(monitors, incidents).filter(({ isTrouble }) => isTrouble);
  return (
    <footer className={styles.foot}>
      <p>
        {monitoring.blindSince === null
          ? sayChecks(snapshot)
          : words.blind(sayTimeOfDay(monitoring.blindSince))}
        {trouble.length > 0 && (
          <span className={styles.trouble}>
            {' '}
            {trouble
              .slice(0, 5)
              .map(({ monitor }) => monitor.name)
              .join(', ')}
          </span>
        )}
      </p>
      <OnDuty onCall={onCall} />
      <ConnectionWords connection={connection} />
    </footer>
  );
}

function Times() {
  const now = useNow();
  const utc = sayExactly(now).slice(11, 16);
  const here = new Date(now).toTimeString().slice(0, 5);
  return (
    <p className={styles.times}>
      {here !== utc && (
        <>
          <span className="mono">{here}</span> <span className={styles.soft}>{words.here}</span>{' '}
        </>
      )}
      <span className="mono">{utc}</span> <span className={styles.soft}>{words.utc}</span>
    </p>
  );
}

function Worst({ incident, level = 2 }: { incident: IncidentSummary; level?: 1 | 2 }) {
  const Heading = `h${level}` as const;
  return (
    <section
      className={styles.worst}
      data-severity={incident.severity}
      aria-label={level === 1 ? words.incident : words.worst}
    >
      <Heading>
        <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} />{' '}
        {incident.drill && <span className={styles.soft}>{words.drill}</span>} {incident.title}
      </Heading>
      <Answers incident={incident} isLit />
    </section>
  );
}

/** The incident's four main answers. */
function Answers({ incident, isLit = false }: { incident: IncidentSummary; isLit?: boolean }) {
  const name = usePersonName();
  const now = useNow();
  // Only the worst incident is highlighted; the others use bold.
  const loud = isLit ? styles.late : styles.loud;
  const { commanders, updateDueAt, impactBeganAt, declaredAt } = incident;
  return (
    <dl className={styles.answers}>
      <div>
        <dt>{words.status}</dt>
        <dd>{statusWords(incident.status)}</dd>
      </div>
      <div>
        <dt>{words.commands}</dt>
        <dd className={commanders.length === 0 ? styles.soft : undefined}>
          {commanders.length === 0 ? words.nobody : commanders.map(name).join(', ')}
          {commanders.length > 1 && <b className={`${styles.conflict} ${loud}`}>{words.conflict}</b>}
        </dd>
      </div>
      <div>
        <dt>{words.due}</dt>
        <dd>
          {updateDueAt === null ? (
            <span className={styles.soft}>{words.none}</span>
          ) : (
            <span className={updateDueAt < now ? loud : undefined}>
              <Due at={updateDueAt} />
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>{impactBeganAt === null ? words.declared : words.impact}</dt>
        <dd>
          {/* One clock runs, that of the worst incident. */}
          {isLit ? (
            <Clock from={impactBeganAt ?? declaredAt} />
          ) : (
            <Length from={impactBeganAt ?? declaredAt} />
          )}
        </dd>
      </div>
    </dl>
  );
}

/** The other incidents; many of them rotate page by page. */
function Others({ incidents }: { incidents: readonly IncidentSummary[] }) {
  const [turn, setTurn] = useState(0);
  const pages = Math.ceil(incidents.length / onOnePage);
  useEffect(() => {
    if (pages < 2) return undefined;
    const timer = setInterval(() => setTurn((before) => before + 1), turnEveryMs);
    return () => clearInterval(timer);
  }, [pages]);
  if (incidents.length === 0) return <div className={styles.others} />;
  const page = turn % pages;
  return (
    <section className={styles.others} aria-label={words.others}>
      <ul>
        {incidents.slice(page * onOnePage, (page + 1) * onOnePage).map((incident) => (
          <li key={incident.id}>
            <h2 className={styles.title}>
              <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} />
              {incident.drill && <span className={styles.soft}>{words.drill}</span>}
              <b className={styles.words}>{incident.title}</b>
            </h2>
            <Answers incident={incident} />
          </li>
        ))}
      </ul>
      {pages > 1 && <p className={styles.soft}>{words.page(page + 1, pages)}</p>}
    </section>
  );
}

/** As many as one line of a large screen takes. */
const onDutyShown = 4;

/** Who is on call; what nobody covers comes first. */
function OnDuty({ onCall }: { onCall: readonly OnCall[] }) {
  const name = usePersonName();
  if (onCall.length === 0) return null;
  return (
    <p>
      {onCall
        .toSorted((a, b) => Number(a.person !== null) - Number(b.person !== null))
        .slice(0, onDutyShown)
        .map(({ schedule, name: of, person }) => (
          <span key={schedule} className={styles.duty}>
            <span className={styles.soft}>{of}</span>{' '}
            {person === null ? <b className={styles.trouble}>{words.nobody}</b> : name(person)}
          </span>
        ))}
      {onCall.length > onDutyShown && (
        <span className={styles.soft}>{strings.lobby.andMore(onCall.length - onDutyShown)}</span>
      )}
    </p>
  );
}
