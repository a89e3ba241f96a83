import { z } from 'zod';
import { invitationSchema, madeInvitationSchema } from '#wire/api/access.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { refused } from './people-routes.ts';
import { invitationHours, mostOpenInvitations, type Invitation, type Invitations } from './invitations.ts';
import { idParams, listOf, nameSchema } from '../http/shapes.ts';
import { roleSchema } from '#wire/api/people.ts';
import { enteredSchema } from '#wire/api/sign-in.ts';
import type { Authority } from './authority.ts';

type Takes = {
  invitations: Invitations;
  authority: Authority;
};
const defineRoute = routesTaking<Takes>();

/** An invitation as people see it: with its maker's name, without its code. */
export function describeInvitation({ authority }: Pick<Takes, 'authority'>, invitation: Invitation) {
  const { id, role, carries, madeBy, createdAt, expiresAt } = invitation;
  const maker = madeBy === null ? null : { id: madeBy, name: authority.personNow(madeBy)?.name ?? madeBy };
  return { id, role, carries, madeBy: maker, createdAt, expiresAt };
}

export const tooManyInvitations = () =>
  new Problem(
    400,
    `There are ${mostOpenInvitations} invitations that nobody has used. That is the limit. Revoke some.`,
  );

export const unknownInvitation = () =>
  new Problem(404, 'This invitation was used, has expired or was revoked.');

export const invitationRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/invitations',
    summary: 'The valid, unused invitations, without their codes',
    access: 'owner',
    isForwarded: true,
    answers: listOf(invitationSchema),
    answer: async ({ parts }) => ({
      body: {
        items: (await parts.invitations.list('team')).map((each) => describeInvitation(parts, each)),
      },
    }),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'Invite one person by a link; it ends when its maker may no longer invite',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({
      role: roleSchema,
      expiresInHours: z.number().min(0.01).max(invitationHours.most).default(invitationHours.usual),
      carries: z.boolean().default(true),
    }),
    status: 201,
    answers: madeInvitationSchema,
    answer: async ({ parts, body, caller, origin }) => {
      const invitation = await parts.invitations.invite({
        place: 'team',
        role: body.role,
        carries: body.carries && body.role !== 'viewer',
        hours: body.expiresInHours,
        madeBy: caller.person,
      });
      if (invitation === 'too-many') throw tooManyInvitations();
      const { code } = invitation;
      // After the #, so that no server on the way logs it.
      const server = origin();
      const url = `${server}/join#${code}`;
      const link = `muster://join?server=${encodeURIComponent(server)}#${code}`;
      return {
        body: { ...describeInvitation(parts, invitation), code, url, link },
        location: `/api/v1/invitations/${invitation.id}`,
      };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/invitations/:id',
    summary: 'Revoke an invitation that nobody has used yet',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params }) => {
      if (!(await parts.invitations.revoke(params.id, 'team'))) throw unknownInvitation();
      return {};
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    summary: 'Join with an invitation; the answer shows the token only once',
    access: 'public',
    // People who join a hub have an invitation from that hub.
    isForwarded: 'unless-hub',
    body: z.strictObject({
      // May be followed by the fingerprint from a hub's link (HU8).
      code: z
        .string()
        .trim()
        .min(1)
        .max(200)
        .transform((text) => text.replace(/\.[0-9a-f]{64}$/, '')),
      name: nameSchema,
      // Asks for a token for a desktop's server; the invitation decides whether it may carry others' facts.
      replica: z.boolean().default(false),
    }),
    status: 201,
    answers: enteredSchema,
    answer: async ({ parts, body }) => {
      const { code, name, replica } = body;
      const accepted = await parts.invitations.accept(code, name, { replica });
      if (accepted === 'unknown') {
        throw new Problem(
          404,
          'This invitation is not valid: it was used, has ended, was revoked, or was not copied whole. Ask for a new one.',
          { isFailedCredential: true },
        );
      }
      if (typeof accepted === 'string') throw refused(accepted);
      const { id, name: kept, role } = accepted.person;
      return {
        body: { token: accepted.token, person: { id, name: kept, role } },
        location: `/api/v1/people/${id}`,
      };
    },
  }),
];
