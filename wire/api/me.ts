// Whose token it is, as every program asks its server.
import { z } from 'zod';

export const mePath = '/api/v1/me';

/** What every version answers; a later one may say more. */
export const meSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(['owner', 'responder', 'viewer']),
});
export type Me = z.output<typeof meSchema>;
