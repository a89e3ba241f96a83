// FM6: the team's changes of the handbook: pages in place of those that ship, and pages of its own.
import { z } from 'zod';

export const mostHandbookPages = 100;

/** The names of the pages that ship, in their order: the files in assets/handbook/ without number and ending. */
export const shippedPageNames: readonly string[] = [
  'four-rs',
  'first-fifteen-minutes',
  'commander',
  'technical-lead',
  'communications-lead',
  'scribe-and-operations',
  'severities',
  'review',
];

/**
 * One page. `name` stands in its address (`#/handbook/<name>`). A shipped page keeps the team's
 * words beside it, and its title unless this one has a title. `text` is Markdown without front matter.
 */
export const handbookPageSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .max(80)
    .regex(/^[a-z\d]+(?:-[a-z\d]+)*$/u, 'letters a to z, digits and single hyphens'),
  title: z.string().trim().min(1).max(80).optional(),
  text: z.string().trim().min(1).max(20_000),
});
export type HandbookChange = z.output<typeof handbookPageSchema>;

const isShippedPage = (name: string): boolean => shippedPageNames.includes(name);

/** The reason why a change is invalid; null when it is valid. */
export const expectPage = ({ name, title }: HandbookChange): { field: string; expected: string } | null =>
  title === undefined && !isShippedPage(name)
    ? { field: 'title', expected: 'the title of a page of your own' }
    : null;
