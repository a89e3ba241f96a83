// AU1, AU7: the tokens that a server knows, by hash. Held in memory, so that identifying a caller costs one hash and
// one look-up. The time of last use is written now and then, not with each call.
import { randomUUID } from 'node:crypto';
import type { CompiledQuery } from 'kysely';
import type { Database } from '../storage/database.ts';
import { scopes, type Scope } from './scopes.ts';
import { hashSecret, makeToken } from './tokens.ts';

export type KeptToken = {
  /** The public id; the secret itself is not kept. */
  id: string;
  hash: string;
  person: string;
  replica: boolean;
  ownerFile: boolean;
  /** The name of a token made for a program; null for one from signing in. */
  name: string | null;
  /** Null: all rights of its person. */
  scopes: readonly Scope[] | null;
  createdAt: number;
  /** Null: it does not expire. */
  expiresAt: number | null;
  lastUsedAt: number | null;
};

type Wanted = Pick<KeptToken, 'person'> &
  Partial<Pick<KeptToken, 'replica' | 'ownerFile' | 'name' | 'scopes' | 'expiresAt'>>;

/** A token that becomes valid once `write` is on disk and `settle` was called. */
export type Made = { secret: string; token: KeptToken; write: CompiledQuery; settle(): void };

export type KeptTokens = {
  /** Null when there is no such token, or it has expired. */
  find(secret: string): KeptToken | null;
  /** Includes expired tokens; oldest first. */
  list(): KeptToken[];
  make(wanted: Wanted): Made;
  /** The same token with a new secret. */
  renew(token: KeptToken): Made;
  /** Removes from memory tokens that are gone from the database. */
  drop(isGone: (token: KeptToken) => boolean): void;
  /** SI2: moves the expiry to this time, when that is at least an hour later than before. */
  extend(token: KeptToken, expiresAt: number): void;
  /** Ends a token for good. */
  end(id: string): void;
  /** Notes that the token is used now. */
  used(token: KeptToken): void;
  /** Writes the times of last use. */
  flush(): void;
};

const leastExtensionMs = 3_600_000;

export async function loadTokens(database: Database, now: () => number): Promise<KeptTokens> {
  const { queries } = database;
  const rows = await queries.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute();
  const tokens = new Map<string, KeptToken>(
    rows.map((row) => [
      row.hash,
      {
        id: row.id,
        hash: row.hash,
        person: row.person,
        replica: row.replica === 1,
        ownerFile: row.owner_file === 1,
        name: row.name,
        scopes: row.scopes === null ? null : readScopes(row.scopes),
        createdAt: row.created_at,
        expiresAt: row.expires_at,
        lastUsedAt: row.last_used_at,
      },
    ]),
  );
  let unwritten = new Set<KeptToken>();
  const insert = (token: KeptToken) =>
    queries
      .insertInto('tokens')
      .values({
        hash: token.hash,
        person: token.person,
        replica: Number(token.replica),
        owner_file: Number(token.ownerFile),
        created_at: token.createdAt,
        id: token.id,
        name: token.name,
        scopes: token.scopes === null ? null : JSON.stringify(token.scopes),
        expires_at: token.expiresAt,
        last_used_at: token.lastUsedAt,
      })
      .compile();
  return {
    find: (secret) => {
      const token = tokens.get(hashSecret(secret));
      return token === undefined || hasEnded(token, now()) ? null : token;
    },
    list: () => [...tokens.values()],
    make: ({
      person,
      replica = false,
      ownerFile = false,
      name = null,
      scopes: given = null,
      expiresAt = null,
    }) => {
      const secret = makeToken();
      const token: KeptToken = {
        id: randomUUID(),
        hash: hashSecret(secret),
        person,
        replica,
        ownerFile,
        name,
        scopes: given,
        createdAt: now(),
        expiresAt,
        lastUsedAt: null,
      };
      return { secret, token, write: insert(token), settle: () => void tokens.set(token.hash, token) };
    },
    renew: (before) => {
      const secret = makeToken();
      const token = { ...before, hash: hashSecret(secret) };
      const write = queries
        .updateTable('tokens')
        .set({ hash: token.hash })
        .where('id', '=', token.id)
        .compile();
      const settle = () => {
        tokens.delete(before.hash);
        tokens.set(token.hash, token);
      };
      return { secret, token, write, settle };
    },
    drop: (isGone) => {
      for (const [hash, token] of tokens) if (isGone(token)) tokens.delete(hash);
    },
    extend: (token, expiresAt) => {
      if (token.expiresAt === null || expiresAt < token.expiresAt + leastExtensionMs) return;
      database.together([
        queries.updateTable('tokens').set({ expires_at: expiresAt }).where('id', '=', token.id).compile(),
      ]);
      token.expiresAt = expiresAt;
    },
    end: (id) => {
      database.together([queries.deleteFrom('tokens').where('id', '=', id).compile()]);
      for (const [hash, token] of tokens) if (token.id === id) tokens.delete(hash);
    },
    used: (token) => {
      token.lastUsedAt = now();
      unwritten.add(token);
    },
    flush: () => {
      const written = unwritten;
      if (written.size === 0) return;
      database.together(
        [...written].map(({ id, lastUsedAt }) =>
          queries.updateTable('tokens').set({ last_used_at: lastUsedAt }).where('id', '=', id).compile(),
        ),
      );
      unwritten = new Set();
    },
  };
}

export const hasEnded = ({ expiresAt }: KeptToken, now: number): boolean =>
  expiresAt !== null && expiresAt <= now;

/** A scope that this version does not know grants nothing. */
const readScopes = (text: string): Scope[] => {
  const given = JSON.parse(text) as readonly string[];
  return scopes.filter((scope) => given.includes(scope));
};
