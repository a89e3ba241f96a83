import { z } from 'zod';
import { auditPageSchema, auditSettingsSchema } from '#wire/api/audit.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { inOrder, instantQuery } from '../http/shapes.ts';
import { mostExported, mostListed, type AuditLog } from './audit-log.ts';
import type { Channels } from '../delivery/configured-channels.ts';

type Takes = {
  audit: AuditLog;
  channels: Channels;
};
const defineRoute = routesTaking<Takes>();

const filter = {
  person: z.string().max(64).optional(),
  area: z.string().max(64).optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
};
const place = z
  .string()
  .regex(/^\d{1,15}$/u, 'the value of `next` in the previous page')
  .transform(Number);

export const auditRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'Who added, changed and removed what, newest first',
    access: 'owner',
    isForwarded: true,
    query: z
      .object({
        ...filter,
        limit: z.coerce.number().int().min(1).max(mostListed).default(100),
        cursor: place.optional(),
      })
      .refine(...inOrder),
    answers: auditPageSchema,
    answer: ({ parts, query: { limit, cursor, ...wanted } }) => {
      const { items, next } = parts.audit.list({ ...wanted, before: cursor }, limit);
      return { body: { items, next: next === null ? null : String(next) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit.jsonl',
    summary: 'The audit log as a file, one entry on each line',
    access: 'owner',
    isForwarded: true,
    query: z.object(filter).refine(...inOrder),
    answers: 'application/x-ndjson',
    answer: ({ parts, query }) => ({
      type: 'application/x-ndjson; charset=utf-8',
      headers: { 'content-disposition': 'attachment; filename="muster-audit.jsonl"' },
      text: parts.audit
        .list(query, mostExported)
        .items.map((entry) => `${JSON.stringify(entry)}\n`)
        .join(''),
    }),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/audit/settings',
    summary: 'How long the server keeps the audit log, and where it sends the entries',
    access: 'owner',
    isForwarded: true,
    answers: auditSettingsSchema,
    answer: ({ parts }) => ({ body: parts.audit.settings() }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/api/v1/audit/settings',
    summary: 'Set how long the server keeps the audit log, and where it sends the entries',
    access: 'owner',
    isForwarded: true,
    body: auditSettingsSchema,
    answers: auditSettingsSchema,
    answer: ({ parts, body }) => {
      if (body.channel !== null && parts.channels.find(body.channel) === null)
        throw new Problem(400, 'There is no such channel.', {
          errors: [{ field: 'channel', expected: 'the id of a channel, or null' }],
        });
      parts.audit.change(body);
      return { body: parts.audit.settings() };
    },
  }),
];
