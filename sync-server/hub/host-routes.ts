// HU: API routes for the host of a hub. Never forwarded: a hub serves while there is no server to forward to.
import { z } from 'zod';
import { invitationSchema } from '#wire/api/access.ts';
import { HubRefused, type Hub } from './hub.ts';
import type { Identity } from '../sync/identity.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { describeInvitation, tooManyInvitations, unknownInvitation } from '../people/invitation-routes.ts';
import { invitationHours, mayInvite, type Invitations } from '../people/invitations.ts';
import { refused } from '../people/people-routes.ts';
import { idParams, listOf } from '../http/shapes.ts';
import { hubInvitationSchema, hubViewSchema } from '#wire/api/hub.ts';
import { roleSchema } from '#wire/api/people.ts';
import type { Config } from '../config.ts';
import type { People } from '../people/people.ts';
import type { Replica } from '../replica/replica.ts';
import type { Authority } from '../people/authority.ts';

type Takes = {
  authority: Authority;
  config: Config;
  people: People;
  invitations: Invitations;
  hub: Hub;
  replica: Replica | null;
};
const defineRoute = routesTaking<Takes>();

const viewOf = ({ hub, people, replica }: Takes) => ({
  ...hub.view(),
  // The team's own server removes people for good, so it lists none.
  sentAway: replica === null ? [] : people.sentAway(),
});

/** Opening a computer to the network is up to the person who uses it, whatever their role in the team. */
export function requireOwn(caller: Identity) {
  if (caller.ownsServer !== true)
    throw new Problem(403, 'Only the person at this computer can start or stop the hub.');
}

export function requireOpen({ hub }: { hub: Pick<Hub, 'isOpen'> }) {
  if (!hub.isOpen()) throw new Problem(409, 'This server is not a hub now. Make it a hub first.');
}

export const hostRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/hub',
    summary: 'Whether this server is a hub, where, and who follows it',
    access: 'viewer',
    answers: hubViewSchema,
    answer: ({ parts }) => ({ body: viewOf(parts) }),
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
      // Chosen by a person who was warned about it.
      plain: z.boolean().default(false),
    }),
    status: 201,
    answers: hubViewSchema,
    answer: async ({ parts, body, caller }) => {
      requireOwn(caller);
      try {
        const { host = parts.config.hubHost, port, plain } = body;
        await parts.hub.open({ host, port, plain });
      } catch (error) {
        if (error instanceof HubRefused) throw new Problem(409, error.message, { cause: error });
        throw error;
      }
      return { body: viewOf(parts), location: '/api/v1/hub' };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/hub',
    summary: 'Stop the hub; the person at this computer goes on working',
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
    method: 'GET',
    path: '/api/v1/hub/invitations',
    summary: 'The valid, unused invitations to this hub, without their codes',
    access: 'viewer',
    answers: listOf(invitationSchema),
    answer: async ({ parts, caller }) => {
      requireOwn(caller);
      const items = (await parts.invitations.list('hub')).map((each) => describeInvitation(parts, each));
      return { body: { items } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/invitations',
    summary: 'Make a link for one person, in the team or not, to join this hub',
    access: 'responder',
    body: z.strictObject({
      role: roleSchema.exclude(['owner'], 'responder or viewer: a hub makes no owners').default('responder'),
      expiresInHours: z.number().min(0.01).max(invitationHours.most).default(invitationHours.hub),
    }),
    status: 201,
    answers: hubInvitationSchema,
    answer: async ({ parts, body, caller }) => {
      requireOwn(caller);
      requireOpen(parts);
      const wanted = { place: 'hub', role: body.role, carries: false } as const;
      if (!mayInvite(caller.role, wanted))
        throw new Problem(403, `You are a ${caller.role} here and cannot make somebody a ${body.role}.`);
      const { expiresInHours: hours } = body;
      const invitation = await parts.invitations.invite({ ...wanted, hours, madeBy: caller.person });
      if (invitation === 'too-many') throw tooManyInvitations();
      const { code } = invitation;
      const { addresses, plain, fingerprint } = parts.hub.view();
      // A desktop that joins through the link compares the fingerprint before it sends anything.
      const secret = plain || fingerprint === null ? code : `${code}.${fingerprint}`;
      const urls = addresses.map((address) => `${address}/join#${secret}`);
      return { body: { ...describeInvitation(parts, invitation), code, urls } };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/hub/invitations/:id',
    summary: 'Revoke an invitation to this hub that nobody has used yet',
    access: 'viewer',
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      requireOwn(caller);
      if (!(await parts.invitations.revoke(params.id, 'hub'))) throw unknownInvitation();
      return {};
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/hub/people/:id',
    summary: 'Send somebody away from this hub until you let them in again; their entries stay',
    access: 'viewer',
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      requireOwn(caller);
      if (!parts.people.hasCome(params.id)) throw refused('unknown');
      const removed = await parts.people.remove(params.id, null);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/hub/people/:id',
    summary: 'Let somebody back in who was sent away from this hub',
    access: 'viewer',
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, caller }) => {
      requireOwn(caller);
      if (!(await parts.people.letInAgain(params.id))) throw refused('unknown');
      return {};
    },
  }),
];
