// TA: the state and the order of tasks. Pure: the time is an argument.
import type { PersonId } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import type { Repeats, Task } from '../view/work-view.ts';

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

type Turns = Pick<Repeats, 'everyMs' | 'firstDue' | 'doneAt'>;

/** How many turns of a repeating task were due from `due` until `until`. */
const turnsDue = (due: number, until: number, everyMs: number): number =>
  until < due ? 0 : Math.floor((until - due) / everyMs) + 1;

/**
 * TA3: computes from the times at which each turn was done when the next turn is due and how many were missed.
 * Nothing is due between resolving and reopening (`reopened`, oldest first); a reopened incident begins a new interval.
 */
export function countTurns(
  { everyMs, firstDue, doneAt }: Turns,
  writtenAt: number,
  reopened: Room['reopened'],
): { due: number; missed: number } {
  let [since, due, missed] = [writtenAt, firstDue, 0];
  const goTo = (at: number): void => {
    for (const { resolvedAt, at: openAgain } of reopened) {
      if (openAgain <= since || resolvedAt >= at) continue;
      missed += turnsDue(due, resolvedAt, everyMs);
      since = openAgain;
      due = Math.max(due, openAgain + everyMs);
    }
  };
  for (const at of doneAt) {
    goTo(at);
    missed += Math.max(0, Math.floor((at - due) / everyMs));
    [since, due] = [at, at + everyMs];
  }
  goTo(Number.POSITIVE_INFINITY);
  return { due, missed };
}

const rested = new WeakMap<readonly Task[], { ends: Ends; tasks: readonly Task[] }>();
type Ends = Pick<Room, 'resolvedAt' | 'reopened'>;

/**
 * TA3: repeating tasks end with the incident, rest until it is reopened, and go on from there; a turn that was due
 * when it was resolved was missed. The same list and ends give the same result (`===`).
 */
export function restTasks(tasks: readonly Task[], { resolvedAt, reopened }: Ends): readonly Task[] {
  if (resolvedAt === null && reopened.length === 0) return tasks;
  if (tasks.every(({ repeats }) => repeats === null)) return tasks;
  const known = rested.get(tasks);
  if (known?.ends.resolvedAt === resolvedAt && known.ends.reopened === reopened) return known.tasks;
  const ended = tasks.map((task) => restTask(task, { resolvedAt, reopened }));
  rested.set(tasks, { ends: { resolvedAt, reopened }, tasks: ended });
  return ended;
}

function restTask(task: Task, { resolvedAt, reopened }: Ends): Task {
  const { repeats } = task;
  if (repeats === null) return task;
  const { due, missed } = countTurns(repeats, task.at, reopened);
  if (resolvedAt === null) return { ...task, due, repeats: { ...repeats, missed } };
  const left = turnsDue(due, resolvedAt, repeats.everyMs);
  return { ...task, due, doneAt: resolvedAt, repeats: { ...repeats, missed: missed + left } };
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
