import { guessActionType } from '../facts/action-type.ts';
import { isIntake } from '../facts/author.ts';
import type { Fact } from '../facts/fact.ts';
import type { Action, ActionItem, Observation, Task } from '../view/work-view.ts';
import { countTurns } from './tasks.ts';
import { family, ofKind } from './family.ts';

type Base = { kind: string; id: string };
const baseOf = <T extends Base, K extends T['kind']>(
  facts: readonly T[],
  kind: K,
): Extract<T, { kind: K }> | undefined =>
  facts.find((fact): fact is Extract<T, { kind: K }> => fact.kind === kind);
const subject = (fact: { id: string; target?: string }): string => fact.target ?? fact.id;
/** The group key of a fact: its own id for the `base` kind (whose `target` may be an answer, TH1), else its `target`. */
const subjectOf =
  (base: string) =>
  (fact: { kind: string; id: string; target?: string | undefined }): string =>
    fact.kind === base ? fact.id : (fact.target ?? fact.id);

/** The action, and whether it helped. The newest grade counts. */
export const createActions = () =>
  family<'action' | 'graded', Action>({
    kinds: ['action', 'graded'],
    keyOf: subjectOf('action'),
    compute(facts) {
      const base = baseOf(facts, 'action');
      if (!base) return null;
      const { id, text, repair = null, type = guessActionType(text), by, at } = base;
      return {
        anchor: base,
        view: { id, text, repair, type, by, at, grade: ofKind(facts, 'graded').at(-1) ?? null },
      };
    },
  });

/** IN2: an observation and who confirmed it. */
export const createObservations = () =>
  family<'observation' | 'confirmed', Observation>({
    kinds: ['observation', 'confirmed'],
    keyOf: subjectOf('observation'),
    compute(facts) {
      const base = baseOf(facts, 'observation');
      if (!base) return null;
      const { id, text, by, at, evidence = null, target: about = null, byName } = base;
      const confirmedBy = findWitnesses(base, ofKind(facts, 'confirmed'));
      return {
        anchor: base,
        view: {
          id,
          text,
          by,
          at,
          evidence,
          about,
          confirmedBy,
          ...(isIntake(by) && byName ? { byName } : {}),
        },
      };
    },
  });

/** Each person once, without the observer: nobody confirms their own observation. */
export const findWitnesses = (
  { by }: { by: string },
  confirmations: readonly Fact<'confirmed'>[],
): readonly string[] => [...new Set(confirmations.map((each) => each.by))].filter((person) => person !== by);

export const createTasks = () =>
  family<'task' | 'task-accepted' | 'task-done', Task>({
    kinds: ['task', 'task-accepted', 'task-done'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'task');
      if (!base) return null;
      const { id, text, due = null, by, at, everyMs } = base;
      const { owner, acceptedAt } = findAcceptance(base, ofKind(facts, 'task-accepted'));
      const known = { id, text, owner, by, at, acceptedAt };
      const done = ofKind(facts, 'task-done');
      if (everyMs !== undefined)
        return {
          anchor: base,
          view: {
            ...known,
            doneAt: null,
            ...foldTurns({ everyMs, firstDue: due ?? at + everyMs, at }, done),
          },
        };
      return { anchor: base, view: { ...known, due, doneAt: done[0]?.at ?? null, repeats: null } };
    },
  });

/** TA3: `done` in order of `noted`. People who did the same turn at once did it once: the first one counts. */
function foldTurns(
  { everyMs, firstDue, at: writtenAt }: { everyMs: number; firstDue: number; at: number },
  done: readonly Fact<'task-done'>[],
): Pick<Task, 'due' | 'repeats'> {
  const firstAt = new Map<number, number>();
  let last = 0;
  for (const { turn = last + 1, at } of done) {
    if (!firstAt.has(turn)) firstAt.set(turn, at);
    last = Math.max(last, turn);
  }
  const doneAt = [...firstAt].toSorted(([a], [b]) => a - b).map(([, at]) => at);
  const turns = { everyMs, firstDue, doneAt };
  const { due, missed } = countTurns(turns, writtenAt, []);
  return { due, repeats: { ...turns, turn: last + 1, done: doneAt.length, missed } };
}

/** TA1: only the owner's acceptance counts; a task without an owner belongs to the first person who accepts it. */
function findAcceptance(
  task: Fact<'task'>,
  accepted: readonly Fact<'task-accepted'>[],
): Pick<Task, 'owner' | 'acceptedAt'> {
  const owner = task.owner ?? accepted[0]?.by ?? null;
  if (owner !== null && owner === task.by) return { owner, acceptedAt: task.at };
  return { owner, acceptedAt: accepted.find(({ by }) => by === owner)?.at ?? null };
}

const changeable = ['text', 'owner', 'due', 'priority', 'type', 'ticket', 'monitor', 'automate'] as const;

/** AI3: an item and its changes. A reason for an end applies only to that end. */
export const createActionItems = () =>
  family<'action-item' | 'action-item-changed', ActionItem>({
    kinds: ['action-item', 'action-item-changed'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'action-item');
      if (!base) return null;
      const item: ActionItem = { ...freshItem, ...plainItem(base) };
      for (const change of ofKind(facts, 'action-item-changed')) {
        for (const field of changeable)
          if (change[field] !== undefined) Object.assign(item, { [field]: change[field] });
        if (change.state !== undefined) {
          const doneAt = change.state === 'done' ? change.at : null;
          Object.assign(item, { state: change.state, why: change.why ?? null, doneAt, again: null });
        }
        Object.assign(item, foldTicket(change, item));
        if (change.again !== undefined && item.state === 'done') item.again = change.again;
      }
      return { anchor: base, view: item };
    },
  });

/** TK2, TK3: a ticket answers the wish for one, and the state is that of the linked ticket. */
function foldTicket(
  change: Fact<'action-item-changed'>,
  { ticket }: ActionItem,
): Partial<Pick<ActionItem, 'asked' | 'noTicket' | 'ticketState'>> {
  const { id, tracker, noTicket, ticketState } = change;
  if (change.ticket !== undefined) return { asked: null, noTicket: null, ticketState: null };
  if (tracker !== undefined) return { asked: { tracker, fact: id }, noTicket: null };
  if (noTicket !== undefined) return { asked: null, noTicket };
  return ticketState === undefined || ticket === null ? {} : { ticketState };
}

const freshItem = {
  state: 'open',
  why: null,
  doneAt: null,
  again: null,
  monitor: null,
  asked: null,
  noTicket: null,
  ticketState: null,
} as const;

function plainItem(fact: Fact<'action-item'>): Omit<ActionItem, keyof typeof freshItem> {
  const { id, at, text, owner = null, due = null, priority = null, type = null } = fact;
  const { about = null, ticket = null, automate = false, automates = null, step = null } = fact;
  return { id, at, text, owner, due, priority, type, about, ticket, automate, automates, step };
}
