// TM: who may see an incident. Lists, rooms, feed, search, numbers and messages all use this one rule.
import type { PersonId } from '../facts/fact.ts';
import type { Role } from '../team/scales.ts';

/** Who may see an incident besides owners. `people`: named people, the person who restricted it, those paged by hand. */
export type Restriction = {
  teams: readonly { id: string; name: string }[];
  people: readonly PersonId[];
  since: number;
  by: PersonId;
};

/** The person asking for access, with their current role and teams. */
export type Seer = { id: PersonId; role: Role; teams?: readonly string[] | undefined };

/** TM2. `restricted` is the incident's restriction; absent or null when the whole team may see it. */
export function maySee(
  { id, role, teams = [] }: Seer,
  { restricted }: { restricted?: Restriction | null | undefined },
): boolean {
  if (!restricted || role === 'owner') return true;
  return restricted.people.includes(id) || restricted.teams.some((team) => teams.includes(team.id));
}

/** TM4: whether a channel of these teams may get details: only when all its teams may see the incident. */
export function mayHear(
  teams: readonly string[],
  { restricted }: { restricted?: Restriction | null | undefined },
): boolean {
  if (!restricted) return true;
  return teams.length > 0 && teams.every((id) => restricted.teams.some((team) => team.id === id));
}
