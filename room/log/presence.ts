import { z } from 'zod';

/**
 * Presence: who is here, what they view and whether they type. Awareness state, never in the document.
 * `cursor` belongs to y-codemirror and is opaque to us; it draws remote cursors with `user`.
 */
export const presenceSchema = z.looseObject({
  person: z.string().max(64),
  name: z.string().max(120),
  /** What they view: a panel's name, `timeline`, `review` or `replay`. */
  panel: z.string().max(120).optional(),
  /** The selected timeline entry. */
  entry: z.string().max(64).optional(),
  typing: z.boolean().optional(),
  /** The person whose view they follow. */
  following: z.string().max(64).optional(),
  /** Since when they ask everybody to follow them (epoch ms). */
  leadsSince: z.number().optional(),
  user: z.object({ name: z.string(), color: z.string(), colorLight: z.string() }).optional(),
});
export type Presence = z.infer<typeof presenceSchema>;
