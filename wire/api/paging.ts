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
export type Trouble = z.output<typeof troubleSchema>;

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
  /** False when there is nobody to page; such a page is refused. */
  isPossible: z.boolean(),
  /** Why it reaches nobody; null while somebody is reached. */
  problem: z.string().nullable(),
  /** True when only an open desktop or browser would show the page. */
  isDesktopOnly: z.boolean(),
});
export type Reach = z.output<typeof reachSchema>;
