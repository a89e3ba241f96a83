// Who a person is and what they may do, looked up at every use (AU1, HU4). The team's own server uses its list of
// people. A replica or hub uses the list that the team's server sent last; it keeps only a member's token.
import type { Person } from '#room/feed.ts';
import type { Identity } from '../sync/identity.ts';
import type { KeptToken } from './kept-tokens.ts';
import type { Holder, KeptPerson, People } from './people.ts';
import type { Replica } from '../replica/replica.ts';

/** The team's signed statement about a person, and when it was signed (on the team's clock). */
export type Vouching = Pick<Person, 'id' | 'name' | 'role'> & { vouchedAt: number };

export type Authority = {
  /** Null when nobody has this token, or its person is no longer in the team. */
  identify: (token: string) => Identity | null;
  /** A person's present state; null when they are not here any more. */
  personNow: (id: string) => Person | null;
  /** Everybody this server knows: its own people on the primary, the team's and its own guests on a replica. */
  everybody(): readonly Person[];
  /** HU4: the present state of a person with this signed statement; null when the team no longer knows them. */
  member(vouching: Vouching): Person | null;
  /** Called when any of this may have changed. */
  onChange(listener: () => void): () => void;
  /** Calls the listeners. */
  changed: () => void;
};

export function makeAuthority(options: {
  people: People;
  /** Null on the primary. */
  replica: () => Replica | null;
  /** TM1: the teams of a person in this server's own list. */
  teamsOf: (person: string) => readonly string[];
  now: () => number;
}): Authority {
  const { people, now } = options;
  const withTeams = <P extends Person>(person: P): P => {
    const teams = options.teamsOf(person.id);
    return teams.length === 0 ? person : { ...person, teams };
  };
  const listeners = new Set<() => void>();

  const member = (vouching: Vouching): Person | null => {
    const team = options.replica()?.team();
    if (team === undefined) return people.find(vouching.id);
    const listed = team.people.find(({ id }) => id === vouching.id) ?? null;
    // Signed after our last news from the team, so it is newer than our list; but it does not name teams.
    if (vouching.vouchedAt >= (team.staleSince ?? now())) {
      const { id, name, role } = vouching;
      return { id, name, role, ...(listed?.teams && { teams: listed.teams }) };
    }
    return listed;
  };

  /** On a replica: a person whose token this server keeps. */
  const cameHere = (person: KeptPerson): Person | null => {
    const { id, name, role, vouchedAt } = person;
    if (typeof vouchedAt === 'number') return member({ id, name, role, vouchedAt });
    // HU3: only this computer invited the guest, so a guest is never an owner of the team.
    return { id, name, role: role === 'owner' ? 'responder' : role };
  };

  const identifyAtReplica = (replica: Replica, { person, token }: Holder): Identity | null => {
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
  };

  return {
    member,
    identify: (token) => {
      const holder = people.holderOf(token);
      if (holder === null) return null;
      const replica = options.replica();
      people.tokens.used(holder.token);
      if (replica !== null) return identifyAtReplica(replica, holder);
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
      if (replica === null) return people.list().map(withTeams);
      const team = replica.mirrored().people;
      const ids = new Set(team.map(({ id }) => id));
      // HU5: people who joined this hub by invitation are not in the team, but are here.
      const others = people.list().filter(({ id }) => people.hasCome(id) && !ids.has(id));
      return [
        ...team,
        ...others.flatMap(({ id }) => {
          const person = people.find(id);
          return (person && cameHere(person)) ?? [];
        }),
      ];
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    changed: () => listeners.forEach((listener) => listener()),
  };
}

/** SY7: owners, and the server of a member's desktop whose token has that right from the team. */
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
