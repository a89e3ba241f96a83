// AU1, AU7: the tokens a server knows, by hash. Held in memory, so identifying a caller costs a hash and a look-up.
// The time of last use is written now and then, not with each call.
import { randomUUID } from 'node:crypto';
import type { CompiledQuery, Insertable, Selectable } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables.ts';
import { scopes, type Scope } from '../http/scopes.ts';
import { hashSecret, makeToken } from '../tokens.ts';

export type KeptToken = {
  /** Its public name; nobody keeps its secret. */
  id: string;
  hash: string;
  person: string;
  replica: boolean;
  ownerFile: boolean;
  /** The name of a token made for a program; null for a sign-in. */
  name: string | null;
  /** Null: everything its person may do. */
  scopes: readonly Scope[] | null;
  createdAt: number;
  /** Null: it does not expire. */
  expiresAt: number | null;
  lastUsedAt: number | null;
};

type Wanted = Pick<KeptToken, 'person'> &
  Partial<Pick<KeptToken, 'replica' | 'ownerFile' | 'name' | 'scopes' | 'expiresAt'>>;

/** A token that counts once `write` is on disk and `settle` has been called. */
export type Made = { secret: string; token: KeptToken; write: CompiledQuery; settle(): void };

export type KeptTokens = {
  /** Null when nobody has it, or it has ended. */
  find(secret: string): KeptToken | null;
  /** Ended ones as well, oldest first. */
  list(): KeptToken[];
  make(wanted: Wanted): Made;
  /** The same token with a new secret. */
  renew(token: KeptToken): Made;
  /** Removes tokens from memory that are gone from the database. */
  drop(isGone: (token: KeptToken) => boolean): void;
  /** SI2: moves its expiry to this time, if that is at least an hour later than before. */
  extend(token: KeptToken, expiresAt: number): void;
  /** Ends a token for good. */
  end(id: string): void;
  /** Notes that it was used now. */
  used(token: KeptToken): void;
  /** Writes the times of last use. */
  flush(): void;
};

const leastExtensionMs = 3_600_000;

export async function loadTokens(database: Database, now: () => number): Promise<KeptTokens> {
  const { queries } = database;
  const rows = await queries.selectFrom('tokens').selectAll().orderBy('created_at').orderBy('id').execute();
  const tokens = new Map<string, KeptToken>(rows.map((row) => [row.hash, tokenIn(row)]));
  return {
    find: (secret) => {
      const token = tokens.get(hashSecret(secret));
      return token === undefined || hasEnded(token, now()) ? null : token;
    },
    list: () => [...tokens.values()],
    ...makingTokens(database, tokens, now),
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
    ...notingUses(database, now),
  };
}

const makingTokens = (
  { queries }: Pick<Database, 'queries'>,
  tokens: Map<string, KeptToken>,
  now: () => number,
): Pick<KeptTokens, 'make' | 'renew'> => ({
  make: (wanted) => {
    const secret = makeToken();
    const token = freshToken(wanted, secret, now());
    const write = queries.insertInto('tokens').values(rowOf(token)).compile();
    return { secret, token, write, settle: () => void tokens.set(token.hash, token) };
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
});

function notingUses(database: Database, now: () => number): Pick<KeptTokens, 'used' | 'flush'> {
  const { queries } = database;
  let unwritten = new Set<KeptToken>();
  return {
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

function freshToken(
  { person, replica = false, ownerFile = false, name = null, scopes: given = null, expiresAt = null }: Wanted,
  secret: string,
  now: number,
): KeptToken {
  return {
    id: randomUUID(),
    hash: hashSecret(secret),
    person,
    replica,
    ownerFile,
    name,
    scopes: given,
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
  };
}

const tokenIn = (row: Selectable<Tables['tokens']>): KeptToken => ({
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
});

const rowOf = (token: KeptToken): Insertable<Tables['tokens']> => ({
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
});

export const hasEnded = ({ expiresAt }: KeptToken, now: number): boolean =>
  expiresAt !== null && expiresAt <= now;

/** Ignores scopes that this version does not know. */
const readScopes = (text: string): Scope[] => {
  const given = JSON.parse(text) as readonly string[];
  return scopes.filter((scope) => given.includes(scope));
};
