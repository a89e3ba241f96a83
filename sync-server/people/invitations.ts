// AU3: one-time codes that turn a name into a person with a token.
import type { Role } from '#room/feed.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Added, People, Refusal } from './people.ts';
import { hashSecret, makeCode } from './tokens.ts';

export type Invitation = { code: string; role: Role; expiresAt: number };

export type Invitations = {
  invite(role: Role, hours: number): Promise<Invitation>;
  /** 'unknown' says nothing about whether the code was wrong, used or too old: all look alike from outside. */
  accept(code: string, name: string, options: { replica: boolean }): Promise<Added | Refusal>;
};

export function openInvitations(options: {
  database: Database;
  people: People;
  now: () => number;
}): Invitations {
  const { database, people, now } = options;
  const { queries } = database;
  // One at a time, so that two who paste the same code at once do not both get in.
  const inTurn = makeTurns();
  return {
    invite: async (role, hours) => {
      const code = makeCode();
      const expiresAt = now() + hours * 3_600_000;
      await queries
        .insertInto('invitations')
        .values({
          hash: hashSecret(code),
          role,
          person: null,
          created_at: now(),
          expires_at: expiresAt,
          used_at: null,
        })
        .execute();
      return { code, role, expiresAt };
    },
    accept: (code, name, { replica }) =>
      inTurn(async () => {
        const hash = hashSecret(code);
        const found = await queries
          .selectFrom('invitations')
          .selectAll()
          .where('hash', '=', hash)
          .executeTakeFirst();
        if (found === undefined || found.used_at !== null || found.expires_at <= now()) return 'unknown';
        if (people.isOwnersName(name)) return 'name-of-an-owner';
        const used = queries.updateTable('invitations').set({ used_at: now() }).where('hash', '=', hash);
        return people.add({ name, role: found.role as Role, replica, also: [used.compile()] });
      }),
  };
}
