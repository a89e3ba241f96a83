// Incidents in the API. Times are epoch milliseconds.
import { z } from 'zod';
import { actionTypes } from '#room/facts/action-type.ts';
import { severities, statuses } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { natures, noticedWays, withdrawals } from '#room/team/scales.ts';
import type { Room } from '#room/view/room-view.ts';
import { matchSchema, type SearchMatch } from './reviews.ts';

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

/** FA11: `unread` names fields that this version does not read, such as misspelt ones. They are kept. */
const unreadSchema = z.object({ fact: z.string(), field: z.string(), known: z.array(z.string()) });

const factSchema = z.looseObject({
  id: z.string(),
  kind: z.string(),
  at: z.number(),
  noted: z.number(),
  by: z.string(),
});

export const writtenFactsSchema = z.object({
  items: z.array(factSchema),
  unread: z.array(unreadSchema).optional(),
});

/** One page of a list of incidents; `matches`: where the words that were searched for occur. */
export const incidentsPageSchema = z.object({
  items: z.array(summarySchema.extend({ matches: z.array(matchSchema).optional() })),
  next: z.string().nullable(),
  notIndexed: z.int().optional(),
});
export type FoundIncident = IncidentSummary & { matches?: readonly SearchMatch[] };

/** The answer to a declaration. */
export const declaredSchema = z.object({ id: z.string(), number: z.string().nullable(), url: z.string() });
export type Declared = z.output<typeof declaredSchema>;

/** HT4: a room as JSON, with maps as objects, and with its texts by name. */
export type RoomAnswer = Omit<Room, 'people'> & {
  id: string;
  people: Record<string, string>;
  texts: Record<string, string>;
};
/** What every version sends of it. */
export const roomAnswerSchema = z.looseObject({
  id: z.string(),
  declared: z.looseObject({ by: z.string() }).nullable(),
  people: z.record(z.string(), z.string()),
  texts: z.record(z.string(), z.string()),
});
