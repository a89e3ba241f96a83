import type { FactDraft } from '../fact.ts';
import type { Action, Room } from '../incident.ts';

/** GR5: temporary repairs that no action item is about yet: what holds for now must be made to last. */
export function findOpenRepairs({
  actions,
  actionItems,
}: Pick<Room, 'actions' | 'actionItems'>): readonly Action[] {
  const answered = new Set(actionItems.map(({ about }) => about));
  // An action that made it worse was undone, or is a separate outage: there is nothing to make permanent.
  return actions.filter(
    ({ id, repair, grade }) => repair === 'temporary' && grade?.outcome !== 'made-worse' && !answered.has(id),
  );
}

/** The action item that answers an open repair; its words are only a beginning. */
export const itemForRepair = ({ id, text }: Action): FactDraft<'action-item'> => ({
  kind: 'action-item',
  text: `Replace the temporary repair with a lasting one: ${text.trim().split('\n', 1)[0] ?? ''}`.slice(
    0,
    500,
  ),
  type: 'correct',
  about: id,
});

/** AI9: what was done by hand: an action, or a checklist, of which `step` names one of its steps. */
export type ByHand = { id: string; step?: string; text: string };

/** AI9: whether an action item that was not dropped came of it. */
export const isToAutomate = (
  { actionItems }: Pick<Room, 'actionItems'>,
  { id, step }: Pick<ByHand, 'id' | 'step'>,
): boolean =>
  actionItems.some(
    (item) => item.automates === id && item.step === (step ?? null) && item.state !== 'dropped',
  );

/** AI9: the action item for work that could be automated; its words are only a beginning. */
export const itemToAutomate = ({ id, step, text }: ByHand): FactDraft<'action-item'> => ({
  kind: 'action-item',
  text: `Automate: ${text.trim().split('\n', 1)[0] ?? ''}`.slice(0, 500),
  automate: true,
  automates: id,
  ...(step !== undefined && { step }),
});
