import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { refused } from './people-routes.ts';
import { nameSchema, personSchema, roleSchema } from '../http/shapes.ts';

const usualHours = 72;
const mostHours = 24 * 365;

export const invitationRoutes = [
  defineRoute({
    method: 'POST',
    path: '/api/v1/invitations',
    summary: 'A link that lets one person join',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({
      role: roleSchema,
      expiresInHours: z.number().min(0.01).max(mostHours).default(usualHours),
    }),
    status: 201,
    answers: z.object({
      code: z.string(),
      url: z.string(),
      link: z.string(),
      role: roleSchema,
      expiresAt: z.number(),
    }),
    answer: async ({ parts, body, origin }) => {
      const invitation = await parts.invitations.invite(body.role, body.expiresInHours);
      const { code } = invitation;
      // After the #, so that no server on the way logs it.
      const url = `${origin}/join#${code}`;
      const link = `muster://join?server=${encodeURIComponent(origin)}#${code}`;
      return { body: { ...invitation, url, link } };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    summary: 'Join with an invitation; the token in the answer is shown this once',
    access: 'public',
    // Whoever comes to a hub has an invitation of the hub.
    isForwarded: 'unless-hub',
    body: z.strictObject({
      code: z.string().trim().min(1).max(200),
      name: nameSchema,
      replica: z.boolean().default(false),
    }),
    status: 201,
    answers: z.object({ token: z.string(), person: personSchema }),
    answer: async ({ parts, body }) => {
      const { code, name, replica } = body;
      const accepted = await parts.invitations.accept(code, name, { replica });
      if (accepted === 'unknown') {
        throw new Problem(
          404,
          'This invitation is not valid: it was used, has expired, or was not copied whole. Ask for a new one.',
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
