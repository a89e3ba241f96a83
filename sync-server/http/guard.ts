// Decides who may call a route, before the route's own checks.
import type { FastifyRequest } from 'fastify';
import { hasScope, type NeededScope } from './scopes.ts';
import type { Identity } from '../sync/identity.ts';
import { tokenOf } from './credentials.ts';
import { Problem } from './problem.ts';
import type { Access } from './route.ts';

/** `identify` returns null for an unknown token. */
export type GuardParts = { identify: (token: string) => Identity | null };

export const ranks = { viewer: 0, responder: 1, owner: 2 } as const;

export type Guard = (access: Access, need: NeededScope) => (request: FastifyRequest) => Promise<void>;

/** Runs before a body is read, so that a stranger's large body costs nothing. */
export function makeGuard({ identify }: GuardParts): Guard {
  return (access, need) => async (request) => {
    if (access === 'public') return;
    const token = tokenOf(request.headers);
    const caller = token === null ? null : identify(token);
    if (caller === null) throw unauthenticated(token !== null);
    if (!mayAct(caller, access))
      throw new Problem(403, `This needs the role ${access}; yours is ${caller.role}.`);
    if (!hasScope(caller, need))
      throw new Problem(
        403,
        need === 'device'
          ? 'No token with scopes may do this: it takes the token of a device that somebody signed in with.'
          : `This token has no scope for this; it needs ${need}.`,
      );
    request.caller = caller;
  };
}

const unauthenticated = (isFailedCredential: boolean) =>
  new Problem(401, 'This needs a valid token: send it as Authorization: Bearer <token>.', {
    headers: { 'www-authenticate': 'Bearer' },
    isFailedCredential,
  });
const mayAct = (caller: Identity, access: Exclude<Access, 'public'>) => ranks[caller.role] >= ranks[access];
