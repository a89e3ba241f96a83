import { myTasksDue } from '#room/team/recurring.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Ago } from '../../ui/time.tsx';
import styles from './reports-wait.module.css';

const words = strings.triage;
const ownTasks = strings.recurring.lobby;

/** TG4: the number of reports that wait for triage, with a link. Renders nothing when there are none. */
export function ReportsWait() {
  const { snapshot } = useFeed();
  const { canWrite } = useSession();
  const { reports = [] } = snapshot ?? {};
  const [oldest] = reports;
  if (!canWrite || oldest === undefined) return null;
  return (
    <section aria-label={words.lobby} className={styles.wait}>
      <a href={routeHash({ screen: 'triage', report: null })}>
        {words.waiting(reports.length)} <Kbd keys="shift+t" />
      </a>
      <span className="soft">
        {oldest.title}, <Ago at={oldest.at} />
      </span>
    </section>
  );
}

/** RR5: my recurring tasks that are due today or late. Renders nothing when there are none. */
export function RecurringDue() {
  const { snapshot } = useFeed();
  const { me } = useSession();
  const { now } = useTeamClock();
  const due = myTasksDue(snapshot?.recurringTasks ?? [], me.id, now());
  const [first] = due;
  if (first === undefined) return null;
  const task = due.length === 1 ? first.id : null;
  return (
    <section aria-label={ownTasks.label} className={styles.wait}>
      <a href={routeHash({ screen: 'recurring-tasks', task })}>{ownTasks.due(due.length)}</a>
      <span className="soft clip">{first.name}</span>
    </section>
  );
}
