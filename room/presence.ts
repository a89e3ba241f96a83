import { z } from 'zod';

/**
 * Who is here, where they look and whether they type: awareness state, never in the document.
 * `cursor` is y-codemirror's and opaque to us; `user` is what it draws a remote cursor with.
 */
export const presenceSchema = z.looseObject({
  person: z.string().max(64),
  name: z.string().max(120),
  /** What they look at: a panel's name, `timeline`, `review` or `replay`. */
  panel: z.string().max(120).optional(),
  /** The entry of the timeline that is chosen. */
  entry: z.string().max(64).optional(),
  typing: z.boolean().optional(),
  /** The person whose view they follow. */
  following: z.string().max(64).optional(),
  /** They ask everybody to follow them, since then (epoch ms). */
  leadsSince: z.number().optional(),
  user: z.object({ name: z.string(), color: z.string(), colorLight: z.string() }).optional(),
});
export type Presence = z.infer<typeof presenceSchema>;
