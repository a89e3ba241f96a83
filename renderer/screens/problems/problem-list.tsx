import { useMemo } from 'react';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { findRepeats, problemStates, type ProblemRecord, type Repeat } from '#room/learning/problems.ts';
import { usePersonName, useSilentSince } from '../../server/feed.tsx';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { When } from '../../ui/time.tsx';
import { IncidentLinks } from './incident-links.tsx';
import { problemStanding } from './standing.ts';
import styles from './problems.module.css';

const words = strings.problems;
const none: readonly ProblemRecord[] = [];
const add = () => go({ screen: 'problems', problem: 'new' });

export function ProblemList({ snapshot }: { snapshot: FeedSnapshot }) {
  const silentSince = useSilentSince();
  const { canWrite } = useSession();
  const { now } = useTeamClock();
  const { problems = none, incidents } = snapshot;
  const repeats = useMemo(() => findRepeats(incidents, problems, now()), [incidents, problems, now]);
  const sorted = problems.toSorted(
    (a, b) => problemStates.indexOf(a.state) - problemStates.indexOf(b.state) || a.name.localeCompare(b.name),
  );
  return (
    <RecordList
      words={words}
      className={styles.page}
      add={canWrite ? add : null}
      above={repeats.length > 0 && <Offered repeats={repeats} />}
      isEmpty={problems.length === 0 && repeats.length === 0}
      silentSince={silentSince}
      heads={
        <>
          <span>{words.heads.name}</span>
          <span>{words.heads.state}</span>
          <span>{words.heads.owner}</span>
          <span>{words.heads.count}</span>
          <span>{words.heads.last}</span>
        </>
      }
      rows={sorted.map((problem) => (
        <Row key={problem.id} problem={problem} snapshot={snapshot} at={now()} />
      ))}
    />
  );
}

function Row({ problem, snapshot, at }: { problem: ProblemRecord; snapshot: FeedSnapshot; at: number }) {
  const nameOf = usePersonName();
  const { all, recent, cameBack } = problemStanding(problem, snapshot, at);
  const [last] = all;
  return (
    <li className={styles.row}>
      <a data-row className={styles.link} href={routeHash({ screen: 'problems', problem: problem.id })}>
        {problem.name}
      </a>
      <span className={cameBack ? styles.returned : 'soft'}>
        {cameBack ? words.cameBack : words.states[problem.state]}
      </span>
      <span className={problem.owner === null ? 'soft' : undefined}>
        {problem.owner === null ? words.noOwner : nameOf(problem.owner)}
      </span>
      <span>{recent === 0 ? <span className="soft">{words.never}</span> : words.times(recent)}</span>
      <span className="soft">{last && <When at={last.declaredAt} />}</span>
    </li>
  );
}

/** PM2: repeats that the team may record as a problem. */
function Offered({ repeats }: { repeats: readonly Repeat[] }) {
  const { canWrite } = useSession();
  return (
    <section className={styles.offered} aria-labelledby="offered">
      <h2 id="offered">{words.offered}</h2>
      <p className="soft">{words.offeredWhy}</p>
      <ul>
        {repeats.map(({ sign, incidents }) => {
          const said = words.sign[sign.kind](sign.name);
          const query = new URLSearchParams({ [sign.kind]: sign.value, name: sign.name }).toString();
          return (
            <li key={`${sign.kind} ${sign.value}`}>
              <b>{said}</b>
              <span>{words.times(incidents.length)}</span>
              <IncidentLinks incidents={incidents} />
              {canWrite && (
                <a
                  className={styles.act}
                  aria-label={words.record(sign.name)}
                  href={routeHash({ screen: 'problems', problem: 'new', query })}
                >
                  {words.recordWord}
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
