// API answers about status pages and their subscribers. Times are epoch milliseconds.
import { z } from 'zod';

export const pageLevelSchema = z.enum([
  'operational',
  'degraded',
  'partial',
  'major',
  'maintenance',
  'unknown',
]);
const componentStatus = z.enum([
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
]);
/** One text, or one per language. */
export const pageTextsSchema = z.union([z.string(), z.record(z.string().max(20), z.string())]);
export type Texts = Readonly<z.output<typeof pageTextsSchema>>;

export const targetStateSchema = z.object({
  kind: z.enum(['folder', 'put', 's3', 'git', 'ssh']),
  /** The target's place, without secrets. */
  place: z.string(),
  sequence: z.number().nullable(),
  at: z.number().nullable(),
  problem: z.string().nullable(),
});
export type TargetState = z.output<typeof targetStateSchema>;

/** SP68: the answer of `POST …/publish`. */
export const publishedSchema = z.object({
  sequence: z.number(),
  renderedAt: z.number(),
  targets: z.array(targetStateSchema),
});
export type Published = z.output<typeof publishedSchema>;

export const componentStateSchema = z.object({
  id: z.string(),
  name: z.string(),
  level: pageLevelSchema,
  since: z.number().nullable(),
  silentSince: z.number().nullable(),
  conflict: z.object({ people: pageLevelSchema, checks: pageLevelSchema }).nullable(),
});
export type ComponentState = z.output<typeof componentStateSchema>;

/** SP68: how a page stands; nulls before its first rendering. */
export const pageStateSchema = publishedSchema.extend({
  sequence: z.number().nullable(),
  renderedAt: z.number().nullable(),
  components: z.array(componentStateSchema),
});
export type PageState = z.output<typeof pageStateSchema>;

export const pageUpdateSchema = z.object({
  id: z.string(),
  incident: z.string(),
  at: z.number(),
  by: z.string(),
  status: z.string(),
  title: pageTextsSchema.nullable(),
  body: pageTextsSchema,
  impact: z.string().nullable(),
  components: z.array(z.object({ id: z.string(), status: componentStatus })),
  /** SP13: when the incident began, if that was found out later. */
  startedAt: z.number().optional(),
  /** SP144: the pictures of a review, without the pictures themselves. */
  pictures: z.array(z.object({ alt: z.string() })).optional(),
  /** SP111: published by this desktop and not yet handed over to the team's server. */
  isWaiting: z.boolean().optional(),
  /** SP111: where the desktop published it, and with which result. */
  targets: z.array(targetStateSchema).optional(),
});
export type PageUpdate = z.output<typeof pageUpdateSchema>;

/** SP60, SP61: a page as its form needs it; the other settings are sent back unchanged. */
export const pageAnswerSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  visibility: z.string(),
  components: z
    .array(
      z.looseObject({
        id: z.string().optional(),
        name: z.string(),
        monitor: z.string().optional(),
        group: z.string().optional(),
      }),
    )
    .readonly(),
  groups: z
    .array(z.looseObject({ name: z.string(), parent: z.string().optional() }))
    .readonly()
    .optional(),
  targets: z
    .array(z.looseObject({ kind: targetStateSchema.shape.kind }))
    .readonly()
    .optional(),
  address: z.string(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** SP110: whose desktops may publish it while the team's server is away. */
  awayPublishing: z.enum(['owners', 'responders']).optional(),
  /** SP111: set while the server is away: the data's time, where this desktop publishes, and where it cannot. */
  away: z.object({ asOf: z.number(), places: z.array(z.string()), leftOut: z.array(z.string()) }).optional(),
});
export type PageAnswer = z.output<typeof pageAnswerSchema>;

/** SP150: a page that was closed, and when it is erased for good. */
export const closedPageSchema = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  closedAt: z.number(),
  erasedAt: z.number(),
});
export type ClosedPage = z.output<typeof closedPageSchema>;

/** SP130: the address that lets the caller's browser in. */
export const visitSchema = z.object({ address: z.string() });
export type Visit = z.output<typeof visitSchema>;

