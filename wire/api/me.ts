// The owner of a token, as the server reports it to every program.
import { z } from 'zod';

export const mePath = '/api/v1/me';

/** Fields that every version sends; a later version may send more. */
export const meSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  role: z.enum(['owner', 'responder', 'viewer']),
});
export type Me = z.output<typeof meSchema>;

/** The server's clock, epoch milliseconds. */
export const timeSchema = z.object({ now: z.number() });
export type Time = z.output<typeof timeSchema>;
