// SI7: matches a first sign-in with the company's account to an existing person of the team.
import type { Person } from '#room/feed/feed.ts';
import type { Claims } from './claims.ts';

/** `not`: why the match is refused; null when it is accepted. */
type Known = { person: Person; not: string | null };

/**
 * The one person who has this address in their contact and no account at this provider yet. Null when nobody has it.
 * An unverified address, or one that several people have, gives no match.
 */
export function findKnown(
  { email, unverifiedEmail }: Pick<Claims, 'email' | 'unverifiedEmail'>,
  people: readonly Person[],
  isLinked: (person: string) => boolean,
): Known | null {
  const said = email ?? unverifiedEmail;
  if (said === null) return null;
  const key = mailKey(said);
  const withIt = people.filter(
    ({ contact }) => contact?.email !== undefined && mailKey(contact.email) === key,
  );
  const [person, ...others] = withIt.filter(({ id }) => !isLinked(id));
  if (person === undefined) return null;
  if (email === null) return { person, not: 'the provider has not verified their address' };
  if (withIt.length > 1 || others.length > 0)
    return { person, not: 'several people here have their address' };
  return { person, not: null };
}

/**
 * Only the letters of ASCII lose their case: by Unicode's rules other letters become one of them, such as the sign for
 * kelvin a k, and two mailboxes would be one.
 */
const mailKey = (address: string): string => address.replaceAll(/[A-Z]/gu, (letter) => letter.toLowerCase());
