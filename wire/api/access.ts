// API answers about access to a team: tokens, signing computers, invitations, and devices for push notices. Times are
// epoch milliseconds.
import { z } from 'zod';

const personNamed = z.object({ id: z.string(), name: z.string() });

export const tokenSchema = z.object({
  id: z.string(),
  /** Null for a token from a sign-in. */
  name: z.string().nullable(),
  person: personNamed,
  kind: z.enum(['api', 'browser', 'desktop', 'owner-file']),
  /** Null: all permissions of its person. */
  scopes: z.array(z.string()).nullable(),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
  lastUsedAt: z.number().nullable(),
  /** True for the token of this request. */
  isThis: z.boolean(),
});
export type Token = z.output<typeof tokenSchema>;

/** The only answer that holds the secret. */
export const madeTokenSchema = tokenSchema.extend({ token: z.string() });
export type MadeToken = z.output<typeof madeTokenSchema>;

/** `scopes`: all scopes that a token can have. */
export const tokensSchema = z.object({ items: z.array(tokenSchema), scopes: z.array(z.string()) });
export type Tokens = z.output<typeof tokensSchema>;

export const computerSchema = z.object({
  id: z.string(),
  person: personNamed,
  /** The computer's own name; null from an older desktop. */
  computer: z.string().nullable(),
  firstSeenAt: z.number(),
  lastSeenAt: z.number(),
  /** When the team stopped vouching for its signatures; null while it vouches. */
  ended: z.object({ at: z.number(), by: z.string(), why: z.string().nullable() }).nullable(),
});
export type Computer = z.output<typeof computerSchema>;

export const invitationSchema = z.object({
  id: z.string(),
  role: z.enum(['owner', 'responder', 'viewer']),
  carries: z.boolean(),
  /** Null for an invitation from an older version. */
  madeBy: personNamed.nullable(),
  createdAt: z.number(),
  expiresAt: z.number(),
});
export type Invitation = z.output<typeof invitationSchema>;

/** The only answer that holds the code. */
export const madeInvitationSchema = invitationSchema.extend({
  code: z.string(),
  url: z.string(),
  link: z.string(),
});
export type MadeInvitation = z.output<typeof madeInvitationSchema>;

export const pushDeviceSchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  sentAt: z.number().nullable(),
  /** When the browser stopped accepting notices; null while it accepts them. */
  goneAt: z.number().nullable(),
});
export type PushDevice = z.output<typeof pushDeviceSchema>;

export const pushDevicesSchema = z.object({ items: z.array(pushDeviceSchema), publicKey: z.string() });
export type PushDevices = z.output<typeof pushDevicesSchema>;

/** ED: a removed person whose data is not erased yet. */
export const removedPersonSchema = z.object({ id: z.string(), name: z.string(), removedAt: z.number() });
export type RemovedPerson = z.output<typeof removedPersonSchema>;

export const erasedPersonSchema = z.object({ id: z.string(), name: z.string(), at: z.number() });
export type ErasedPerson = z.output<typeof erasedPersonSchema>;
