// TM: who may see an incident. Lists, rooms, feed, search, numbers and messages all use this one rule.
import type { PersonId } from './fact.ts';
import type { Role } from './feed.ts';

/** Who may see an incident besides owners. `people` are those named, whoever restricted it, and those paged by hand. */
export type Restriction = {
  teams: readonly { id: string; name: string }[];
  people: readonly PersonId[];
  since: number;
  by: PersonId;
};

/** A person who wants to see it, with their present role and teams. */
export type Seer = { id: PersonId; role: Role; teams?: readonly string[] | undefined };

/** TM2. `restricted` is what the incident says; absent or null where the whole team may see it. */
export function maySee(
  { id, role, teams = [] }: Seer,
  { restricted }: { restricted?: Restriction | null | undefined },
): boolean {
  if (!restricted || role === 'owner') return true;
  return restricted.people.includes(id) || restricted.teams.some((team) => teams.includes(team.id));
}

/** TM4: whether a channel of these teams may get the details: all teams that read it may see the incident. */
export function mayHear(
  teams: readonly string[],
  { restricted }: { restricted?: Restriction | null | undefined },
): boolean {
  if (!restricted) return true;
  return teams.length > 0 && teams.every((id) => restricted.teams.some((team) => team.id === id));
}
