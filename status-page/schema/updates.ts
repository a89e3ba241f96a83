import { z } from 'zod';
import { statuses } from '../levels.ts';
import { limits } from '../limits.ts';
import { id, instant, lineTexts, proseTexts } from './fields.ts';

export const incidentStatuses = [
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'postmortem',
] as const;
export const impacts = ['none', 'minor', 'major', 'critical'] as const;

/** SP11: what a person published, about one incident. It names only the components whose level it changes. */
export const publishedUpdateSchema = z.strictObject({
  id,
  incident: id,
  at: instant,
  /** When its words were last corrected; `at` when they never were. */
  editedAt: instant.optional(),
  status: z.enum(incidentStatuses),
  /** The incident is called by the newest update that has a title; the first must have one. */
  title: lineTexts(limits.title).optional(),
  body: proseTexts(limits.body),
  /** How bad it is, where that is not simply the worst level of its components. */
  impact: z.enum(impacts).optional(),
  components: z
    .array(z.strictObject({ id, status: z.enum(statuses) }))
    .max(limits.componentsOfUpdate)
    .default([]),
  /** SP13: the trouble began then, as was found out later. */
  startedAt: instant.optional(),
});
export type PublishedUpdate = z.output<typeof publishedUpdateSchema>;
export const publishedUpdatesSchema = z.array(publishedUpdateSchema).max(limits.updates);
