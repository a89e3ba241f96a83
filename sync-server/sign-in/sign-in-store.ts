// SI: which person belongs to which account at the provider, and which provider tokens each of our tokens depends on.
import type { CompiledQuery } from 'kysely';
import type { Database } from '../storage/database.ts';
import { readKeptTold } from './claims.ts';
import type { ProviderTokens } from './provider.ts';

export type SignedIn = ProviderTokens & {
  /** The id of our token. */
  token: string;
  issuer: string;
  subject: string;
};

export type SignInStore = {
  personOf(issuer: string, subject: string): string | null;
  /** Whether this person is already linked to an account at this provider. */
  isLinked(issuer: string, person: string): boolean;
  /** Links an account to this person. */
  link(issuer: string, subject: string, person: string): CompiledQuery;
  /** A person removed by hand returns as somebody new. */
  unlink(person: string): void;
  list(): SignedIn[];
  add(signedIn: SignedIn): CompiledQuery;
  keep(token: string, tokens: ProviderTokens): void;
  drop(token: string): void;
};

export function openSignInStore(database: Database): SignInStore {
  const { queries } = database;
  const linkedAt = (issuer: string) => queries.selectFrom('identities').where('issuer', '=', issuer);
  return {
    personOf: (issuer, subject) =>
      database.first(linkedAt(issuer).select('person').where('subject', '=', subject))?.person ?? null,
    isLinked: (issuer, person) =>
      database.first(linkedAt(issuer).select('subject').where('person', '=', person)) !== undefined,
    link: (issuer, subject, person) =>
      queries
        .insertInto('identities')
        .values({ issuer, subject, person })
        .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ person }))
        .compile(),
    unlink: (person) => void database.run(queries.deleteFrom('identities').where('person', '=', person)),
    list: () =>
      database
        .all(queries.selectFrom('sign_ins').selectAll().orderBy('token'))
        .map(({ access_until: accessUntil, told, ...signedIn }) => ({
          ...signedIn,
          accessUntil,
          told: readKeptTold(told),
        })),
    add: ({ token, issuer, subject, ...tokens }) =>
      queries
        .insertInto('sign_ins')
        .values({ token, issuer, subject, ...columns(tokens) })
        .compile(),
    keep: (token, tokens) => {
      database.run(queries.updateTable('sign_ins').set(columns(tokens)).where('token', '=', token));
    },
    drop: (token) => void database.run(queries.deleteFrom('sign_ins').where('token', '=', token)),
  };
}

const columns = ({ access, accessUntil, refresh, told }: ProviderTokens) => ({
  access,
  access_until: accessUntil,
  refresh,
  told: told && JSON.stringify(told),
});
