// The team's configured channels, kept in the database and in memory. delivery/channels/ has the kinds;
// delivery/deliveries.ts has what they sent.
import { z } from 'zod';
import { audiences } from '#room/comms/audiences.ts';
import type { Database } from '../storage/database.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';

export const mostChannels = 200;

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

export type Channel = { id: string; version: number; settings: ChannelSettings };
export type ChannelRefusal = ShelfRefusal;
export type Channels = Shelf<ChannelSettings, Channel>;

export async function openChannels(options: { database: Database; makeId: () => string }): Promise<Channels> {
  const { queries } = options.database;
  const rows = await queries.selectFrom('channels').selectAll().orderBy('id').execute();
  return makeShelf<ChannelSettings, Channel>({
    ...options,
    items: new Map(
      rows.map(({ settings, ...row }) => [
        row.id,
        { ...row, settings: JSON.parse(settings) as ChannelSettings },
      ]),
    ),
    most: mostChannels,
    shape: (channel) => channel,
    write: ({ id, version, settings }, isNew) => {
      const row = { version, settings: JSON.stringify(settings) };
      return isNew
        ? queries
            .insertInto('channels')
            .values({ id, ...row })
            .compile()
        : queries.updateTable('channels').set(row).where('id', '=', id).compile();
    },
    erase: (id) => [queries.deleteFrom('channels').where('id', '=', id).compile()],
  });
}
