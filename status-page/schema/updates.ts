import { z } from 'zod';
import { impacts, statuses } from '../levels.ts';
import { limits } from '../limits.ts';
import { id, instant, line, lineTexts, proseTexts } from './fields.ts';

export const incidentStatuses = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
] as const;

const picture = z.strictObject({
  alt: line(limits.title),
  /** An address that holds the picture itself. */
  data: z
    .string()
    .max(limits.picturesLength)
    .regex(
      /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/]+={0,2}$/u,
      'a PNG, JPEG, GIF or WebP picture as data:image/…;base64,…',
    ),
});

const pictures = z
  .array(picture)
  .max(limits.pictures)
  .refine(
    (all) => all.reduce((sum, { data }) => sum + data.length, 0) <= limits.picturesLength,
    `pictures of ${limits.picturesLength} characters together`,
  );

/** SP11: one update of an incident that a person published. It names only the components whose level it changes. */
export const publishedUpdateSchema = z.strictObject({
  id,
  incident: id,
  at: instant,
  /** When its text was last corrected; equal to `at` if never. */
  editedAt: instant.optional(),
  status: z.enum(incidentStatuses),
  /** The incident's title is that of the newest update with one; the first update needs one. */
  title: lineTexts(limits.title).optional(),
  body: proseTexts(limits.body),
  /** The impact, when it differs from the worst level of the components. */
  impact: z.enum(impacts).optional(),
  components: z
    .array(z.strictObject({ id, status: z.enum(statuses) }))
    .max(limits.componentsOfUpdate)
    .default([]),
  /** SP13: when the trouble really began, if that was learned later. */
  startedAt: instant.optional(),
  /** SP144: pictures of a review of the incident, in the order in which they are shown. */
  pictures: pictures.optional(),
});
export type PublishedUpdate = z.output<typeof publishedUpdateSchema>;
export const publishedUpdatesSchema = z.array(publishedUpdateSchema).max(limits.updates);
