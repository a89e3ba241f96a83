import { z } from 'zod';

/**
 * Who is here, where they look and whether they type: awareness state, never in the document.
 * `cursor` is y-codemirror's and opaque to us; `user` is what it draws a remote cursor with.
 */
export const presenceSchema = z.looseObject({
  person: z.string().max(64),
  name: z.string().max(120),
  /** What they look at: a panel's name, or `draft/<id>`. */
  panel: z.string().max(120).optional(),
  typing: z.boolean().optional(),
  user: z.object({ name: z.string(), color: z.string(), colorLight: z.string() }).optional(),
});
export type Presence = z.infer<typeof presenceSchema>;
