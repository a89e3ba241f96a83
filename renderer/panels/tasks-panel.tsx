import { useState, type FormEvent } from 'react';
import { TextInput } from '@mantine/core';
import { usePersonName } from '#renderer/state/feed.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { useNow, useTeamClock } from '#renderer/ui/now.tsx';
import { Due, When } from '#renderer/ui/time.tsx';
import type { Task, Room } from '#room/incident.ts';
import { parseLine } from './line/parse-line.ts';
import { useLineContext } from './line/use-line-context.ts';
import parts from './parts.module.css';
import { useWriter } from './use-writer.ts';

export function TasksPanel() {
  const { tasks } = useRoom();
  const open = tasks
    .filter(({ doneAt }) => doneAt === null)
    .toSorted((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
  const done = tasks.filter(({ doneAt }) => doneAt !== null);
  return (
    <>
      {tasks.length === 0 && <p className={parts.hint}>Ask somebody for one thing, with a time box.</p>}
      <ul className={parts.rows}>
        {[...open, ...done].map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      <AddTask />
    </>
  );
}

function TaskRow({ task }: { task: Task }) {
  const { canWrite, write } = useWriter();
  const { me } = useSession();
  const names = usePersonName();
  const isDone = task.doneAt !== null;
  const owner = task.owner === null ? 'nobody yet' : task.owner === me.id ? 'you' : names(task.owner);
  return (
    <li className={isDone ? parts.done : undefined}>
      <input
        type="checkbox"
        checked={isDone}
        disabled={!canWrite || isDone}
        aria-label={`Done: ${task.text}`}
        onChange={() => write({ kind: 'task-done', target: task.id })}
      />
      <span className={parts.main}>
        {task.text}
        <span className={parts.under}>{owner}</span>
      </span>
      <span className={parts.aside}>
        {task.doneAt !== null ? (
          <When at={task.doneAt} />
        ) : task.due !== null ? (
          <DueWords at={task.due} />
        ) : null}
      </span>
    </li>
  );
}

function DueWords({ at }: { at: number }) {
  const isLate = useNow() > at;
  return (
    <span className={isLate ? parts.late : undefined}>
      <Due at={at} />
    </span>
  );
}

/** The same words as after /task in the line below. */
function AddTask() {
  const { canWrite, write } = useWriter();
  const context = useLineContext();
  const clock = useTeamClock();
  const [line, setLine] = useState('');
  const [error, setError] = useState<string | null>(null);
  if (!canWrite) return null;
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (line.trim() === '') return;
    const parsed = parseLine(`/task ${line}`, { ...context, now: clock.now() });
    if (parsed.state === 'wrong') return setError(parsed.error);
    if (parsed.state === 'ready' && write(parsed.drafts)) setLine('');
  };
  return (
    <form className={parts.line} onSubmit={add}>
      <TextInput
        aria-label="Add a task"
        placeholder="@name 10m what to do"
        value={line}
        error={error}
        onChange={(event) => {
          setLine(event.currentTarget.value);
          setError(null);
        }}
      />
    </form>
  );
}

export function tasksBrief({ tasks }: Room, now: number): string {
  const open = tasks.filter(({ doneAt }) => doneAt === null);
  if (tasks.length === 0) return '';
  const late = open.filter(({ due }) => due !== null && due < now).length;
  return late > 0 ? `${late} overdue` : `${open.length} open`;
}
