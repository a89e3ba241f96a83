// RFC 9457: why the API refused a request.
import { z } from 'zod';

/** `errors`: the fields of the request that are wrong. A proxy may send a title alone. */
export const refusalSchema = z
  .object({
    title: z.string(),
    detail: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), expected: z.string() })).optional(),
  })
  .transform(({ title, detail = title, ...rest }) => ({ title, detail, ...rest }));
export type Refusal = z.output<typeof refusalSchema>;
