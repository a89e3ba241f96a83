import { z } from 'zod';
import { checkCallTemplate } from '#room/command/call.ts';
import { expectTicketLink } from '#room/learning/ticket-link.ts';
import { routesTaking } from '../http/route.ts';
import type { LinkTemplate } from './call-template.ts';

type Takes = {
  bridge: LinkTemplate;
  ticketLink: LinkTemplate;
};
const defineRoute = routesTaking<Takes>();

const templateSchema = (expect: (template: string) => string | null) =>
  z
    .string()
    .trim()
    .superRefine((template, context) => {
      const expected = expect(template);
      if (expected !== null) context.addIssue({ code: 'custom', message: expected });
    })
    .nullable();
const settingsSchema = z.object({ template: z.string().nullable() });

export const callRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/bridge',
    summary: 'The template for addresses of this team’s calls',
    access: 'viewer',
    isForwarded: true,
    answers: settingsSchema,
    answer: ({ parts }) => ({ body: { template: parts.bridge.template() } }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/bridge',
    summary: 'Set the template for addresses of this team’s calls, with {number}, {title} and {id}, or null',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({ template: templateSchema(checkCallTemplate) }),
    answers: settingsSchema,
    answer: ({ parts, body }) => {
      parts.bridge.change(body.template);
      return { body: { template: parts.bridge.template() } };
    },
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/ticket-link',
    summary: 'Set the template for addresses of new tickets, with {title} and {body}, or null',
    access: 'owner',
    isForwarded: true,
    body: z.strictObject({ template: templateSchema(expectTicketLink) }),
    answers: settingsSchema,
    answer: ({ parts, body }) => {
      parts.ticketLink.change(body.template);
      return { body: { template: parts.ticketLink.template() } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/ticket-link',
    summary: 'The template for addresses of new tickets in a tracker without an API',
    access: 'viewer',
    isForwarded: true,
    answers: settingsSchema,
    answer: ({ parts }) => ({ body: { template: parts.ticketLink.template() } }),
  }),
];
