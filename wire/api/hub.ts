// API answers about hubs: to their host, and to a desktop that enters one. Times are epoch milliseconds.
import { z } from 'zod';
import { invitationSchema } from './access.ts';
import { personSchema } from './people.ts';

/** A pass of the team, and the proof that the sender holds its key. */
export const hubProofSchema = z.object({ pass: z.string().max(4_000), proof: z.string().max(200) });

export const hubDoorSchema = z.object({
  host: z.string(),
  team: z.string().nullable(),
  challenge: z.string(),
  fingerprint: z.string(),
  /** Proof that the hub belongs to that team; null when it has no pass. */
  introduction: hubProofSchema.nullable(),
});
export type HubDoor = z.output<typeof hubDoorSchema>;

export const hubViewSchema = z.object({
  open: z.boolean(),
  host: z.string(),
  port: z.int().nullable(),
  plain: z.boolean(),
  fingerprint: z.string().nullable(),
  since: z.number().nullable(),
  addresses: z.array(z.string()),
  choices: z.array(z.string()),
  people: z.array(personSchema.extend({ since: z.number() })),
  sentAway: z.array(personSchema),
  problem: z.string().nullable(),
});
export type HubView = z.output<typeof hubViewSchema>;

/** The only answer that holds the code. */
export const hubInvitationSchema = invitationSchema.extend({ code: z.string(), urls: z.array(z.string()) });
export type HubInvitation = z.output<typeof hubInvitationSchema>;
