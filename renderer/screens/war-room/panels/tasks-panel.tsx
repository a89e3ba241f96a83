import { useRef } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayLength } from '#renderer/ui/say-time.ts';
import { Due, When } from '#renderer/ui/time.tsx';
import type { Room } from '#room/view/room-view.ts';
import type { Repeats, Task } from '#room/view/work-view.ts';
import { orderTasks, taskState, type TaskState } from '#room/fold/tasks.ts';
import { LineField } from './line/line-field.tsx';
import parts from '../../../ui/rows.module.css';
import { PersonName } from './person/person-name.tsx';
import { useWriter } from '../../../live-room/use-writer.ts';

const words = strings.panels;

export function TasksPanel() {
  const { tasks } = useRoom();
  const { canWrite } = useWriter();
  const { me } = useSession();
  const now = useNow();
  const list = useRef<HTMLUListElement>(null);
  const shown = orderTasks(tasks, me.id, now);
  useKeys({
    'shift+w': {
      run: () => list.current?.querySelector<HTMLElement>('li[data-mine] input:enabled')?.focus(),
      label: strings.tasks.next,
      group: words.panels,
    },
  });
  return (
    <>
      {tasks.length === 0 && !canWrite && <p className={parts.hint}>{words.noTasks}</p>}
      <ul className={parts.rows} ref={list}>
        {shown.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      {canWrite && (
        <LineField
          command="task"
          label={words.addTask}
          placeholder={words.taskExample}
          title={words.askSomebodyFor}
        />
      )}
    </>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { canWrite, write } = useWriter();
  const { me } = useSession();
  const now = useNow();
  const state = taskState(task, now);
  const isDone = state === 'done';
  const isMine = task.owner === me.id && !isDone;
  return (
    <li className={isDone ? parts.done : undefined} data-mine={isMine || undefined}>
      <input
        type="checkbox"
        checked={isDone}
        disabled={!canWrite || isDone}
        aria-label={words.done(task.text)}
        onChange={() =>
          write({ kind: 'task-done', target: task.id, ...(task.repeats && { turn: task.repeats.turn }) })
        }
      />
      <span className={parts.main}>
        <span className={isDone ? parts.struck : undefined}>{task.text}</span>
        <span className={parts.under}>
          <Owner task={task} state={state} />
          {task.repeats && <Rhythm repeats={task.repeats} />}
          {canWrite && <Acceptance task={task} />}
        </span>
      </span>
      <span className={parts.aside}>
        {task.doneAt !== null ? (
          <When at={task.doneAt} />
        ) : task.due !== null ? (
          <span className={state === 'overdue' ? parts.late : undefined}>
            <Due at={task.due} />
          </span>
        ) : null}
      </span>
    </li>
  );
}

/** The owner and their progress. The countdown shows when the task is overdue. */
function Owner({ task: { owner, acceptedAt }, state }: { task: Task; state: TaskState }) {
  const { me } = useSession();
  const { states } = strings.tasks;
  if (owner === null) return states.open;
  const how = state === 'overdue' ? (acceptedAt === null ? states.asked : states.accepted) : states[state];
  return (
    <>
      {owner === me.id ? words.you : <PersonName id={owner} />}, {how}
    </>
  );
}

/** TA3: how often it repeats and how often it was done. */
function Rhythm({ repeats: { everyMs, done, missed } }: { repeats: Repeats }) {
  const { every, doneTimes, missedTimes } = strings.tasks;
  const said = [
    every(sayLength(everyMs)),
    ...(done > 0 ? [doneTimes(done)] : []),
    ...(missed > 0 ? [missedTimes(missed)] : []),
  ];
  return <>{` · ${said.join(', ')}`}</>;
}

/** TA1: the assigned person accepts the task; anybody may take an unassigned task. */
function Acceptance({ task: { id, text, owner, acceptedAt, doneAt } }: { task: Task }) {
  const { me } = useSession();
  const { write } = useWriter();
  const isAsked = owner === me.id && acceptedAt === null;
  if (doneAt !== null || !(isAsked || owner === null)) return null;
  const { accept, acceptWords, take, takeWords } = strings.tasks;
  return (
    <button
      type="button"
      className={parts.act}
      style={{ marginLeft: 'var(--space-2)' }}
      aria-label={owner === null ? takeWords(text) : acceptWords(text)}
      onClick={() => write({ kind: 'task-accepted', target: id })}
    >
      {owner === null ? take : accept}
    </button>
  );
}

export function tasksBrief({ tasks }: Room, now: number): string {
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  if (tasks.length === 0) return '';
  const late = open.filter(({ due }) => due !== null && due < now).length;
  return late > 0 ? words.overdue(late) : words.open(open.length);
}

/** The number of overdue tasks in words; empty for none. */
export function tasksAlarm({ tasks }: Room, now: number): string {
  const late = tasks.filter(({ doneAt, due }) => doneAt === null && due !== null && due < now).length;
  return late > 0 ? words.overdue(late) : '';
}
