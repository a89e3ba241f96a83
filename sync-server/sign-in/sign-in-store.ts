// SI: who is who at the provider, and which tokens of ours rest on which of its own.
import type { CompiledQuery } from 'kysely';
import type { Database } from '../storage/database.ts';
import type { ProviderTokens } from './provider.ts';

export type SignedIn = ProviderTokens & {
  /** The id of our token. */
  token: string;
  issuer: string;
  subject: string;
};

type SignInStore = {
  personOf(issuer: string, subject: string): string | null;
  /** Whether somebody at this provider is this person already. */
  isLinked(issuer: string, person: string): boolean;
  /** Who this is from now on. */
  link(issuer: string, subject: string, person: string): CompiledQuery;
  /** Whoever was removed by hand comes back as somebody new. */
  unlink(person: string): void;
  list(): SignedIn[];
  add(signedIn: SignedIn): CompiledQuery;
  keep(token: string, tokens: ProviderTokens): void;
  drop(token: string): void;
};

export function openSignInStore({ sql, queries }: Database): SignInStore {
  const find = sql.statement('SELECT person FROM identities WHERE issuer = ? AND subject = ?');
  const findLink = sql.statement('SELECT subject FROM identities WHERE issuer = ? AND person = ?');
  const unlink = sql.statement('DELETE FROM identities WHERE person = ?');
  const all = sql.statement('SELECT * FROM sign_ins ORDER BY token');
  const keep = sql.statement('UPDATE sign_ins SET access = ?, access_until = ?, refresh = ? WHERE token = ?');
  const drop = sql.statement('DELETE FROM sign_ins WHERE token = ?');
  return {
    personOf: (issuer, subject) => {
      const row = find.get(issuer, subject);
      return row === undefined ? null : String(row['person']);
    },
    isLinked: (issuer, person) => findLink.get(issuer, person) !== undefined,
    link: (issuer, subject, person) =>
      queries
        .insertInto('identities')
        .values({ issuer, subject, person })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ person }))
        .compile(),
    unlink: (person) => void unlink.run(person),
    list: () =>
      all.all().map((row) => ({
        token: String(row['token']),
        issuer: String(row['issuer']),
        subject: String(row['subject']),
        access: String(row['access']),
        accessUntil: Number(row['access_until']),
        refresh: row['refresh'] === null ? null : String(row['refresh']),
      })),
    add: ({ token, issuer, subject, access, accessUntil, refresh }) =>
      queries
        .insertInto('sign_ins')
        .values({ token, issuer, subject, access, access_until: accessUntil, refresh })
        .compile(),
    keep: (token, { access, accessUntil, refresh }) => void keep.run(access, accessUntil, refresh, token),
    drop: (token) => void drop.run(token),
  };
}
