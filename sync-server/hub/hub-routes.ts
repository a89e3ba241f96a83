// HU: the hub's own routes. Never forwarded: a hub is there for when there is nobody to forward to.
import { z } from 'zod';
import type { Role } from '#room/feed.ts';
import { HubRefused } from './hub.ts';
import type { Parts } from '../parts.ts';
import type { Identity } from '../sync/identity.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { refused } from '../people/people-routes.ts';
import { idParams, personSchema, roleSchema } from '../http/shapes.ts';

const invitationHours = 24;

const viewSchema = z.object({
  open: z.boolean(),
  host: z.string(),
  port: z.int().nullable(),
  since: z.number().nullable(),
  addresses: z.array(z.string()),
  choices: z.array(z.string()),
  people: z.array(personSchema.extend({ since: z.number() })),
  problem: z.string().nullable(),
});
const publicKey = z.string().regex(/^[\w-]{40,120}$/, 'a public key (Ed25519, SPKI, base64url)');
const challenge = z.string().min(1).max(100);
const proofSchema = z.object({ pass: z.string().max(4_000), proof: z.string().max(200) });

const ranks: Record<Role, number> = { viewer: 0, responder: 1, owner: 2 };

/** Opening a door into somebody's computer is for whoever sits at it, whatever their role in the team. */
function requireOwn(caller: Identity) {
  if (caller.ownsServer !== true)
    throw new Problem(403, 'Only whoever runs this server may open it to others or shut it.');
}

function requireOpen({ hub }: Parts) {
  if (!hub.isOpen()) throw new Problem(409, 'This server is no hub just now; make it one first.');
}

export const hubRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/hub',
    summary: 'Whether this server is a hub, where, and who follows it',
    access: 'viewer',
    answers: viewSchema,
    answer: ({ parts }) => ({ body: parts.hub.view() }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub',
    summary: 'Open this server to the network',
    access: 'responder',
    body: z.strictObject({
      host: z
        .string()
        .regex(/^[\w.:-]{1,255}$/, 'an address of this computer, or 0.0.0.0 for all of them')
        .optional(),
      port: z.int().min(0).max(65_535).default(0),
    }),
    status: 201,
    answers: viewSchema,
    answer: async ({ parts, body, caller }) => {
      requireOwn(caller);
      try {
        await parts.hub.open({ host: body.host ?? parts.config.hubHost, port: body.port });
      } catch (error) {
        if (error instanceof HubRefused) throw new Problem(409, error.message, { cause: error });
        throw error;
      }
      return { body: parts.hub.view(), location: '/api/v1/hub' };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/hub',
    summary: 'Shut the door to the network; whoever is at this computer goes on',
    access: 'viewer',
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, caller }) => {
      requireOwn(caller);
      await parts.hub.stop();
      return {};
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/invitations',
    summary: 'A link that lets one person, who need not be in the team, join this hub',
    access: 'responder',
    body: z.strictObject({ role: roleSchema.default('responder') }),
    status: 201,
    answers: z.object({
      code: z.string(),
      urls: z.array(z.string()),
      role: roleSchema,
      expiresAt: z.number(),
    }),
    answer: async ({ parts, body, caller }) => {
      requireOwn(caller);
      requireOpen(parts);
      if (ranks[body.role] > ranks[caller.role])
        throw new Problem(403, `You are a ${caller.role} here and cannot make somebody a ${body.role}.`);
      const { code, role, expiresAt } = await parts.invitations.invite(body.role, invitationHours);
      const urls = parts.hub.view().addresses.map((address) => `${address}/join#${code}`);
      return { body: { code, urls, role, expiresAt } };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/hub/people/:id',
    summary: 'Send somebody away from this hub; what they wrote stays',
    access: 'viewer',
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      requireOwn(caller);
      const removed = await parts.people.remove(params.id, null);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/hub/door',
    summary: 'Whose hub this is, and the question that a member of the team answers to be let in',
    access: 'public',
    answers: z.object({ host: z.string(), team: z.string().nullable(), challenge: z.string() }),
    answer: ({ parts }) => {
      requireOpen(parts);
      const host = parts.hub.state()?.host ?? '';
      return { body: { host, team: parts.passes.team(), challenge: parts.hub.ask() } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/accept',
    summary: 'Join this hub as a member of the team, by a pass; the token in the answer is shown this once',
    access: 'public',
    body: proofSchema.extend({ challenge }).strict(),
    status: 201,
    answers: z.object({ token: z.string(), person: personSchema }),
    answer: async ({ parts, body }) => {
      requireOpen(parts);
      const who = letIn(parts, body);
      if (typeof who === 'string')
        throw new Problem(403, `You are not let in: ${who}.`, { isFailedCredential: true });
      const admitted = await parts.people.admit(who);
      if (typeof admitted === 'string') throw refused(admitted);
      return { body: { token: admitted.token, person: who }, location: '/api/v1/hub' };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/proof',
    summary: "This server's answer to a hub's question, for the desktop that runs it",
    access: 'viewer',
    body: z.strictObject({ challenge }),
    answers: proofSchema.extend({ team: z.string() }),
    answer: ({ parts, body, caller }) => {
      requireOwn(caller);
      const proof = parts.passes.prove(body.challenge);
      const team = parts.passes.team();
      if (proof === null || team === null)
        throw new Problem(409, 'This computer has no pass of a team: it never met the team’s server.');
      return { body: { ...proof, team } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/passes/:key',
    summary: 'A pass for hubs, signed by the team’s server for the key of the caller’s own server',
    access: 'viewer',
    params: z.object({ key: publicKey }),
    answers: z.object({ pass: z.string() }),
    answer: ({ parts, params, caller }) => {
      // Not forwarded: the upstream would sign it for whoever runs this server.
      if (parts.replica !== null) throw new Problem(404, 'Only the team’s own server gives passes.');
      const { person: id, name, role } = caller;
      return { body: { pass: parts.passes.issue({ id, name, role }, params.key) } };
    },
  }),
];

/** HU4. The role is the one the team gave last, as far as this hub has heard. */
function letIn(
  { hub, passes, everybody, replica, now }: Parts,
  shown: { pass: string; proof: string; challenge: string },
): { id: string; name: string; role: Role } | string {
  if (!hub.wasAsked(shown.challenge)) return 'the answer came too late, or twice; try again';
  const pass = passes.check(shown, shown.challenge);
  if (typeof pass === 'string') return pass;
  const known = everybody().find(({ id }) => id === pass.person);
  if (known) return { id: known.id, name: known.name, role: known.role };
  // Not on the list: added since we last heard of it, or removed before.
  const heardAt = replica === null ? now() : (replica.mirrored().staleSince ?? now());
  if (pass.issuedAt < heardAt) return 'you are not in the team any more';
  return { id: pass.person, name: pass.name, role: pass.role };
}
