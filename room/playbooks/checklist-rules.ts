import type { PersonId } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import type { Checklist } from '../view/work-view.ts';

type Step = Checklist['steps'][number];

/** PB6: whether this person's approval would count: somebody else will do the step, or they are commander. */
export function mayApprove(step: Step, person: PersonId, room: Pick<Room, 'roles'>): boolean {
  if (!waitsForApproval(step)) return false;
  return step.askers.some((asker) => asker !== person) || commands(person, room);
}

/** Asked for, or ticked already, and not approved. */
export const waitsForApproval = (step: Step): boolean =>
  step.needsApproval && step.approval === null && step.state === 'open' && step.askers.length > 0;

/** The number of open steps above a guarded step; 0 for other steps. */
export function openAbove({ steps }: Checklist, step: Step): number {
  if (!step.isGuarded) return 0;
  return steps.slice(0, steps.indexOf(step)).filter(({ state }) => state === 'open').length;
}

/** When the time box of a step that was started ends, epoch ms; null while it has none. */
export const timeBoxEnd = ({ state, startedAt, minutes }: Step): number | null =>
  state !== 'open' || startedAt === null || minutes === null ? null : startedAt + minutes * 60_000;

const commands = (person: PersonId, { roles }: Pick<Room, 'roles'>): boolean =>
  roles.some(({ role, primary }) => role === 'commander' && primary.some((claim) => claim.person === person));
