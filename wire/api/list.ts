import { z } from 'zod';

/** The API's answer to every list. */
export type Items<T> = { items: readonly T[] };

/** CF5: marks what a configuration file manages. Change it only in the file. */
export const managedShape = { managedBy: z.literal('config').optional() };

/** An http or https address, as JSON. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' })
  .max(2_000);
