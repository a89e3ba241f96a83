// The big screen of the room where everybody sits: what is open, how bad, who leads it and what is due next. Nothing
// to press; Esc leads back.
import { useEffect, useState } from 'react';
import type { IncidentSummary, OnCall } from '#room/feed.ts';
import { countChecks, markChecks, orderByNeed } from '../lobby/order.ts';
import { ConnectionWords } from '../shell/connection-words.tsx';
import { useFeedConnection } from '../shell/use-feed-connection.ts';
import { useFeed, usePersonName } from '../state/feed.tsx';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { useKeys } from '../ui/keys.tsx';
import { useNow } from '../ui/now.tsx';
import { sayExactly, sayTimeOfDay } from '../ui/say-time.ts';
import { SeverityMark } from '../ui/severity-mark.tsx';
import { statusWords } from '../ui/status-words.ts';
import { Clock, Due } from '../ui/time.tsx';
import styles from './wallboard.module.css';

const words = strings.wallboard;

/** As many as stay readable from the other side of a room. */
const onOnePage = 6;
const turnEveryMs = 15_000;

export function Wallboard() {
  const { snapshot } = useFeed();
  const connection = useFeedConnection();
  useKeys({
    escape: { label: words.leave, group: words.title, inFields: true, run: () => go({ screen: 'lobby' }) },
  });
  if (!snapshot) return null;
  const { incidents, monitors, monitoring, onCall = [] } = snapshot;
  // On a wall there is no me: nothing comes first for being mine.
  const open = orderByNeed(incidents, '');
  const [worst, ...others] = open;
  const trouble = markChecks(monitors, incidents).filter(({ isTrouble }) => isTrouble);
  return (
    <main id="content" className={styles.board} aria-label={words.title}>
      <header className={styles.head}>
        <h1>{open.length === 0 ? words.calm : words.open(open.length)}</h1>
        <Times />
      </header>
      {worst && <Worst incident={worst} />}
      <Others incidents={others} />
      <footer className={styles.foot}>
        <p>
          {monitoring.blindSince === null
            ? countChecks(monitors)
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
    </main>
  );
}

function Times() {
  const now = useNow();
  const utc = sayExactly(now).slice(11, 16);
  return (
    <p className={styles.times}>
      <span className="mono">{sayTimeOfDay(now)}</span> <span className={styles.soft}>{words.here}</span>{' '}
      <span className="mono">{utc}</span> <span className={styles.soft}>{words.utc}</span>
    </p>
  );
}

function Worst({ incident }: { incident: IncidentSummary }) {
  return (
    <section className={styles.worst} data-severity={incident.severity} aria-label={words.worst}>
      <h2>
        <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} /> {incident.title}
      </h2>
      <Answers incident={incident} />
    </section>
  );
}

/** The four answers, and since when. */
function Answers({ incident }: { incident: IncidentSummary }) {
  const name = usePersonName();
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
        </dd>
      </div>
      <div>
        <dt>{words.due}</dt>
        <dd>
          {updateDueAt === null ? (
            <span className={styles.soft}>{words.none}</span>
          ) : (
            <Due at={updateDueAt} />
          )}
        </dd>
      </div>
      <div>
        <dt>{impactBeganAt === null ? words.declared : words.impact}</dt>
        <dd>
          <Clock from={impactBeganAt ?? declaredAt} />
        </dd>
      </div>
    </dl>
  );
}

/** The others; where they are many, one page after the other. */
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
              {incident.drill && <span className={styles.soft}>{words.drill}</span>} {incident.title}
            </h2>
            <Answers incident={incident} />
          </li>
        ))}
      </ul>
      {pages > 1 && <p className={styles.soft}>{words.page(page + 1, pages)}</p>}
    </section>
  );
}

function OnDuty({ onCall }: { onCall: readonly OnCall[] }) {
  const name = usePersonName();
  if (onCall.length === 0) return null;
  return (
    <p>
      {onCall.slice(0, 4).map(({ schedule, name: of, person }) => (
        <span key={schedule} className={styles.duty}>
          <span className={styles.soft}>{of}</span> {person === null ? words.nobody : name(person)}
        </span>
      ))}
    </p>
  );
}
