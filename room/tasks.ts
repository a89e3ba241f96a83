// TA: the state and the order of tasks. Pure: the time is an argument.
import type { PersonId } from './fact.ts';
import type { Task } from './incident.ts';

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
