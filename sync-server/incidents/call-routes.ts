import { z } from 'zod';
import { checkBridgeTemplate } from '#room/command/call.ts';
import { routesTaking } from '../http/route.ts';
import type { Bridge } from './call-template.ts';

type Takes = {
  bridge: Bridge;
};
const defineRoute = routesTaking<Takes>();

const templateSchema = z
  .string()
  .trim()
  .superRefine((template, context) => {
    const expected = checkBridgeTemplate(template);
    if (expected !== null) context.addIssue({ code: 'custom', message: expected });
  })
  .nullable();
const settingsSchema = z.object({ template: z.string().nullable() });

export const bridgeRoutes = [
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
    body: z.strictObject({ template: templateSchema }),
    answers: settingsSchema,
    answer: ({ parts, body }) => {
      parts.bridge.change(body.template);
      return { body: { template: parts.bridge.template() } };
    },
  }),
];
