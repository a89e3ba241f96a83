import type { RecurringTask } from '#room/team/recurring.ts';
import { isoDate, readDay } from '#room/time/time.ts';
import { sayList } from '#room/text/words.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { useApi } from '../../server/api.ts';
import { usePersonName, useSilentSince } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { go, routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RecordList } from '../../ui/record-list.tsx';
import { sayNearDay } from '../../ui/say-time.ts';
import { daysLeft, sayLeft } from './standing.ts';
import styles from './recurring.module.css';

const words = strings.recurring;
const none: readonly RecurringTask[] = [];
const add = () => go({ screen: 'recurring-tasks', task: 'new' });

export function RecurringList({ snapshot }: { snapshot: FeedSnapshot }) {
  const silentSince = useSilentSince();
  const { isOwner } = useSession();
  const now = useTeamClock().now();
  const { recurringTasks = none } = snapshot;
  const today = isoDate(now);
  const sorted = recurringTasks.toSorted(
    (a, b) => a.due.localeCompare(b.due) || a.name.localeCompare(b.name),
  );
  const late = sorted.filter((task) => daysLeft(task, today) < 0).length;
  return (
    <RecordList
      words={words}
      className={styles.page}
      add={isOwner ? add : null}
      about={
        <>
          {sorted.length > 0 && <p className="soft">{words.count(sorted.length, late)}</p>}
          {!isOwner && <p className="label">{words.onlyOwners}</p>}
        </>
      }
      below={sorted.length === 0 && isOwner && <Usual />}
      isEmpty={sorted.length === 0}
      silentSince={silentSince}
      heads={
        <>
          <span>{words.heads.name}</span>
          <span>{words.heads.kind}</span>
          <span>{words.heads.due}</span>
          <span>{words.heads.who}</span>
          <span>{words.heads.last}</span>
        </>
      }
      rows={sorted.map((task) => (
        <Row key={task.id} task={task} now={now} />
      ))}
    />
  );
}

function Row({ task, now }: { task: RecurringTask; now: number }) {
  const nameOf = usePersonName();
  const left = daysLeft(task, isoDate(now));
  const { last, due } = task;
  return (
    <li className={styles.row} data-late={left < 0}>
      <a data-row className={styles.link} href={routeHash({ screen: 'recurring-tasks', task: task.id })}>
        {task.name}
      </a>
      <span className="soft">{words.kinds[task.kind]}</span>
      <span className={styles.due}>
        <time dateTime={due}>{sayNearDay(readDay(due) ?? now, now)}</time> <b>{sayLeft(left)}</b>
      </span>
      <span className="clip">{sayList(task.reminded.map(nameOf)) || words.nobody}</span>
      <span className="soft">
        {last === null ? words.never : words.lastOn(words.outcomes[last.outcome], sayNearDay(last.at, now))}
      </span>
    </li>
  );
}

/** RR7: adds the tasks that most teams should have. */
function Usual() {
  const api = useApi();
  const { busy, problem, attempt } = useAttempt();
  return (
    <div className={styles.usual}>
      <ServerButton
        variant="default"
        loading={busy}
        onClick={() => void attempt(() => api.post('/recurring-tasks/defaults', {}))}
      >
        {words.usual}
      </ServerButton>
      {problem !== null && <Problem>{words.notAdded(sayRefusal(problem))}</Problem>}
    </div>
  );
}
