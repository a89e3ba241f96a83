// AI: the action items of all incidents. They are stored when a room comes to rest and updated in memory when a room
// changes, so that the list needs no open room. The stored data can be rebuilt from the rooms.
import { incidentOf } from '#wire/document-name.ts';
import { itemsOf, type ListedItem } from '#room/learning/action-items.ts';
import type { RoomReader } from '../incidents/rested-rooms.ts';
import type { Database } from '../storage/database.ts';
import type { Rooms } from '../sync/rooms.ts';
import { createListeners } from '../listeners.ts';

/** The list over all incidents, with change events. */
export type ActionItems = {
  list(): readonly ListedItem[];
  /** Called when an item is new or changed. */
  onChange(listener: () => void): () => void;
  reader: RoomReader;
};

const storing = (
  { queries }: Database,
  { incident, head, items }: { incident: string; head: number; items: string },
) =>
  queries
    .insertInto('action_items')
    .values({ incident, head, items })
    .onConflict((conflict) => conflict.column('incident').doUpdateSet({ head, items }))
    .compile();

/** Loads the stored items; the reader adds the rest. */
export async function openActionItems(options: {
  database: Database;
  rooms: Pick<Rooms, 'onChange'>;
}): Promise<ActionItems> {
  const { queries } = options.database;
  const rows = await queries.selectFrom('action_items').selectAll().execute();
  const heads = new Map(rows.map(({ incident, head }) => [incident, head]));
  const kept = new Map<string, string>();
  const all = new Map<string, readonly ListedItem[]>();
  const listeners = createListeners();
  const know = (incident: string, items: readonly ListedItem[]) => {
    const json = JSON.stringify(items);
    if ((kept.get(incident) ?? '[]') === json) return json;
    kept.set(incident, json);
    all.set(incident, items);
    listeners.tell();
    return json;
  };
  for (const { incident, items } of rows) know(incident, JSON.parse(items) as ListedItem[]);
  options.rooms.onChange(({ document, room }) => {
    const incident = incidentOf(document);
    if (room !== null && incident !== null) know(incident, itemsOf(incident, room));
  });
  return {
    list: () => [...all.values()].flat(),
    onChange: listeners.add,
    reader: {
      heads: () => heads,
      read: (incident, head, rested) => {
        const items = know(incident, rested === null ? [] : itemsOf(incident, rested.room));
        const writes = [storing(options.database, { incident, head, items })];
        options.database.together(writes, { isDerived: rested !== null });
        heads.set(incident, head);
      },
    },
  };
}
