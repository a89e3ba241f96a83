// The library of reviews in the API (RS10).
import { z } from 'zod';
import { severities } from '#room/facts/fact.ts';
import { reviewStates } from '#room/facts/review.ts';

/** SE2: a place where the searched words occur; `marks` are their positions, each with start and end. */
export const matchSchema = z.object({
  where: z.enum(['title', 'fact', 'text', 'review']),
  name: z.string().optional(),
  fact: z.string().optional(),
  at: z.number().optional(),
  text: z.string(),
  marks: z.array(z.tuple([z.int(), z.int()])),
});

export type SearchMatch = z.infer<typeof matchSchema>;

/** One review with its incident; `id` is the incident's. Times are epoch milliseconds. */
const listedReview = z.object({
  id: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  severity: z.enum(severities),
  service: z.string().nullable(),
  drill: z.boolean(),
  declaredAt: z.number(),
  state: z.enum(reviewStates),
  owner: z.string().nullable(),
  dueAt: z.number().nullable(),
  cause: z.string().nullable(),
  lesson: z.string().nullable(),
  causes: z.array(z.string()).readonly(),
  readers: z.array(z.string()).readonly(),
  /** It asks to be read, and the caller has not read it. */
  isUnread: z.boolean(),
  matches: z.array(matchSchema).optional(),
});
export type ShownReview = z.infer<typeof listedReview>;

/**
 * `total` and `unread` count all pages. `notIndexed`: of so many incidents the sentences, and what the search finds, are
 * not the newest yet.
 */
export const libraryPage = z.object({
  items: z.array(listedReview),
  next: z.string().nullable(),
  total: z.int(),
  unread: z.int(),
  notIndexed: z.int(),
});
export type LibraryPage = z.infer<typeof libraryPage>;
