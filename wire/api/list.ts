import { z } from 'zod';
import { cleanName } from '#room/text/clean-text.ts';

/** The API's answer to every list. */
export type Items<T> = { items: readonly T[] };

/** CF5: marks what a configuration file manages. Change it only in the file. */
export const managedShape = { managedBy: z.literal('config').optional() };

/** TX1: the name of a service: one line that shows as it is compared. */
export const serviceName = z
  .string()
  .overwrite(cleanName)
  .min(1, 'a name of at least one visible character')
  .max(120);

/** An http or https address, as JSON. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
  .max(2_000);
