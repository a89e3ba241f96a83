// The channels as the team configured them. Kept in the database, held in memory. What each kind does is in
// alerting/channels/; what was sent by them in alerting/deliveries.ts.
import { z } from 'zod';
import { audiences } from '#room/comms/audiences.ts';
import type { Database } from './database.ts';
import { makeTurns } from './in-turn.ts';

export const mostChannels = 200;

/** CN1. `settings` is checked by the channel's own form. */
export const channelSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  kind: z.string().min(1).max(40),
  settings: z.record(z.string().max(60), z.unknown()),
  paused: z.boolean().default(false),
  /** Whose updates may be sent through it from a room. */
  audiences: z.array(z.enum(audiences)).max(audiences.length).default([]),
});
export type ChannelSettings = z.output<typeof channelSchema>;

export type Channel = { id: string; version: number; settings: ChannelSettings };
export type ChannelRefusal = 'unknown' | 'too-many' | 'changed-meanwhile';

export type Channels = {
  list(): readonly Channel[];
  find(id: string): Channel | null;
  add(settings: ChannelSettings): Promise<Channel | ChannelRefusal>;
  /** `version` is the one the change was made to; null overwrites whatever is there. */
  change(id: string, settings: ChannelSettings, version: number | null): Promise<Channel | ChannelRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | ChannelRefusal>;
};

export async function openChannels(options: { database: Database; makeId: () => string }): Promise<Channels> {
  const { database, makeId } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('channels').selectAll().orderBy('id').execute();
  const channels = new Map(
    rows.map(({ id, version, settings }): [string, Channel] => [
      id,
      { id, version, settings: JSON.parse(settings) as ChannelSettings },
    ]),
  );
  const inTurn = makeTurns();
  const check = (id: string, version: number | null): Channel | ChannelRefusal => {
    const channel = channels.get(id);
    if (channel === undefined) return 'unknown';
    return version !== null && version !== channel.version ? 'changed-meanwhile' : channel;
  };
  return {
    list: () => [...channels.values()],
    find: (id) => channels.get(id) ?? null,
    add: (settings) =>
      inTurn(async () => {
        if (channels.size >= mostChannels) return 'too-many';
        const channel = { id: makeId(), version: 1, settings };
        const row = { id: channel.id, version: 1, settings: JSON.stringify(settings) };
        database.together([queries.insertInto('channels').values(row).compile()]);
        channels.set(channel.id, channel);
        return channel;
      }),
    change: (id, settings, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        const channel = { id, version: before.version + 1, settings };
        const update = queries
          .updateTable('channels')
          .set({ version: channel.version, settings: JSON.stringify(settings) })
          .where('id', '=', id);
        database.together([update.compile()]);
        channels.set(id, channel);
        return channel;
      }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        database.together([queries.deleteFrom('channels').where('id', '=', id).compile()]);
        channels.delete(id);
        return 'removed';
      }),
  };
}
