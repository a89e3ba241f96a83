// RV23: what a team hides in copies of its reviews for others, each under a name.
import { cleanName } from '../text/clean-text.ts';
import { z } from 'zod';

export const mostCopyProfiles = 50;

/** A word to hide. Addresses separate words with commas, so a word has none. */
const hiddenWord = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^,]+$/u, 'a word without a comma');

/** Fields that are absent hide nothing. `hide` holds other words, such as customers. */
export const copyProfileSchema = z.strictObject({
  name: z.string().overwrite(cleanName).min(1).max(80),
  people: z.enum(['names', 'roles']).optional(),
  hosts: z.enum(['shown', 'hidden']).optional(),
  struck: z.enum(['shown', 'hidden']).optional(),
  attachments: z.enum(['shown', 'hidden']).optional(),
  hide: z.array(hiddenWord).max(50).optional(),
});
export type CopyProfile = z.output<typeof copyProfileSchema>;

/** The reason why a profile is invalid; null when it is valid. */
export const expectProfile = ({
  people,
  hosts,
  struck,
  attachments,
  hide = [],
}: CopyProfile): { field: string; expected: string } | null =>
  people === 'roles' || [hosts, struck, attachments].includes('hidden') || hide.length > 0
    ? null
    : {
        field: 'people',
        expected: 'something to hide, such as "people": "roles", "hosts": "hidden" or words in "hide"',
      };
