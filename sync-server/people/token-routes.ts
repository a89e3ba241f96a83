import { z } from 'zod';
import { tokenSchema as wireToken, tokensSchema } from '#wire/api/access.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { idParams, moment, nameSchema } from '../http/shapes.ts';
import type { Identity } from '../sync/identity.ts';
import { mostTokens, type ApiTokens } from './api-tokens.ts';
import type { KeptToken } from './kept-tokens.ts';
import { scopes } from '../http/scopes.ts';
import type { People } from './people.ts';

type Takes = {
  now: () => number;
  people: People;
  tokens: ApiTokens;
};
const defineRoute = routesTaking<Takes>();

const scopeSchema = z.enum(scopes);
const tokenSchema = wireToken.extend({ scopes: z.array(scopeSchema).nullable() });

function describe({ people }: Takes, token: KeptToken, caller: Identity): z.output<typeof tokenSchema> {
  const { id, name, person, createdAt, expiresAt, lastUsedAt } = token;
  const signedIn = token.ownerFile ? 'owner-file' : token.replica ? 'desktop' : 'browser';
  return {
    id,
    name,
    person: { id: person, name: people.find(person)?.name ?? person },
    kind: name === null ? signedIn : 'api',
    scopes: token.scopes === null ? null : [...token.scopes],
    createdAt,
    expiresAt,
    lastUsedAt,
    isThis: id === caller.token,
  };
}

/** The caller's own token; owners see everybody's. For anybody else it does not exist. */
function tokenFor({ tokens }: Takes, id: string, caller: Identity): KeptToken {
  const token = tokens.find(id);
  if (token === null || (caller.role !== 'owner' && token.person !== caller.person)) throw unknown();
  return token;
}

const unknown = () => new Problem(404, 'There is no such token. It was revoked or ended long ago.');

export const tokenRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/tokens',
    summary: 'My devices and tokens; for owners, everybody’s or one person’s',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    query: z.object({ person: z.string().max(64).optional() }),
    // Includes all existing scopes, for making a new token.
    answers: tokensSchema.extend({ items: z.array(tokenSchema), scopes: z.array(scopeSchema) }),
    answer: ({ parts, query, caller }) => {
      const isOwner = caller.role === 'owner';
      if (!isOwner && query.person !== undefined && query.person !== caller.person)
        throw new Problem(403, 'Only an owner may see somebody else’s tokens.');
      const items = parts.tokens.list(isOwner ? (query.person ?? null) : caller.person);
      return { body: { items: items.map((token) => describe(parts, token, caller)), scopes } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/tokens',
    summary: 'Make a token for a program; the answer shows its secret only once',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    body: z.strictObject({
      name: nameSchema,
      scopes: z.array(z.enum(scopes)).min(1).max(scopes.length),
      expiresAt: moment.nullable().default(null),
    }),
    status: 201,
    answers: tokenSchema.extend({ token: z.string() }),
    answer: async ({ parts, body, caller }) => {
      const { name, expiresAt } = body;
      if (expiresAt !== null && expiresAt <= parts.now())
        throw new Problem(400, 'This token would already have ended.', {
          errors: [{ field: 'expiresAt', expected: 'a future time in epoch milliseconds, or nothing' }],
        });
      const given = scopes.filter((scope) => body.scopes.includes(scope));
      const made = await parts.tokens.make({ person: caller.person, name, scopes: given, expiresAt });
      if (made === 'too-many')
        throw new Problem(
          400,
          `You have ${mostTokens} tokens, which is the most one person has. Revoke some.`,
        );
      return {
        body: { ...describe(parts, made.token, caller), token: made.secret },
        location: `/api/v1/tokens/${made.token.id}`,
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/tokens/:id/rotate',
    summary: 'Give a token a new secret, shown only once; the old one ends at once',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    answers: tokenSchema.extend({ token: z.string() }),
    answer: async ({ parts, params, caller }) => {
      const before = tokenFor(parts, params.id, caller);
      // Its secret would go to somebody else, who could then act under that name.
      if (before.person !== caller.person) throw new Problem(403, 'You can renew only your own tokens.');
      if (before.name === null)
        throw new Problem(
          409,
          'This token belongs to a signed-in device. Revoke it and join again with an invitation.',
        );
      const made = await parts.tokens.rotate(before.id);
      if (made === null) throw unknown();
      return { body: { ...describe(parts, made.token, caller), token: made.secret } };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/tokens/:id',
    summary: 'Revoke a token or sign a device out; its sockets and feeds end at once',
    access: 'viewer',
    isForwarded: true,
    isPersonal: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      const token = tokenFor(parts, params.id, caller);
      if (token.ownerFile)
        throw new Problem(
          409,
          'This is the token in the server’s data folder. Start the server with --new-owner-token to end it.',
        );
      if (!(await parts.tokens.revoke(token.id))) throw unknown();
      return {};
    },
  }),
];
