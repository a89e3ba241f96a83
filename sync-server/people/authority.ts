// Looks up who somebody is and what they may do, at every use (AU1, HU4). On the team's own server the list of people
// decides. On a replica or hub, the list last sent by the team's server decides; of a member this server keeps only a
// token.
import type { Person } from '#room/feed/feed.ts';
import type { Identity } from '../sync/identity.ts';
import type { KeptToken } from './kept-tokens.ts';
import type { Holder, KeptPerson, People } from './people.ts';
import type { Replica } from '../replica/replica.ts';
import { createListeners } from '../listeners.ts';

/** The team's signed statement about a person, and its time on the team's clock. */
export type Vouching = Pick<Person, 'id' | 'name' | 'role'> & { vouchedAt: number };

export type Authority = {
  /** Null when nobody has this token, or its person has left the team. */
  identify: (token: string) => Identity | null;
  /** A person's current state; null when they are not here, or no longer. */
  personNow: (id: string) => Person | null;
  /** Everybody this server knows: its own people on the primary, the team's and its own guests on a replica. */
  everybody(): readonly Person[];
  /** HU4: the current state of a person the team has vouched for; null when the team no longer knows them. */
  member: (vouching: Vouching) => Person | null;
  /** Called when any of these may have changed. */
  onChange(listener: () => void): () => void;
  /** Calls the listeners. */
  changed: () => void;
};

type Options = {
  people: People;
  /** Null on the primary. */
  replica: () => Replica | null;
  /** TM1: the teams of a person in this server's own list. */
  teamsOf: (person: string) => readonly string[];
  now: () => number;
};

/** The team's people, and those who joined this hub by invitation: they are not in the team, but are here (HU5). */
function everybodyAt(replica: Replica, people: People, cameHere: (person: KeptPerson) => Person | null) {
  const team = replica.mirrored().people;
  const ids = new Set(team.map(({ id }) => id));
  const others = people.list().filter(({ id }) => people.hasCome(id) && !ids.has(id));
  const find = ({ id }: Person) => {
    const person = people.find(id);
    return (person && cameHere(person)) ?? [];
  };
  return [...team, ...others.flatMap(find)];
}

export function makeAuthority(options: Options): Authority {
  const { people } = options;
  const withTeams = <P extends Person>(person: P): P => {
    const teams = options.teamsOf(person.id);
    return teams.length === 0 ? person : { ...person, teams };
  };
  const listeners = createListeners();

  const member = (vouching: Vouching) => memberNow(vouching, options);
  const cameHere = (person: KeptPerson) => guestOrMember(person, member);

  return {
    member,
    identify: (token) => {
      const holder = people.holderOf(token);
      if (holder === null) return null;
      const replica = options.replica();
      people.tokens.used(holder.token);
      if (replica !== null) return identifyAtReplica(replica, holder, cameHere);
      const { person, token: used } = holder;
      return identityOf(withTeams(person), used, {
        mayCarryOthers: mayCarry(person, used),
        ownsServer: used.ownerFile,
      });
    },
    personNow: (id) => {
      const team = options.replica()?.team();
      const here = people.find(id);
      if (team === undefined) return here && withTeams(here);
      const known = team.people.find((person) => person.id === id);
      if (known !== undefined || here === null) return known ?? null;
      return people.hasCome(id) ? cameHere(here) : here;
    },
    everybody: () => {
      const replica = options.replica();
      return replica === null ? people.list().map(withTeams) : everybodyAt(replica, people, cameHere);
    },
    onChange: listeners.add,
    changed: () => listeners.tell(),
  };
}

function memberNow(vouching: Vouching, { people, replica, now }: Options): Person | null {
  const team = replica()?.team();
  if (team === undefined) return people.find(vouching.id);
  const listed = team.people.find(({ id }) => id === vouching.id) ?? null;
  // Signed after we last heard from the team: newer than our list, except for the teams, which it does not contain.
  if (vouching.vouchedAt >= (team.staleSince ?? now())) {
    const { id, name, role } = vouching;
    return { id, name, role, ...(listed?.teams && { teams: listed.teams }) };
  }
  return listed;
}

/** On a replica: a person whose token this server keeps. */
function guestOrMember(
  { id, name, role, vouchedAt }: KeptPerson,
  member: Authority['member'],
): Person | null {
  if (typeof vouchedAt === 'number') return member({ id, name, role, vouchedAt });
  // HU3: only this computer invited the guest, so the guest cannot be an owner of the team.
  return { id, name, role: role === 'owner' ? 'responder' : role };
}

function identifyAtReplica(
  replica: Replica,
  { person, token }: Holder,
  cameHere: (person: KeptPerson) => Person | null,
): Identity | null {
  if (token.ownerFile) {
    const known = replica.me() ?? person;
    const teams = replica.team().people.find(({ id }) => id === known.id)?.teams ?? [];
    const me = { ...known, teams };
    return identityOf(me, token, { mayCarryOthers: me.role !== 'viewer', ownsServer: true });
  }
  const known = cameHere(person);
  if (known === null) return null;
  const isMember = typeof person.vouchedAt === 'number';
  const mayCarryOthers = isMember && mayCarry(known, token);
  return identityOf(known, token, { mayCarryOthers, ownsServer: false });
}

/** SY7: allowed for an owner, and for a member's desktop server whose token has that right. */
const mayCarry = ({ role }: Person, { replica, scopes }: KeptToken): boolean =>
  scopes === null && (role === 'owner' || (replica && role !== 'viewer'));

function identityOf(
  { id, name, role, teams = [] }: Person,
  { id: token, replica, scopes }: KeptToken,
  rights: { mayCarryOthers: boolean; ownsServer: boolean },
): Identity {
  const label = replica ? `replica of ${id}` : id;
  return {
    person: id,
    name,
    role,
    ...(teams.length > 0 && { teams }),
    ...rights,
    label,
    token,
    ...(replica && { isReplica: true }),
    ...(scopes !== null && { scopes }),
  };
}
