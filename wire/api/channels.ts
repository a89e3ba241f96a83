// Channels in the API: as they are saved, and as they are read. Times are epoch milliseconds.
import { z } from 'zod';
import { audiences } from '#room/team/audiences.ts';
import { managedShape } from './list.ts';

/** TK1: kinds of channels that make tickets. */
export const trackerKinds: readonly string[] = ['github', 'gitlab', 'jira'];
/** TK4: whether an incident may use a channel of this kind: a drill makes no ticket. */
export const mayUseKind = (kind: string, { drill }: { drill: boolean }): boolean =>
  !drill || !trackerKinds.includes(kind);

/** CN1. `settings` is checked by the channel's own form. */
export const channelSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: z.string().min(1).max(40),
  settings: z.record(z.string().max(60), z.unknown()),
  paused: z.boolean().default(false),
  /** Audiences whose updates may be sent through it from a room. */
  audiences: z.array(z.enum(audiences)).max(audiences.length).default([]),
  /** TM4: ids of the only teams that read this channel; incidents restricted to them may be told here. */
  teams: z.array(z.string().min(1).max(64)).max(50).optional(),
});
export type ChannelSettings = z.output<typeof channelSchema>;

/** Fields that an answer adds to the settings, beside the id. */
export const channelAddsShape = {
  ...managedShape,
  lastDelivery: z.object({ at: z.number(), ok: z.boolean(), reason: z.string().nullable() }).nullable(),
};
/** Secrets are masked; a mask sent back means "unchanged". */
export const channelAnswerSchema = channelSchema.extend({ id: z.string(), ...channelAddsShape });
export type ChannelAnswer = z.output<typeof channelAnswerSchema>;
