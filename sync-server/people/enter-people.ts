// How people come in: added by an owner, with a company account, back after they left, or vouched for by the team.
import type { CompiledQuery } from 'kysely';
import type { Contact, NotifyRule, Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { mostPeople, personIn, reachColumns, type Book, type KeptPerson } from './kept-people.ts';

export type Vouched = Pick<Person, 'id' | 'name' | 'role'> & { vouchedAt: number; replica: boolean };
export type NewPerson = {
  name: string;
  role: Role;
  replica?: boolean;
  ownerFile?: boolean;
  contact?: Contact | undefined;
  notify?: readonly NotifyRule[] | undefined;
  /** More writes for the same transaction. */
  also?: readonly CompiledQuery[];
  /** Gets the token before it becomes valid. */
  keep?: (token: string) => void;
};

export type Entering = Pick<Person, 'name' | 'role'> & {
  contact: Contact | null;
  also: (id: string) => readonly CompiledQuery[];
};

export type Added = { person: KeptPerson; token: string };

export function addPerson(
  book: Book,
  { name, role, replica = false, ownerFile = false, also = [], keep, contact, notify }: NewPerson,
): Added | 'too-many' {
  const { people, tokens, queries, now } = book;
  if (people.size >= mostPeople) return 'too-many';
  const person: KeptPerson = {
    id: book.makeId(),
    name,
    role,
    version: 1,
    ...(contact && { contact }),
    ...(notify && { notify }),
  };
  const made = tokens.make({ person: person.id, replica, ownerFile });
  keep?.(made.secret);
  const insert = queries
    .insertInto('people')
    .values({ id: person.id, name, role, created_at: now(), removed_at: null, ...reachColumns(person) });
  book.together([...also, insert.compile(), made.write]);
  people.set(person.id, person);
  made.settle();
  book.tell({ id: person.id, role, roleChanged: false });
  return { person, token: made.secret };
}

/** SI2: without a token. Null: too many people. */
export function enterPerson(book: Book, { name, role, contact, also }: Entering): KeptPerson | null {
  const { people, queries, now } = book;
  if (people.size >= mostPeople) return null;
  const person: KeptPerson = { id: book.makeId(), name, role, version: 1, contact };
  const row = { id: person.id, name, role, created_at: now(), removed_at: null, ...reachColumns(person) };
  book.together([queries.insertInto('people').values(row).compile(), ...also(person.id)]);
  people.set(person.id, person);
  book.tell({ id: person.id, role, roleChanged: false });
  return person;
}

/** SI4: null when there was nobody to restore. */
export async function bringPersonBack(
  book: Book,
  id: string,
  { name, role }: Pick<Person, 'name' | 'role'>,
): Promise<KeptPerson | null> {
  const { people, sentAway, queries } = book;
  const row = await queries.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || people.has(id) || people.size >= mostPeople) return null;
  const person: KeptPerson = { ...personIn(row), name, role, version: row.version + 1 };
  const back = { name, role, version: person.version, removed_at: null };
  book.together([queries.updateTable('people').set(back).where('id', '=', id).compile()]);
  people.set(id, person);
  sentAway.delete(id);
  book.tell({ id, role, roleChanged: false });
  return person;
}

/** HU4 */
export function admitPerson(
  book: Book,
  { id, name, role, vouchedAt, replica }: Vouched,
): Added | 'sent-away' | 'too-many' {
  const { people, sentAway, tokens, queries, now } = book;
  const known = people.get(id);
  if (sentAway.has(id)) return 'sent-away';
  if (known === undefined && people.size >= mostPeople) return 'too-many';
  const person = { ...known, id, name, role, version: (known?.version ?? 0) + 1, vouchedAt };
  const made = tokens.make({ person: id, replica });
  const row = { name, role, version: person.version, removed_at: null, vouched_at: vouchedAt };
  const upsert = queries
    .insertInto('people')
    .values({ id, created_at: now(), ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row));
  book.together([upsert.compile(), made.write]);
  people.set(id, person);
  made.settle();
  book.tell({ id, role, roleChanged: known !== undefined && known.role !== role });
  return { person, token: made.secret };
}