/** SP114: a folder of a page, and its path on this computer; null if this computer does not have it. */
export const ownFolderSchema = z.object({ place: z.string(), path: z.string().nullable() });
export type OwnFolder = z.output<typeof ownFolderSchema>;

export const importToolSchema = z.enum(['statuspage', 'openstatus', 'instatus', 'better-stack']);
export type ImportTool = z.output<typeof importToolSchema>;
/** SP120: one line of the report. `left` lists what was not imported or was changed, and why. */
export const importLineSchema = z.object({
  kind: z.enum(['component', 'incident', 'maintenance', 'subscribers', 'file']),
  name: z.string(),
  done: z.enum(['added', 'changed', 'kept', 'left']),
  left: z.array(z.string()),
});
export type ImportLine = z.output<typeof importLineSchema>;
export const importReportSchema = z.object({
  items: z.array(importLineSchema),
  plan: z.string(),
  isDone: z.boolean(),
});
export type ImportReport = z.output<typeof importReportSchema>;

export const subscriberStateSchema = z.enum(['pending', 'active', 'unsubscribed', 'quarantined']);
export type SubscriberState = z.output<typeof subscriberStateSchema>;
export const subscriberKindSchema = z.enum(['email', 'webhook', 'slack', 'teams', 'sms']);
export const subscriberSchema = z.object({
  id: z.string(),
  kind: subscriberKindSchema,
  address: z.string(),
  /** Null: everything. */
  components: z.array(z.string()).nullable(),
  /** SP93; null: every topic. */
  topics: z.array(z.enum(['incidents', 'maintenance', 'components'])).nullable(),
  /** SP93: how many updates of an incident they get. */
  updates: z.enum(['all', 'start-and-end']),
  /** SP95: who is told by mail when this webhook is quarantined. */
  contact: z.string().nullable(),
  language: z.string().nullable(),
  state: subscriberStateSchema,
  reason: z.string().nullable(),
  source: z.enum(['form', 'by-hand', 'import']),
  createdAt: z.number(),
  activeSince: z.number().nullable(),
});
export type Subscriber = z.output<typeof subscriberSchema>;
/** `secret`: the signing secret of a webhook, told once. */
export const addedSubscriberSchema = subscriberSchema.extend({ secret: z.string().nullable() });
export type AddedSubscriber = z.output<typeof addedSubscriberSchema>;

export const letterStateSchema = z.enum([
  'queued',
  'sending',
  'sent',
  'failed',
  'bounced',
  'dropped',
  /** The server stopped, or the connection broke, during the handover: it may or may not have arrived. */
  'maybe-sent',
]);
export type LetterState = z.output<typeof letterStateSchema>;
export const subscribersSchema = z.object({
  items: z.array(subscriberSchema),
  next: z.string().nullable(),
  counts: z.record(subscriberStateSchema, z.number()),
  letters: z.partialRecord(letterStateSchema, z.number()),
  isOffered: z.boolean(),
  /** SP99: where the page’s gateway posts incoming messages; null without a gateway. */
  smsAddress: z.string().nullable(),
  /** SP152: where the page’s mail server posts returned mails; null without an e-mail channel. Absent in older servers. */
  returnedAddress: z.string().nullish(),
});
export type Subscribers = z.output<typeof subscribersSchema>;

export const letterSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** The update in this letter. */
  update: z.string().nullable(),
  state: letterStateSchema,
  reason: z.string().nullable(),
  attempts: z.number(),
  maybeTwice: z.boolean(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
});
export type Letter = z.output<typeof letterSchema>;
/** SP94: one subscriber: what happened, and what they were sent. */
export const subscriberHistorySchema = subscriberSchema.extend({
  events: z.array(z.object({ at: z.number(), what: z.string(), by: z.string() })),
  letters: z.array(letterSchema),
});
export type SubscriberHistory = z.output<typeof subscriberHistorySchema>;

/** SP94: the result of a CSV import. */
export const csvReportSchema = z.object({
  added: z.number(),
  kept: z.number(),
  faults: z.array(z.object({ line: z.number(), expected: z.string() })),
});
export type CsvReport = z.output<typeof csvReportSchema>;
