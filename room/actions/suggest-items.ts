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
