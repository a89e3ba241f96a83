// The team's configured channels, kept in the database and in memory. delivery/channels/ has the kinds;
// delivery/deliveries.ts has what they sent.
import { trackerKinds, type ChannelSettings } from '#wire/api/channels.ts';
import { createListeners } from '../listeners.ts';
import type { Database } from '../storage/database.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';

export const mostChannels = 200;

export type Channel = { id: string; version: number; settings: ChannelSettings };
export type ChannelRefusal = ShelfRefusal;
export type Channels = Shelf<ChannelSettings, Channel> & { onChange(listener: () => void): () => void };

/** TK2: the channels that make tickets now. */
export const trackersIn = (channels: Pick<Channels, 'list'>): { id: string; name: string }[] =>
  channels
    .list()
    .filter(({ settings: { kind, paused } }) => trackerKinds.includes(kind) && !paused)
    .map(({ id, settings: { name } }) => ({ id, name }));

export async function openChannels(options: { database: Database; makeId: () => string }): Promise<Channels> {
  const { queries } = options.database;
  const rows = await queries.selectFrom('channels').selectAll().orderBy('id').execute();
  const listeners = createListeners();
  const shelf = makeShelf<ChannelSettings, Channel>({
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
    onChange: () => listeners.tell(),
  });
  return { ...shelf, onChange: listeners.add };
}
