// What the API answers of pages that are not sent yet: who would be paged, who cannot be, whom a page by hand reaches.
// Times are epoch milliseconds.
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

/** ES15: what keeps a person, a schedule or a channel from being reached. */
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

/** PH3: whom one target reaches now, and through what. */
export const reachSchema = z.object({
  /** The target as it is shown: a person's, service's or policy's name, an address. */
  name: z.string(),
  /** Whom the first step pages. */
  people: z.array(
    z.object({
      person: z.string(),
      name: z.string(),
      ways: z.array(
        z.object({
          channel: z.string(),
          name: z.string(),
          afterMinutes: z.number(),
          /** Why nothing would arrive by it, in words. */
          problem: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** False where there is nobody to page at all: such a page is refused. */
  isPossible: z.boolean(),
  /** Why it reaches nobody; null while somebody is reached. */
  problem: z.string().nullable(),
  /** True where only an open desktop or browser would show it. */
  isDesktopOnly: z.boolean(),
});
export type Reach = z.output<typeof reachSchema>;
