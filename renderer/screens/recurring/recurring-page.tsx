import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { RecurringRun, RecurringTask } from '#room/team/recurring.ts';
import { isoDate, readDay } from '#room/time/time.ts';
import { nameIncident, sayList } from '#room/text/words.ts';
import type { Items } from '#wire/api/list.ts';
import { ForgetRecord } from '../../fields/forget-record.tsx';
import { sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { sayProblem, useApi } from '../../server/api.ts';
import { useFeed, usePersonName } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { useResource } from '../../server/use-resource.ts';
import { go, routeHash } from '../../state/router.ts';
import { declareAs } from '../../state/shell-store.ts';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { RecordHead } from '../../ui/record-list.tsx';
import { sayNearDay } from '../../ui/say-time.ts';
import { When } from '../../ui/time.tsx';
import { RecordRun } from './record-run.tsx';
import { daysLeft, sayLeft } from './standing.ts';
import styles from './recurring.module.css';

const words = strings.recurring;
const declareKey = 'i';

/** `isAway`: the team's server is away, so nothing can be recorded. */
export function RecurringPage({ task, isAway }: { task: RecurringTask; isAway: boolean }) {
  const { canWrite, isOwner } = useSession();
  const nameOf = usePersonName();
  const now = useTeamClock().now();
  const { id, name, kind, details, service, due, repeat, reminded } = task;
  const left = daysLeft(task, isoDate(now));
  const facts = [
    words.kinds[kind],
    words.every[repeat.unit](repeat.every),
    words.dueOn(sayNearDay(readDay(due) ?? now, now), sayLeft(left)),
    ...(service === null ? [] : [service]),
  ];
  const edit = () => go({ screen: 'recurring-tasks', task: id, edit: true });
  return (
    <article className={styles.one} data-late={left < 0}>
      <RecordHead name={name} facts={facts} edit={isOwner ? { words: words.edit, run: edit } : null} />
      {details !== null && (
        <p className={styles.words}>
          <LinkedText text={details} />
        </p>
      )}
      {reminded.length > 0 && <p className="label">{words.reminds(sayList(reminded.map(nameOf)))}</p>}
      {canWrite && isAway && <p className="label">{words.isAway}</p>}
      {canWrite && !isAway && <RecordRun task={task} />}
      <Turns task={task} isAway={isAway} />
      {isOwner && (
        <ForgetRecord
          path={`/recurring-tasks/${id}`}
          words={words}
          list={{ screen: 'recurring-tasks', task: null }}
        />
      )}
    </article>
  );
}

/** Its recorded turns, newest first; the last one alone while the team's server is away. */
function Turns({ task, isAway }: { task: RecurringTask; isAway: boolean }) {
  const { value } = useResource<Items<RecurringRun>>(`/recurring-tasks/${task.id}/runs`, {
    version: `${task.last?.id} ${task.last?.incident}`,
  });
  const runs = value?.items ?? (task.last === null ? [] : [task.last]);
  return (
    <section aria-labelledby="turns">
      <h2 id="turns">{words.turns}</h2>
      {runs.length === 0 && <p className="soft">{words.noTurns}</p>}
      <ul className={styles.turns}>
        {runs.map((run) => (
          <Turn key={run.id} run={run} task={task} isAway={isAway} />
        ))}
      </ul>
    </section>
  );
}

type TurnProps = { run: RecurringRun; task: RecurringTask; isAway: boolean };

function Turn({ run, task, isAway }: TurnProps) {
  const api = useApi();
  const { me, isOwner, canWrite } = useSession();
  const nameOf = usePersonName();
  const { busy, problem, attempt } = useAttempt();
  const mayTakeBack = canWrite && run.id === task.last?.id && (run.by === me.id || isOwner);
  const takeBack = () => attempt(() => api.delete(`/recurring-tasks/${task.id}/runs/${run.id}`));
  return (
    <li>
      <b>{words.outcomes[run.outcome]}</b>
      <span className="soft">{words.dueThen(sayNearDay(readDay(run.due) ?? run.at, run.at))}</span>
      <span className="soft">
        {nameOf(run.by)}, <When at={run.at} />
      </span>
      {run.url !== null && (
        <span>
          <LinkedText text={run.url} />
        </span>
      )}
      {mayTakeBack && (
        <button
          type="button"
          className={styles.act}
          disabled={busy || isAway}
          onClick={() => void takeBack()}
        >
          {words.takeBack}
        </button>
      )}
      {run.text !== null && <p className={styles.words}>{run.text}</p>}
      {run.incident !== null ? (
        <CameOfIt incident={run.incident} />
      ) : (
        run.outcome === 'failed' && canWrite && !isAway && <DeclareOfIt run={run} task={task} />
      )}
      {problem !== null && <Problem>{sayRefusal(problem)}</Problem>}
    </li>
  );
}

/** RR9: the incident that came of a failed turn, for people who may see it. */
function CameOfIt({ incident }: { incident: string }) {
  const { snapshot } = useFeed();
  const found = snapshot?.incidents.find(({ id }) => id === incident);
  if (found === undefined) return null;
  const name = nameIncident(found);
  return (
    <p className={styles.words}>
      <a href={routeHash({ screen: 'room', incident })}>{words.cameOfIt(name)}</a>
    </p>
  );
}

/** RR9: opens the declare bar for a failed turn, and names in the turn what was declared or joined. */
function DeclareOfIt({ run, task }: { run: RecurringRun; task: RecurringTask }) {
  const api = useApi();
  const isNewest = run.id === task.last?.id;
  const name = (incident: string) => {
    api.put(`/recurring-tasks/${task.id}/runs/${run.id}`, { incident }).catch((error: unknown) => {
      notifications.show({ title: words.notNamed(task.name), message: sayProblem(error), autoClose: 8000 });
    });
  };
  const declare = () =>
    declareAs({
      title: words.declareTitle(task.name),
      ...(task.service !== null && { service: task.service }),
      description: [words.declareText(task.name, run.due, run.text ?? ''), run.url ?? ''].join('\n').trim(),
      onIncident: name,
    });
  useKeys(isNewest ? { [declareKey]: { label: words.declare, group: words.title, run: declare } } : {});
  return (
    <p className={styles.words}>
      <Button
        size="compact-sm"
        onClick={declare}
        {...(isNewest && { rightSection: <Kbd keys={declareKey} /> })}
      >
        {words.declare}
      </Button>
    </p>
  );
}
