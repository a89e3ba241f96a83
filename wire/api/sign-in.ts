// API answers to somebody who enters a team.
import { z } from 'zod';
import { roleSchema } from './people.ts';

/** SI2: the company whose accounts sign in here; null when the server has no company sign-in. */
export const signInSchema = z.object({ company: z.object({ host: z.string() }).nullable() });
export type SignIn = z.output<typeof signInSchema>;

/** The only answer that holds the token. */
export const enteredSchema = z.object({
  token: z.string().min(1),
  person: z.object({ id: z.string(), name: z.string(), role: roleSchema }),
});
export type Entered = z.output<typeof enteredSchema>;
