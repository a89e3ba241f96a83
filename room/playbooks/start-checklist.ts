// PB5: what starting a playbook writes into a room.
import type { FactDraft, PersonId } from '../facts/fact.ts';
import type { PlaybookStep } from './playbook-step.ts';

type Startable = { id: string; title: string; steps: readonly PlaybookStep[] };

/**
 * The checklist, and a repeating task for each step that repeats (TA3). `holderOf` finds the person of an assignee, a
 * role or a name; a task whose assignee is nobody's yet says it in its text.
 */
export function startChecklist(
  { id, title, steps }: Startable,
  holderOf: (assignee: string) => PersonId | null,
): FactDraft[] {
  const once = steps.filter(({ every }) => every === undefined);
  const tasks = steps.flatMap(({ text, every, assignee }): FactDraft[] => {
    if (every === undefined) return [];
    const owner = assignee === undefined ? null : holderOf(assignee);
    const said = assignee === undefined || owner !== null ? text : `${text} (@${assignee})`;
    return [{ kind: 'task', text: said, everyMs: every * 60_000, ...(owner !== null && { owner }) }];
  });
  return [{ kind: 'checklist', title, playbook: id, steps: once.map((step) => ({ ...step })) }, ...tasks];
}
