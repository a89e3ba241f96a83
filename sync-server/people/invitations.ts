// AU3: one-time codes that turn a name into a person with a token. An invitation ends when its maker loses the right
// to invite.
import { randomUUID } from 'node:crypto';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Added, People, Refusal } from './people.ts';
import { hashSecret, makeCode } from '../tokens.ts';

/** The team, or this server while it is a hub. */
export type InvitationPlace = 'team' | 'hub';

export type Invitation = {
  id: string;
  place: InvitationPlace;
  role: Role;
  /** Whether a desktop's server that joins with it may carry others' facts (SY7). */
  carries: boolean;
  /** The maker's id; null in data from an older version. */
  madeBy: string | null;
  createdAt: number;
  expiresAt: number;
};
export type Wanted = Pick<Invitation, 'place' | 'role' | 'carries'> & { hours: number; madeBy: string };

export type Invitations = {
  /** The code cannot be read again. */
  invite(wanted: Wanted): Promise<(Invitation & { code: string }) | 'too-many'>;
  /** Invitations that can still be used, oldest first. */
  list(place: InvitationPlace): Promise<Invitation[]>;
  /** False when no usable invitation has this id. */
  revoke(id: string, place: InvitationPlace): Promise<boolean>;
  /** Ends invitations whose maker may no longer invite. */
  review(): Promise<void>;
  /** 'unknown' does not say whether the code was wrong, used or expired: all look the same from outside. */
  accept(code: string, name: string, options: { replica: boolean }): Promise<Added | Refusal>;
};

export const mostOpenInvitations = 500;
export const invitationHours = { usual: 7 * 24, most: 30 * 24, hub: 24 } as const;
const ranks: Record<Role, number> = { viewer: 0, responder: 1, owner: 2 };

/** Owners invite into the team. A hub's host, who writes there, invites to the hub, with at most their own role. */
export function mayInvite(role: Role, wanted: Pick<Invitation, 'place' | 'role'>): boolean {
  if (wanted.place === 'team') return role === 'owner';
  return wanted.role !== 'owner' && ranks[role] >= Math.max(ranks.responder, ranks[wanted.role]);
}

type Options = {
  database: Database;
  people: People;
  /** A person's current state; null when they are not here. */
  personNow: (id: string) => Person | null;
  now: () => number;
};

/** The invitations in the database. */
function openStored({ database: { queries }, now }: Pick<Options, 'database' | 'now'>) {
  const open = () =>
    queries
      .selectFrom('invitations')
      .selectAll()
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', now());
  return {
    list: async (): Promise<Invitation[]> =>
      (await open().orderBy('created_at').orderBy('id').execute()).map(read),
    find: async (hash: string): Promise<Invitation | null> => {
      const row = await open().where('hash', '=', hash).executeTakeFirst();
      return row ? read(row) : null;
    },
    add: async (made: Invitation, hash: string) => {
      await queries.insertInto('invitations').values(write(made, hash)).execute();
    },
    revoke: async (id: string) => {
      const revoked = { revoked_at: now() };
      await queries.updateTable('invitations').set(revoked).where('id', '=', id).execute();
    },
    using: (hash: string) =>
      queries.updateTable('invitations').set({ used_at: now() }).where('hash', '=', hash).compile(),
  };
}

export function openInvitations(options: Options): Invitations {
  const { people, personNow, now } = options;
  const { list, find, add, revoke, using } = openStored(options);
  // One at a time: of two people who use the same code at once, only one gets in.
  const inTurn = makeTurns();
  const isStillTheirs = (invitation: Invitation) => makerMayStillInvite(invitation, personNow);

  return {
    invite: ({ place, role, carries, hours, madeBy }) =>
      inTurn(async () => {
        if ((await list()).length >= mostOpenInvitations) return 'too-many';
        const code = makeCode();
        const [createdAt, expiresAt] = [now(), now() + Math.round(hours * 3_600_000)];
        const made: Invitation = { id: randomUUID(), place, role, carries, madeBy, createdAt, expiresAt };
        await add(made, hashSecret(code));
        return { ...made, code };
      }),
    list: async (place) => (await list()).filter((each) => each.place === place && isStillTheirs(each)),
    revoke: (id, place) =>
      inTurn(async () => {
        const found = (await list()).find((each) => each.id === id && each.place === place);
        if (found !== undefined) await revoke(id);
        return found !== undefined;
      }),
    review: () =>
      inTurn(async () => {
        for (const each of await list()) if (!isStillTheirs(each)) await revoke(each.id);
      }),
    accept: (code, name, { replica }) =>
      inTurn(async () => {
        const hash = hashSecret(code);
        const found = await find(hash);
        if (found === null || !isStillTheirs(found)) return 'unknown';
        if (people.isOwnersName(name)) return 'name-of-an-owner';
        // A client can ask for less than the invitation gives, never more.
        const given = { role: found.role, replica: replica && found.carries };
        return people.add({ name, ...given, also: [using(hash)] });
      }),
  };
}

function makerMayStillInvite(invitation: Invitation, personNow: Options['personNow']): boolean {
  if (invitation.madeBy === null) return true;
  const maker = personNow(invitation.madeBy);
  return maker !== null && mayInvite(maker.role, invitation);
}

type Row = {
  id: string;
  place: string;
  role: string;
  carries: number;
  made_by: string | null;
  created_at: number;
  expires_at: number;
};

const read = (row: Row): Invitation => ({
  id: row.id,
  place: row.place as InvitationPlace,
  role: row.role as Role,
  carries: row.carries === 1,
  madeBy: row.made_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
});

const write = (invitation: Invitation, hash: string) => ({
  hash,
  id: invitation.id,
  place: invitation.place,
  role: invitation.role,
  carries: Number(invitation.carries),
  made_by: invitation.madeBy,
  created_at: invitation.createdAt,
  expires_at: invitation.expiresAt,
  person: null,
  used_at: null,
  revoked_at: null,
});
