import type { Fact } from '../fact.ts';
import type { Action, ActionItem, Checklist, Task } from '../incident.ts';
import { family, ofKind } from './family.ts';

type Base = { kind: string; id: string };
const baseOf = <T extends Base, K extends T['kind']>(
  facts: readonly T[],
  kind: K,
): Extract<T, { kind: K }> | undefined =>
  facts.find((fact): fact is Extract<T, { kind: K }> => fact.kind === kind);
const subject = (fact: { id: string; target?: string }): string => fact.target ?? fact.id;

/** C-58: what was done, and whether it helped. The newest grade stands. */
export const createActions = () =>
  family<'action' | 'graded', Action>({
    kinds: ['action', 'graded'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'action');
      if (!base) return null;
      const { id, text, repair = null, by, at } = base;
      return {
        anchor: base,
        view: { id, text, repair, by, at, grade: ofKind(facts, 'graded').at(-1) ?? null },
      };
    },
  });

export const createTasks = () =>
  family<'task' | 'task-done', Task>({
    kinds: ['task', 'task-done'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'task');
      if (!base) return null;
      const { id, text, owner = null, due = null, by, at } = base;
      return {
        anchor: base,
        view: { id, text, owner, due, by, at, doneAt: baseOf(facts, 'task-done')?.at ?? null },
      };
    },
  });

const changeable = ['text', 'owner', 'due', 'priority', 'type', 'state'] as const;

export const createActionItems = () =>
  family<'action-item' | 'action-item-changed', ActionItem>({
    kinds: ['action-item', 'action-item-changed'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'action-item');
      if (!base) return null;
      const { id, text, owner = null, due = null, priority = null, type = null, about = null } = base;
      const item: ActionItem = { id, text, owner, due, priority, type, about, state: 'open' };
      for (const change of ofKind(facts, 'action-item-changed')) {
        for (const field of changeable)
          if (change[field] !== undefined) Object.assign(item, { [field]: change[field] });
      }
      return { anchor: base, view: item };
    },
  });

export const createChecklists = () =>
  family<'checklist' | 'step', Checklist>({
    kinds: ['checklist', 'step'],
    keyOf: subject,
    compute(facts) {
      const base = baseOf(facts, 'checklist');
      if (!base) return null;
      const newest = new Map<string, Fact<'step'>>();
      for (const step of ofKind(facts, 'step')) newest.set(step.step, step);
      const steps = base.steps.map(({ id, text }) => {
        const last = newest.get(id);
        return {
          id,
          text,
          state: last?.state ?? 'open',
          by: last?.by ?? null,
          at: last?.at ?? null,
          why: last?.why ?? null,
        } as const;
      });
      return {
        anchor: base,
        view: { id: base.id, title: base.title, playbook: base.playbook ?? null, steps },
      };
    },
  });
