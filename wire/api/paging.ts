// API answers about pages before they are sent: who would be paged, who cannot be reached, whom a page by hand
// reaches. Times are epoch milliseconds.
import { z } from 'zod';

export const rehearsalSchema = z.object({
  policy: z.object({ id: z.string(), name: z.string() }).nullable(),
  pages: z.array(
    z.object({
      at: z.number(),
      step: z.int(),
      round: z.int(),
      person: z.string().nullable(),
      channel: z.string().nullable(),
      why: z.string(),
      skipped: z.string().nullable(),
    }),
  ),
  notes: z.array(z.object({ at: z.number(), text: z.string(), why: z.string() })),
  end: z.enum(['nobody', 'asked-everybody', 'goes-on']),
  endsAt: z.number(),
});
export type Rehearsal = z.output<typeof rehearsalSchema>;

/** ES15: a problem that makes a person, a schedule or a channel unreachable. */
export const troubleSchema = z.object({
  kind: z.enum(['person', 'schedule', 'channel']),
  id: z.string(),
  trouble: z.enum(['nobody-now', 'gap', 'desktop-only', 'unreachable', 'paused']),
  from: z.number().optional(),
  to: z.number().optional(),
  until: z.number().nullable().optional(),
  count: z.int().optional(),
});
export type PagingTrouble = z.output<typeof troubleSchema>;

/** PH3: the people and channels that one target reaches now. */
export const reachSchema = z.object({
  /** The target's display name: of a person, service or policy, or an address. */
  name: z.string(),
  /** The people paged in the first step. */
  people: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      ways: z.array(
        z.object({
          channel: z.string(),
          name: z.string(),
          afterMinutes: z.number(),
          /** Why this channel would not deliver, as a message. */
          problem: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** False when there is nobody to page; a page to no one else is refused. */
  isPossible: z.boolean(),
  /** Why it reaches nobody; null while somebody is reached. */
  problem: z.string().nullable(),
  /** True when only an open desktop or browser would show the page. */
  isDesktopOnly: z.boolean(),
});
export type Reach = z.output<typeof reachSchema>;

/** PT: how a test page went on one of a person's ways. */
export const testWaySchema = z.object({
  channel: z.string(),
  name: z.string(),
  afterMinutes: z.number(),
  state: z.enum(['waiting', 'sent', 'failed']),
  reason: z.string().nullable(),
  sentMs: z.number().nullable(),
  confirmedMs: z.number().nullable(),
});
export type TestWay = z.output<typeof testWaySchema>;

export const pageTestSchema = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  people: z.array(z.object({ person: z.string(), name: z.string(), ways: z.array(testWaySchema) })),
});
export type PageTest = z.output<typeof pageTestSchema>;

/** Null before the first test. */
export const latestPageTestSchema = z.object({ test: pageTestSchema.nullable() });
export type LatestPageTest = z.output<typeof latestPageTestSchema>;

/** PH: the page that somebody asked for, and how each target is reached. */
export const pagedSchema = z.object({ id: z.string(), items: z.array(reachSchema) });
export type Paged = z.output<typeof pagedSchema>;
