// RV14: which words a copy of a review for others hides, as chosen on a screen or in an address.
import { z } from 'zod';
import { attachmentLimits } from '../../view/attachments.ts';
import type { CopyProfile } from '../../team/copy-profiles.ts';
import { isUlid } from '../../facts/ulid.ts';

/** At most this many words, and entries, are hidden by choice. */
const mostWords = 50;
const mostEntries = attachmentLimits.perRoom;

/** The parts between commas, each once. */
export const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
  ),
];

/** As query parameters: lists are separated by commas. Nothing is hidden by default. */
export const copyQuery = z.object({
  people: z.enum(['names', 'roles']).default('names'),
  hosts: z.enum(['shown', 'hidden']).default('shown'),
  struck: z.enum(['shown', 'hidden']).default('shown'),
  attachments: z.enum(['shown', 'hidden']).default('shown'),
  /** Other words, such as customers: `Acme,Globex` become customer A and customer B, in this order. */
  hide: z
    .string()
    .max(6_000)
    .default('')
    .refine((text) => listed(text).length <= mostWords, `at most ${mostWords} words, separated by commas`),
  /** Ids of facts to leave out, with everything that is about them. */
  without: z
    .string()
    .max(mostEntries * 27)
    .default('')
    .refine((text) => listed(text).every(isUlid), 'ids of facts, separated by commas'),
});
export type CopyChoice = z.output<typeof copyQuery>;

export const everythingShown: CopyChoice = copyQuery.parse({});

/** RV23: what a profile hides; chosen entries belong to one incident and are in none. */
export const choiceOf = (
  {
    people = everythingShown.people,
    hosts = everythingShown.hosts,
    struck = everythingShown.struck,
    attachments = everythingShown.attachments,
    hide = [],
  }: CopyProfile,
  without = everythingShown.without,
): CopyChoice => ({ people, hosts, struck, attachments, hide: hide.join(','), without });

/** RV23: the profile of this name that hides what this choice hides. */
export const profileOf = (
  name: string,
  { people, hosts, struck, attachments, hide }: CopyChoice,
): CopyProfile => ({ name, people, hosts, struck, attachments, hide: listed(hide) });

export const hidesNothing = (choice: CopyChoice): boolean =>
  (Object.keys(everythingShown) as (keyof CopyChoice)[]).every((key) => choice[key] === everythingShown[key]);

/** `customer A` to `customer Z`, then `customer 27`. */
export const hiddenWords = ({ hide }: CopyChoice): { find: string; instead: string }[] =>
  listed(hide).map((find, index) => ({
    find,
    instead: `customer ${index < 26 ? String.fromCharCode(65 + index) : index + 1}`,
  }));
