// The public pages of the team: records, published updates, renderings and where they are published.
import { followMeasuring } from '../monitoring/follow-measuring.ts';
import { openMeasured } from '../monitoring/measured.ts';
import type { Uplink } from '../monitoring/uplink.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Database } from '../storage/database.ts';
import { type Generations, type GenerationsOptions, openGenerations } from './generations.ts';
import { openPublishedUpdates, type PublishedUpdates } from './published-updates.ts';
import { openPublisher, type Publisher } from './publisher.ts';
import { openRecords, type StatusPageRecords } from './records.ts';

export type StatusPages = StatusPageRecords &
  Pick<Generations, 'current' | 'render' | 'input'> & {
    updates: PublishedUpdates;
    publisher: Publisher;
    makeId: () => string;
    /** Begins to render; nothing is rendered on a replica, which never calls it. */
    start(): void;
    close(): Promise<void>;
  };

type Options = Omit<GenerationsOptions, 'records' | 'updates' | 'measured'> & {
  database: Database;
  egress: Egress;
  uplink: Pick<Uplink, 'blindSince'>;
  makeId: () => string;
  isPrimary: boolean;
};

export async function openStatusPages(options: Options): Promise<StatusPages> {
  const { database, clock, makeId, egress, log, isPrimary } = options;
  const now = () => clock.now();
  const updates = openPublishedUpdates(database);
  const measured = openMeasured({ database, now, log });
  followMeasuring({ ...options, measured });
  const changed = (id: string) => {
    if (!isPrimary) return;
    generations
      .render(id)
      .catch((error: unknown) => log.error({ err: error, page: id }, 'a status page could not be rendered'));
  };
  const records: StatusPageRecords = await openRecords({
    database,
    now,
    makeId,
    onChange: changed,
  });
  const generations = openGenerations({ ...options, records: () => records, updates, measured });
  const publisher = openPublisher({ database, egress, now, log });
  generations.onRender(publisher.take);
  return {
    ...records,
    current: generations.current,
    render: generations.render,
    input: generations.input,
    updates,
    publisher,
    makeId,
    start: () => {
      if (isPrimary) generations.start();
    },
    close: async () => {
      generations.close();
      await publisher.close();
      measured.close();
    },
  };
}
