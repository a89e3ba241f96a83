// SI7: which person of the team somebody is who signs in with the company's account for the first time.
import type { Person } from '#room/feed.ts';
import type { Claims } from './provider.ts';

/** `not`: why they are not taken for that person; null where they are. */
type Known = { person: Person; not: string | null };

/**
 * The one person with this address in their contact who has no account at this provider yet. Null where nobody has it.
 * An address that the provider has not verified, or that several people have, says nothing.
 */
export function findKnown(
  { email, unverifiedEmail }: Pick<Claims, 'email' | 'unverifiedEmail'>,
  people: readonly Person[],
  isLinked: (person: string) => boolean,
): Known | null {
  const said = email ?? unverifiedEmail;
  if (said === null) return null;
  const withIt = people.filter(({ contact }) => contact?.email?.toLowerCase() === said.toLowerCase());
  const [person, ...others] = withIt.filter(({ id }) => !isLinked(id));
  if (person === undefined) return null;
  if (email === null) return { person, not: 'the provider has not verified their address' };
  if (withIt.length > 1 || others.length > 0)
    return { person, not: 'several people here have their address' };
  return { person, not: null };
}
