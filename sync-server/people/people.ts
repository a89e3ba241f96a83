// Who may do what: people, their roles and their tokens (AU). Kept in the database, held in memory, so that
// identifying a caller costs one hash and one look-up.
import type { CompiledQuery } from 'kysely';
import { nameKey } from '#room/clean-text.ts';
import type { Contact, NotifyRule, Person, Role } from '#room/feed.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import { loadTokens, type KeptToken, type KeptTokens } from './kept-tokens.ts';

export const mostPeople = 1_000;

/** Absent fields stay unchanged; a null `contact` removes it. */
export type PersonChange = {
  name: string;
  role: Role;
  contact?: Contact | null | undefined;
  notify?: readonly NotifyRule[] | undefined;
};

/**
 * `vouchedAt` (HU4): when the team last signed that this is one of its people; null for this server's own people and
 * guests.
 */
export type KeptPerson = Person & { version: number; vouchedAt?: number | null };
export type Vouched = Pick<Person, 'id' | 'name' | 'role'> & { vouchedAt: number; replica: boolean };
export type NewPerson = {
  name: string;
  role: Role;
  replica?: boolean;
  ownerFile?: boolean;
  /** More writes for the same transaction. */
  also?: readonly CompiledQuery[];
  /** Gets the token before it becomes valid. */
  keep?: (token: string) => void;
};

type Entering = Pick<Person, 'name' | 'role'> & {
  contact: Contact | null;
  also: (id: string) => readonly CompiledQuery[];
};

/** The person behind a token. */
export type Holder = { person: KeptPerson; token: KeptToken };

export type Refusal =
  | 'unknown'
  | 'last-owner'
  | 'too-many'
  | 'changed-meanwhile'
  | 'name-of-an-owner'
  | 'sent-away';

export type People = {
  list(): Person[];
  find(id: string): KeptPerson | null;
  /** TX3: whether an owner other than `except` has this name, or one that looks the same. */
  isOwnersName(name: string, except?: string): boolean;
  tokens: KeptTokens;
  /** Null when nobody has this token, or it has expired. */
  holderOf(token: string): Holder | null;
  /** Adds a person with a token. The token cannot be read again. */
  add(who: NewPerson): Promise<Added | Refusal>;
  /** SI2: adds a person without a token; `also`: more writes for the same transaction. Null: too many people. */
  enter(who: Entering): Promise<KeptPerson | null>;
  /** SI4: restores a removed person as they were; null when there was none. */
  bringBack(id: string, as: Pick<Person, 'name' | 'role'>): Promise<KeptPerson | null>;
  /** HU4: admits a person the team vouches for, with a token of this server. */
  admit(person: Vouched): Promise<Added | Refusal>;
  /** Whether this person joined this server and is not its own owner. */
  hasCome(id: string): boolean;
  /** People the team vouched for and the host sent away: they stay out until they are let in again. */
  sentAway(): Person[];
  /** False when this person was not sent away. */
  letInAgain(id: string): Promise<boolean>;
  hasOwnerFileToken(): boolean;
  /** `version`: the version that the change was based on; null overwrites any version. */
  change(id: string, change: PersonChange, version: number | null): Promise<KeptPerson | Refusal>;
  /** SI4: a person who may return by signing in keeps their place in teams. */
  remove(id: string, version: number | null, how?: { mayReturn: boolean }): Promise<'removed' | Refusal>;
  /** ED2: a removed person is no longer remembered as sent away. */
  forget(id: string): void;
  /**
   * Ends every owner-file token and makes a new one for the first owner; `write` stores it before it becomes valid.
   */
  renewOwnerToken(write: (token: string) => void): Promise<KeptPerson | null>;
  /** Called after each change, with the person; `role` is null when the person was removed. */
  onChange(listener: (change: PersonChanged) => void): () => void;
};
type PersonChanged = {
  id: string;
  role: Role | null;
  roleChanged: boolean;
  /** Removed, but may come back. */
  mayReturn?: boolean;
};
export type Added = { person: KeptPerson; token: string };

export type PeopleOptions = { database: Database; now: () => number; makeId: () => string };

