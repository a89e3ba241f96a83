import { Button } from '@mantine/core';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { ProblemRecord } from '#room/learning/problems.ts';
import { sayList } from '#room/text/words.ts';
import { usePersonName } from '../../server/feed.tsx';
import { go, routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { ForgetRecord } from '../../fields/forget-record.tsx';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { isOpen } from '../../state/incident-order.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { When } from '../../ui/time.tsx';
import { problemStanding } from './standing.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './problems.module.css';

const words = strings.problems;
const minute = 60_000;

export function ProblemPage({ problem, snapshot }: { problem: ProblemRecord; snapshot: FeedSnapshot }) {
  const { canWrite } = useSession();
  const nameOf = usePersonName();
  const now = useNow();
  const { all, recent, cameBack } = problemStanding(problem, snapshot, now - (now % minute));
  const { name, state, owner, workaround, notes, solvedAt } = problem;
  const facts = [
    cameBack ? words.cameBack : words.states[state],
    owner === null ? words.noOwner : nameOf(owner),
    recent === 0 ? words.never : words.within(recent),
  ];
  return (
    <article className={styles.one}>
      <header className={styles.head}>
        <h1>{name}</h1>
        <p className="soft">{facts.join(' · ')}</p>
        {canWrite && (
          <Button
            className={styles.add ?? ''}
            size="compact-sm"
            onClick={() => go({ screen: 'problems', problem: problem.id, edit: true })}
          >
            {words.edit}
          </Button>
        )}
      </header>
      <section>
        <h2>{words.workaround}</h2>
        <p className={workaround === null ? 'soft' : styles.words}>{workaround ?? words.noWorkaround}</p>
      </section>
      {notes !== null && (
        <section>
          <h2>{words.notes}</h2>
          <p className={styles.words}>{notes}</p>
        </section>
      )}
      {solvedAt !== null && (
        <p>
          <Sentence says={words.solvedAt} parts={{ time: <When at={solvedAt} /> }} />
        </p>
      )}
      <section aria-label={words.incidents}>
        <h2>{words.incidents}</h2>
        <Belongs problem={problem} snapshot={snapshot} />
        {all.length === 0 && <p className="soft">{words.noIncidents}</p>}
        <ul className={styles.items}>
          {all.map((incident) => (
            <li key={incident.id}>
              <SeverityMark
                severity={incident.severity}
                isSet={incident.severityIsSet}
                isOver={!isOpen(incident)}
              />
              <a className="clip" href={routeHash({ screen: 'room', incident: incident.id })}>
                {[incident.number, incident.title].filter(Boolean).join(' ')}
              </a>
              <span className="soft">{statusWords(incident.status)}</span>
              <When at={incident.declaredAt} />
            </li>
          ))}
        </ul>
      </section>
      {canWrite && (
        <ForgetRecord
          path={`/problems/${problem.id}`}
          words={words}
          onGone={() => go({ screen: 'problems', problem: null })}
        />
      )}
    </article>
  );
}

/** Why an incident is in the list although nobody added it. */
function Belongs({
  problem: { cause, check },
  snapshot,
}: {
  problem: ProblemRecord;
  snapshot: FeedSnapshot;
}) {
  const monitor = snapshot.monitors.find(({ id }) => id === check)?.name ?? check;
  const signs = [
    ...(cause === null ? [] : [words.belongsBy.cause(cause)]),
    ...(monitor === null ? [] : [words.belongsBy.check(monitor)]),
  ];
  return signs.length === 0 ? null : <p className="label">{words.belongs(sayList(signs))}</p>;
}
