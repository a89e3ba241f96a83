// SI: the person of each company account. Created at the first sign-in, restored when they come back, and kept as the
// provider says.
import { cleanName } from '#room/text/clean-text.ts';
import type { Person } from '#room/feed/feed.ts';
import type { Authority } from '../people/authority.ts';
import type { People } from '../people/people.ts';
import type { Database } from '../storage/database.ts';
import { findKnown } from './find-known.ts';
import type { Claims } from './claims.ts';
import type { RecordSignIn } from './record-sign-in.ts';
import type { SignInStore } from './sign-in-store.ts';

export type MemberOptions = {
  store: SignInStore;
  database: Pick<Database, 'together'>;
  people: People;
  authority: Pick<Authority, 'changed'>;
  record: RecordSignIn;
};

const longestName = 120;
const short = (text: string, most: number) => cleanName(text.slice(0, most).replace(/[\uD800-\uDBFF]$/u, ''));

/**
 * TX3: nobody may look like an owner by taking an owner's name. At most 120 characters, as for everybody. `id`: the
 * person, if there is one already.
 */
export function nameFor(
  { name, email, subject }: Claims,
  id: string | undefined,
  people: Pick<People, 'isOwnersName'>,
): string {
  const wanted = short(cleanName(name ?? email ?? ''), longestName) || `Somebody (${subject.slice(0, 8)})`;
  if (!people.isOwnersName(wanted, id)) return wanted;
  const apart = ` (${short(email ?? subject, email === null ? 8 : 80)})`;
  return `${short(wanted, longestName - apart.length)}${apart}`;
}

/** The person of these claims as they are now; created or restored when missing. */
export async function memberOf(
  claims: Claims,
  role: Person['role'],
  address: string | null,
  options: MemberOptions,
): Promise<Person | 'too-many'> {
  const { store, people } = options;
  const known = store.personOf(claims.issuer, claims.subject) ?? (await linkKnown(claims, address, options));
  const name = nameFor(claims, known ?? undefined, people);
  if (
    known === null ||
    (people.find(known) === null && (await people.bringBack(known, { name, role })) === null)
  ) {
    const contact = claims.email === null ? null : { email: claims.email };
    const also = (id: string) => [store.link(claims.issuer, claims.subject, id)];
    return (await people.enter({ name, role, contact, also })) ?? 'too-many';
  }
  return (await updateMember(known, { claims, name, role }, people)) ?? 'too-many';
}

/** SI3: takes over name and role from the provider. The last owner stays an owner. Null: nobody has this id. */
export async function updateMember(
  id: string,
  { claims, name, role }: { claims: Claims; name: string; role: Person['role'] },
  people: Pick<People, 'find' | 'change'>,
): Promise<Person | null> {
  const now = people.find(id);
  if (now === null) return null;
  const email = now.contact?.email === undefined && claims.email !== null ? { email: claims.email } : null;
  if (now.name === name && now.role === role && email === null) return now;
  const contact = email === null ? {} : { contact: { ...now.contact, ...email } };
  const changed = await people.change(id, { name, role, ...contact }, null);
  return typeof changed === 'string' ? now : changed;
}

/**
 * SI7: links an account to an existing person with the same verified address. Somebody else may have entered that
 * address in their contact, so the person's earlier devices and tokens end.
 */
async function linkKnown(
  claims: Claims,
  address: string | null,
  { store, database, people, authority, record }: MemberOptions,
): Promise<string | null> {
  const found = findKnown(claims, people.list(), (id) => store.isLinked(claims.issuer, id));
  if (found === null) return null;
  const { id, name } = found.person;
  if (found.not !== null) {
    const what = `Link a sign-in to a person of the team: ${found.not}`;
    record({ kind: 'provider' }, what, { id, name }, { result: 'refused', address });
    return null;
  }
  database.together([store.link(claims.issuer, claims.subject, id)]);
  const earlier = people.tokens.list().filter((token) => token.person === id && !token.ownerFile);
  for (const token of earlier) people.tokens.end(token.id);
  const what = `Link a sign-in to a person of the team, by their verified address; ${earlier.length} earlier devices and tokens ended`;
  record({ kind: 'provider' }, what, { id, name }, { result: 'done', address });
  // PE3: they have to confirm their contact details again.
  const { confirmedAt: _, ...contact } = found.person.contact ?? {};
  await people.change(id, { ...found.person, contact }, null);
  authority.changed();
  return id;
}
