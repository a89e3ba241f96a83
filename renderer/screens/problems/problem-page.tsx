import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { ProblemRecord } from '#room/learning/problems.ts';
import { nameIncident, sayList } from '#room/text/words.ts';
import { usePersonName } from '../../server/feed.tsx';
import { go } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { ForgetRecord } from '../../fields/forget-record.tsx';
import { strings } from '../../strings/index.ts';
import { RecordHead } from '../../ui/record-list.tsx';
import { IncidentItem } from '../incidents/incident-item.tsx';
import { useNow } from '../../ui/now.tsx';
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
  const edit = () => go({ screen: 'problems', problem: problem.id, edit: true });
  return (
    <article className={styles.one}>
      <RecordHead name={name} facts={facts} edit={canWrite ? { words: words.edit, run: edit } : null} />
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
            <IncidentItem key={incident.id} incident={incident} name={nameIncident(incident)} />
          ))}
        </ul>
      </section>
      {canWrite && (
        <ForgetRecord
          path={`/problems/${problem.id}`}
          words={words}
          list={{ screen: 'problems', problem: null }}
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