export async function openPeople({ database, now, makeId }: PeopleOptions): Promise<People> {
  const { queries } = database;
  const { people, sentAway } = await loadPeople(database);
  const tokens = await loadTokens(database, now);
  const listeners = new Set<Parameters<People['onChange']>[0]>();
  const inTurn = makeTurns();
  const tell: Parameters<People['onChange']>[0] = (change) =>
    listeners.forEach((listener) => listener(change));

  const owners = () => [...people.values()].filter(({ role }) => role === 'owner');
  const isLastOwner = (person: Person) => person.role === 'owner' && owners().length === 1;
  const check = (id: string, version: number | null): KeptPerson | Refusal => {
    const person = people.get(id);
    if (person === undefined) return 'unknown';
    return version !== null && version !== person.version ? 'changed-meanwhile' : person;
  };

  return {
    list: () => [...people.values()].map(plain),
    find: (id) => people.get(id) ?? null,
    isOwnersName: (name, except) =>
      owners().some((owner) => owner.id !== except && nameKey(owner.name) === nameKey(name)),
    tokens,
    holderOf: (secret) => {
      const token = tokens.find(secret);
      const person = token === null ? undefined : people.get(token.person);
      return token !== null && person !== undefined ? { person, token } : null;
    },
    hasCome: (id) =>
      people.has(id) && !tokens.list().some(({ ownerFile, person }) => ownerFile && person === id),
    sentAway: () => [...sentAway.values()],
    letInAgain: (id) =>
      inTurn(async () => {
        if (!sentAway.has(id)) return false;
        await queries.deleteFrom('people').where('id', '=', id).where('removed_at', 'is not', null).execute();
        sentAway.delete(id);
        return true;
      }),
    hasOwnerFileToken: () => tokens.list().some(({ ownerFile }) => ownerFile),
    add: ({ name, role, replica = false, ownerFile = false, also = [], keep }) =>
      inTurn(async () => {
        if (people.size >= mostPeople) return 'too-many';
        const person = { id: makeId(), name, role, version: 1 };
        const made = tokens.make({ person: person.id, replica, ownerFile });
        keep?.(made.secret);
        const insert = queries
          .insertInto('people')
          .values({ id: person.id, name, role, created_at: now(), removed_at: null });
        database.together([...also, insert.compile(), made.write]);
        people.set(person.id, person);
        made.settle();
        tell({ id: person.id, role, roleChanged: false });
        return { person, token: made.secret };
      }),
    enter: ({ name, role, contact, also }) =>
      inTurn(async () => {
        if (people.size >= mostPeople) return null;
        const person: KeptPerson = { id: makeId(), name, role, version: 1, contact };
        const row = {
          id: person.id,
          name,
          role,
          created_at: now(),
          removed_at: null,
          ...reachColumns(person),
        };
        database.together([queries.insertInto('people').values(row).compile(), ...also(person.id)]);
        people.set(person.id, person);
        tell({ id: person.id, role, roleChanged: false });
        return person;
      }),
    bringBack: (id, { name, role }) =>
      inTurn(async () => {
        const row = await queries.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst();
        if (row === undefined || people.has(id) || people.size >= mostPeople) return null;
        const person: KeptPerson = { ...personIn(row), name, role, version: row.version + 1 };
        const back = { name, role, version: person.version, removed_at: null };
        database.together([queries.updateTable('people').set(back).where('id', '=', id).compile()]);
        people.set(id, person);
        sentAway.delete(id);
        tell({ id, role, roleChanged: false });
        return person;
      }),
    admit: ({ id, name, role, vouchedAt, replica }) =>
      inTurn(async () => {
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
        database.together([upsert.compile(), made.write]);
        people.set(id, person);
        made.settle();
        tell({ id, role, roleChanged: known !== undefined && known.role !== role });
        return { person, token: made.secret };
      }),
    change: (id, { name, role, contact, notify }, version) =>
      inTurn(async () => {
        const person = check(id, version);
        if (typeof person === 'string') return person;
        if (role !== 'owner' && isLastOwner(person)) return 'last-owner';
        const changed: KeptPerson = { ...person, name, role, version: person.version + 1 };
        if (contact !== undefined) changed.contact = contact;
        if (notify !== undefined) changed.notify = notify;
        const update = queries
          .updateTable('people')
          .set({ name, role, version: changed.version, ...reachColumns(changed) })
          .where('id', '=', id);
        database.together([update.compile()]);
        people.set(id, changed);
        tell({ id, role, roleChanged: role !== person.role });
        return changed;
      }),
    remove: (id, version, how) =>
      inTurn(async () => {
        const person = check(id, version);
        if (typeof person === 'string') return person;
        if (isLastOwner(person)) return 'last-owner';
        database.together([
          queries.deleteFrom('tokens').where('person', '=', id).compile(),
          queries.updateTable('people').set({ removed_at: now() }).where('id', '=', id).compile(),
        ]);
        people.delete(id);
        if (typeof person.vouchedAt === 'number') sentAway.set(id, plain(person));
        tokens.drop((token) => token.person === id);
        tell({ id, role: null, roleChanged: true, ...how });
        return 'removed';
      }),
    forget: (id) => void sentAway.delete(id),
    renewOwnerToken: (write) =>
      inTurn(async () => {
        const [owner] = owners();
        if (owner === undefined) return null;
        const made = tokens.make({ person: owner.id, ownerFile: true });
        write(made.secret);
        database.together([queries.deleteFrom('tokens').where('owner_file', '=', 1).compile(), made.write]);
        tokens.drop(({ ownerFile }) => ownerFile);
        made.settle();
        return owner;
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Without this module's own fields, and without fields that were never set. */
export function plain({ id, name, role, contact, notify }: Person): Person {
  return {
    id,
    name,
    role,
    ...(contact ? { contact } : {}),
    ...(notify && notify.length > 0 ? { notify } : {}),
  };
}

function reachColumns({ contact, notify }: Person) {
  return {
    contact: contact ? JSON.stringify(contact) : null,
    notify: notify ? JSON.stringify(notify) : null,
  };
}

/** A removed person whom the team had vouched for is remembered as sent away. */
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

function personIn({
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
