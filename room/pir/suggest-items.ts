// What a room suggests as action items: repairs that are still temporary, and work done by hand.
import type { FactDraft } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import type { Action } from '../view/work-view.ts';

/** GR5: temporary repairs without an action item to make them permanent. */
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

/** The action item for an open repair; its text is only a suggestion. */
export const itemForRepair = ({ id, text }: Action): FactDraft<'action-item'> => ({
  kind: 'action-item',
  text: `Replace the temporary repair with a lasting one: ${text.trim().split('\n', 1)[0] ?? ''}`.slice(
    0,
    500,
  ),
  type: 'correct',
  about: id,
});

/** AI9: manual work: an action, or a checklist, where `step` is one of its steps. */
export type ByHand = { id: string; step?: string; text: string };

/** AI9: whether an action item for it exists that was not dropped. */
export const isToAutomate = (
  { actionItems }: Pick<Room, 'actionItems'>,
  { id, step }: Pick<ByHand, 'id' | 'step'>,
): boolean =>
  actionItems.some(
    (item) => item.automates === id && item.step === (step ?? null) && item.state !== 'dropped',
  );

/** AI9: the action item for work that could be automated; its text is only a suggestion. */
export const itemToAutomate = ({ id, step, text }: ByHand): FactDraft<'action-item'> => ({
  kind: 'action-item',
  text: `Automate: ${text.trim().split('\n', 1)[0] ?? ''}`.slice(0, 500),
  automate: true,
  automates: id,
  ...(step !== undefined && { step }),
});
