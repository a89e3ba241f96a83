// People, their roles and their tokens (AU). Kept in the database and held in memory, so identifying a caller costs a
// hash and a look-up.
import { nameKey } from '#room/text/clean-text.ts';
import type { Contact, NotifyRule, Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import {
  addPerson,
  admitPerson,
  bringPersonBack,
  enterPerson,
  type Added,
  type Entering,
  type NewPerson,
  type Vouched,
} from './enter-people.ts';
import {
  openBook,
  ownersIn,
  plain,
  reachColumns,
  type Book,
  type KeptPerson,
  type PeopleOptions,
  type PersonChanged,
} from './kept-people.ts';
import type { KeptToken, KeptTokens } from './kept-tokens.ts';
import { isExpected, type ExpectedVersion } from '../storage/expected-version.ts';

export { mostPeople, plain, type KeptPerson, type PeopleOptions } from './kept-people.ts';
export type { Added, NewPerson, Vouched } from './enter-people.ts';

/** Omitted fields stay as they are; a null `contact` removes it. */
export type PersonChange = {
  name: string;
  role: Role;
  contact?: Contact | null | undefined;
  notify?: readonly NotifyRule[] | undefined;
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
  /** Null when nobody has this token, or it has ended. */
  holderOf(token: string): Holder | null;
  /** Makes a person with a token, which cannot be read again. */
  add(who: NewPerson): Promise<Added | Refusal>;
  /** SI2: makes a person without a token; `also` are more writes for the same transaction. Null: too many people. */
  enter(who: Entering): Promise<KeptPerson | null>;
  /** SI4: restores a removed person; null when there was none. */
  bringBack(id: string, as: Pick<Person, 'name' | 'role'>): Promise<KeptPerson | null>;
  /** HU4: adds a person the team vouches for, with a token for this server. */
  admit(person: Vouched): Promise<Added | Refusal>;
  /** Whether this person came to this server and is not its own owner. */
  hasCome(id: string): boolean;
  /** People the team vouched for and the host sent away: they stay out until let in again. */
  sentAway(): Person[];
  /** False when this person was not sent away. */
  letInAgain(id: string): Promise<boolean>;
  hasOwnerFileToken(): boolean;
  /** `version` is the one the change is based on; null overwrites any version. */
  change(id: string, change: PersonChange, version: ExpectedVersion): Promise<KeptPerson | Refusal>;
  /** SI4: people who may return by signing in keep their places in teams. */
  remove(id: string, version: ExpectedVersion, how?: { mayReturn: boolean }): Promise<'removed' | Refusal>;
  /** ED2: forgets that this removed person was sent away. */
  forget(id: string): void;
  /** Ends every owner-file token and makes a new one for the first owner; `write` keeps it before it becomes valid. */
  renewOwnerToken(write: (token: string) => void): Promise<KeptPerson | null>;
  /** Called after each change with the person's id; `role` is null when the person was removed. */
  onChange(listener: (change: PersonChanged) => void): () => void;
};

export async function openPeople(options: PeopleOptions): Promise<People> {
  const book = await openBook(options);
  const { people, sentAway, tokens, queries, inTurn } = book;
  return {
    list: () => [...people.values()].map(plain),
    find: (id) => people.get(id) ?? null,
    isOwnersName: (name, except) =>
      ownersIn(book).some((owner) => owner.id !== except && nameKey(owner.name) === nameKey(name)),
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
    add: (who) => inTurn(async () => addPerson(book, who)),
    enter: (who) => inTurn(async () => enterPerson(book, who)),
    bringBack: (id, as) => inTurn(() => bringPersonBack(book, id, as)),
    admit: (who) => inTurn(async () => admitPerson(book, who)),
    change: (id, change, version) => inTurn(async () => changePerson(book, id, change, version)),
    remove: (id, version, how) => inTurn(async () => removePerson(book, id, version, how)),
    forget: (id) => void sentAway.delete(id),
    renewOwnerToken: (write) => inTurn(async () => renewOwnerToken(book, write)),
    onChange: book.onChange,
  };
}

const isLastOwner = (book: Book, person: Person) => person.role === 'owner' && ownersIn(book).length === 1;

/** The person as they are, if this is a version that the caller knows. */
function check({ people }: Book, id: string, version: ExpectedVersion): KeptPerson | Refusal {
  const person = people.get(id);
  if (person === undefined) return 'unknown';
  return isExpected(version, person.version) ? person : 'changed-meanwhile';
}

function changePerson(
  book: Book,
  id: string,
  { name, role, contact, notify }: PersonChange,
  version: ExpectedVersion,
): KeptPerson | Refusal {
  const person = check(book, id, version);
  if (typeof person === 'string') return person;
  if (role !== 'owner' && isLastOwner(book, person)) return 'last-owner';
  const changed: KeptPerson = { ...person, name, role, version: person.version + 1 };
  if (contact !== undefined) changed.contact = contact;
  if (notify !== undefined) changed.notify = notify;
  const update = book.queries
    .updateTable('people')
    .set({ name, role, version: changed.version, ...reachColumns(changed) })
    .where('id', '=', id);
  book.together([update.compile()]);
  book.people.set(id, changed);
  book.tell({ id, role, roleChanged: role !== person.role });
  return changed;
}

function removePerson(
  book: Book,
  id: string,
  version: ExpectedVersion,
  how?: { mayReturn: boolean },
): 'removed' | Refusal {
  const { people, sentAway, tokens, queries, now } = book;
  const person = check(book, id, version);
  if (typeof person === 'string') return person;
  if (isLastOwner(book, person)) return 'last-owner';
  book.together([
    queries.deleteFrom('tokens').where('person', '=', id).compile(),
    queries.updateTable('people').set({ removed_at: now() }).where('id', '=', id).compile(),
  ]);
  people.delete(id);
  if (typeof person.vouchedAt === 'number') sentAway.set(id, plain(person));
  tokens.drop((token) => token.person === id);
  book.tell({ id, role: null, roleChanged: true, ...how });
  return 'removed';
}

function renewOwnerToken(book: Book, write: (token: string) => void): KeptPerson | null {
  const { tokens, queries } = book;
  const [owner] = ownersIn(book);
  if (owner === undefined) return null;
  const made = tokens.make({ person: owner.id, ownerFile: true });
  write(made.secret);
  book.together([queries.deleteFrom('tokens').where('owner_file', '=', 1).compile(), made.write]);
  tokens.drop(({ ownerFile }) => ownerFile);
  made.settle();
  return owner;
}
