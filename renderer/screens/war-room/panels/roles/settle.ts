import type { FactDraft, PersonId } from '#room/facts/fact.ts';
import type { RoleState } from '#room/view/room-view.ts';

/** FO7: releasing all primaries but one ends the conflict. */
export function settleRole(
  { role, primary }: Pick<RoleState, 'role' | 'primary'>,
  keeper: PersonId,
): FactDraft[] {
  const others = new Set(primary.map(({ person }) => person).filter((person) => person !== keeper));
  return [...others].map((person) => ({ kind: 'released', role, person }));
}
