// TA: the state and the order of tasks. Pure: the time is an argument.
import type { PersonId } from '../facts/fact.ts';
import type { Task } from '../view/room-view.ts';

export type TaskState = 'open' | 'asked' | 'accepted' | 'running' | 'overdue' | 'done';

/**
 * TA2: `open` without an owner, `asked` until the owner accepts, then `accepted`, or `running` with a time box.
 * `overdue` after its time box, accepted or not.
 */
export function taskState({ owner, due, acceptedAt, doneAt }: Task, now: number): TaskState {
  if (doneAt !== null) return 'done';
  if (due !== null && due < now) return 'overdue';
  if (owner === null) return 'open';
  if (acceptedAt === null) return 'asked';
  return due === null ? 'accepted' : 'running';
}

/** TA3: how many turns passed undone between `due` and `at`, without the one that is done at `at`. */
export const missedBy = (due: number, at: number, everyMs: number): number =>
  Math.max(0, Math.floor((at - due) / everyMs));

const rested = new WeakMap<readonly Task[], { resolvedAt: number; tasks: readonly Task[] }>();

/**
 * TA3: repeating tasks end with the incident; a turn that was due by then was missed. The same list and time give the
 * same result (`===`).
 */
export function restTasks(tasks: readonly Task[], resolvedAt: number | null): readonly Task[] {
  if (resolvedAt === null || tasks.every(({ repeats }) => repeats === null)) return tasks;
  const known = rested.get(tasks);
  if (known?.resolvedAt === resolvedAt) return known.tasks;
  const ended = tasks.map((task) => endTask(task, resolvedAt));
  rested.set(tasks, { resolvedAt, tasks: ended });
  return ended;
}

function endTask(task: Task, resolvedAt: number): Task {
  const { repeats, due } = task;
  if (repeats === null || due === null) return task;
  const left = resolvedAt < due ? 0 : missedBy(due, resolvedAt, repeats.everyMs) + 1;
  return { ...task, doneAt: resolvedAt, repeats: { ...repeats, missed: repeats.missed + left } };
}

/** TA2: overdue ones first, then mine, then by time box; done ones last. */
export function orderTasks(tasks: readonly Task[], me: PersonId, now: number): Task[] {
  const rank = (task: Task): number => {
    const state = taskState(task, now);
    if (state === 'done') return 3;
    return state === 'overdue' ? 0 : task.owner === me ? 1 : 2;
  };
  return tasks.toSorted((a, b) => rank(a) - rank(b) || byDue(a, b));
}

const dueOf = ({ due }: Task): number => due ?? Number.POSITIVE_INFINITY;
const byDue = (a: Task, b: Task): number => (dueOf(a) === dueOf(b) ? a.at - b.at : dueOf(a) - dueOf(b));
