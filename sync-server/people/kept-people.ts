// People as rows of the database, and as this server holds them in memory.
import type { CompiledQuery } from 'kysely';
import type { Contact, NotifyRule, Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import { loadTokens, type KeptTokens } from './kept-tokens.ts';
import { createListeners } from '../listeners.ts';

export const mostPeople = 1_000;

/** `vouchedAt` (HU4): when the team last signed that this is a member; null for a server's own people and guests. */
export type KeptPerson = Person & { version: number; vouchedAt?: number | null };

export type PersonChanged = {
  id: string;
  role: Role | null;
  roleChanged: boolean;
  /** Removed, but may sign in again. */
  mayReturn?: boolean;
};

/** Everybody this server knows. The database changes first, then the memory. */
export type Book = {
  people: Map<string, KeptPerson>;
  /** People the team vouched for and the host sent away. */
  sentAway: Map<string, Person>;
  tokens: KeptTokens;
  queries: Database['queries'];
  /** Writes all or none. */
  together: (writes: readonly CompiledQuery[]) => void;
  /** One change after the other. */
  inTurn: ReturnType<typeof makeTurns>;
  now: () => number;
  makeId: () => string;
  tell: (change: PersonChanged) => void;
  onChange: (listener: (change: PersonChanged) => void) => () => void;
};

export type PeopleOptions = { database: Database; now: () => number; makeId: () => string };

export async function openBook({ database, now, makeId }: PeopleOptions): Promise<Book> {
  const listeners = createListeners<[change: PersonChanged]>();
  return {
    ...(await loadPeople(database)),
    tokens: await loadTokens(database, now),
    queries: database.queries,
    together: (writes) => database.together([...writes]),
    inTurn: makeTurns(),
    now,
    makeId,
    tell: (change) => listeners.tell(change),
    onChange: listeners.add,
  };
}

export const ownersIn = ({ people }: Book): KeptPerson[] =>
  [...people.values()].filter(({ role }) => role === 'owner');

/** Leaves out fields that only this module needs, and unset ones. */
export function plain({ id, name, role, contact, notify }: Person): Person {
  return {
    id,
    name,
    role,
    ...(contact ? { contact } : {}),
    ...(notify && notify.length > 0 ? { notify } : {}),
  };
}

export function reachColumns({ contact, notify }: Person) {
  return {
    contact: contact ? JSON.stringify(contact) : null,
    notify: notify ? JSON.stringify(notify) : null,
  };
}

/** Removed people count as sent away if the team had vouched for them. */
async function loadPeople({ queries }: Database) {
  const rows = await queries.selectFrom('people').selectAll().orderBy('created_at').orderBy('id').execute();
  const people = new Map<string, KeptPerson>();
  const sentAway = new Map<string, Person>();
  for (const row of rows) {
    const person = personIn(row);
    if (row.removed_at === null) people.set(row.id, person);
    else if (row.vouched_at !== null) sentAway.set(row.id, plain(person));
  }
  return { people, sentAway };
}

type PersonRow = {
  id: string;
  name: string;
  role: string;
  version: number;
  contact: string | null;
  notify: string | null;
  vouched_at: number | null;
};

export function personIn({
  id,
  name,
  role,
  version,
  contact,
  notify,
  vouched_at: vouchedAt,
}: PersonRow): KeptPerson {
  const person: KeptPerson = { id, name, role: role as Role, version, vouchedAt };
  if (contact !== null) person.contact = JSON.parse(contact) as Contact;
  if (notify !== null) person.notify = JSON.parse(notify) as NotifyRule[];
  return person;
}
