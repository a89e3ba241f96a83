// Schemas that several lists of routes share.
import { z } from 'zod';
import { cleanName } from '#room/text/clean-text.ts';
import { actionTypes } from '#room/facts/action-type.ts';
import { severities, statuses } from '#room/facts/fact.ts';
import { natures, noticedWays, withdrawals } from '#room/team/scales.ts';
import { isUlid } from '#room/facts/ulid.ts';

export const roleSchema = z.enum(['owner', 'responder', 'viewer']);
/** TX3: a person's name. */
export const nameSchema = z
  .string()
  .overwrite(cleanName)
  .min(1, 'a name of at least one visible character')
  .max(120);
export const idParams = z.object({ id: z.string().min(1).max(64) });
export const incidentParams = z.object({
  id: z.string().refine(isUlid, 'the id of an incident: 26 characters of 0-9 and A-Z'),
});

/** May be sent back unchanged; it is ignored. */
export const readOnly = z.unknown().optional();

/** Epoch milliseconds within the range of a Date. */
export const moment = z.number().min(0).max(8_640_000_000_000_000);

/** An instant as epoch milliseconds, or an ISO 8601 date or time; UTC without an offset. */
export const instantQuery = z.string().transform((text, context) => {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text);
  const hasOffset = /T.*(Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = /^\d{1,16}$/.test(text)
    ? Number(text)
    : isDate
      ? Date.parse(text.includes('T') && !hasOffset ? `${text}Z` : text)
      : Number.NaN;
  if (Number.isFinite(at)) return at;
  context.addIssue({
    code: 'custom',
    message: 'a time such as 2026-11-29, 2026-11-29T14:00Z or epoch milliseconds',
  });
  return z.NEVER;
});

export const listOf = <T extends z.ZodType>(items: T) => z.object({ items: z.array(items) });

export const sampleSchema = z.object({
  at: z.number(),
  status: z.enum(['up', 'degraded', 'down']),
  latencyMs: z.number().nullable(),
  reason: z.string().nullable(),
});

const instant = z.number().nullable();
/** TM2 */
export const restrictionShape = z.object({
  teams: z.array(z.object({ id: z.string(), name: z.string() })),
  people: z.array(z.string()),
  since: z.number(),
  by: z.string(),
});

export const summarySchema = z.object({
  id: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  severity: z.enum(severities),
  severityIsSet: z.boolean(),
  status: z.enum(statuses),
  withdrawn: z
    .object({
      as: z.enum(withdrawals),
      duplicateOf: z.string().nullable(),
      number: z.string().nullable(),
      why: z.string().nullable(),
    })
    .optional(),
  restricted: restrictionShape.optional(),
  drill: z.boolean(),
  service: z.string().nullable(),
  nature: z.enum(natures).optional(),
  noticed: z.enum(noticedWays).optional(),
  runbook: z.string().optional(),
  declaredAt: z.number(),
  impactBeganAt: instant,
  acknowledgedAt: instant,
  resolvedAt: instant,
  closedAt: instant,
  commanders: z.array(z.string()),
  communications: z.array(z.string()),
  rolesFilled: z.int(),
  rolesTotal: z.int(),
  updateDueAt: instant,
  monitorsDown: z.array(z.string()),
  holders: z.array(z.string()).optional(),
  tasksDue: z
    .array(z.object({ id: z.string(), text: z.string(), owner: z.string(), due: z.number() }))
    .optional(),
  itemsDue: z
    .array(z.object({ id: z.string(), text: z.string(), owner: z.string(), due: z.number() }))
    .optional(),
  causes: z.array(z.string()).optional(),
  failed: z.array(z.object({ id: z.string(), name: z.string() })).optional(),
  helped: z
    .array(z.object({ id: z.string(), text: z.string(), type: z.enum(actionTypes).nullable() }))
    .optional(),
  review: z
    .object({
      state: z.enum(['draft', 'in-review']),
      owner: z.string().nullable(),
      from: z.number(),
      dueAt: z.number(),
    })
    .nullable()
    .optional(),
  factCount: z.int(),
  lastNoted: z.number(),
});

export const factSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  at: z.number(),
  noted: z.number(),
  by: z.string(),
});
