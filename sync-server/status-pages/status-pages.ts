// The team's status pages: records, published updates, renderings and places of publication.
import { followMeasuring } from '../monitoring/follow-measuring.ts';
import { openMeasured } from '../monitoring/measured.ts';
import type { Uplink } from '../monitoring/uplink.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Database } from '../storage/database.ts';
import { type Generations, type GenerationsOptions, openGenerations } from './publishing/generations.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import { openPageWork, type PageWork } from './import/page-work.ts';
import { openPublishedUpdates, type PublishedUpdates } from './updates/published-updates.ts';
import { workDone } from './publishing/planned-work.ts';
import { openPublisher, type Publisher } from './publishing/publisher.ts';
import { openSequence } from './publishing/sequence.ts';
import { openVisits, type Visits } from './visitors/visits.ts';
import { openRecords, type StatusPageRecords } from './page/records.ts';
import { createListeners } from '../listeners.ts';

export type StatusPages = StatusPageRecords &
  Pick<Generations, 'current' | 'ready' | 'render' | 'input' | 'madeOf' | 'onRender'> & {
    updates: PublishedUpdates;
    work: PageWork;
    visits: Visits;
    publisher: Publisher;
    makeId: () => string;
    /** SP112: a desktop published this generation of the page, and its content is now known here. */
    learn: (page: string, sequence: number) => void;
    /** SP110: called when what desktops keep of the pages may have changed. */
    onAwayChange: (listener: () => void) => () => void;
    /** Begins to render; a replica never calls it and renders nothing. */
    start(): void;
    close(): Promise<void>;
  };

type Options = Omit<GenerationsOptions, 'records' | 'updates' | 'work' | 'measured' | 'sequence'> & {
  database: Database;
  egress: Egress;
  uplink: Pick<Uplink, 'blindSince'>;
  maintenance: Pick<Maintenance, 'onRemove'>;
  makeId: () => string;
  isPrimary: boolean;
};

export async function openStatusPages(options: Options): Promise<StatusPages> {
  const { database, clock, makeId, egress, log, isPrimary } = options;
  const now = () => clock.now();
  const updates = openPublishedUpdates(database);
  const work = openPageWork(database);
  const measured = openMeasured({ database, now, log });
  followMeasuring({ ...options, measured });
  const awayListeners = createListeners();
  const tellAway = () => awayListeners.tell();
  const changed = (id: string) => {
    if (!isPrimary) return;
    tellAway();
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
  const sequence = openSequence(database, now);
  const generations = openGenerations({
    ...options,
    records: () => records,
    updates,
    work,
    measured,
    sequence,
  });
  const madeBefore = isPrimary ? sequence.last() : 0;
  let isClosed = false;
  const latest = (id: string) => {
    const [page, generation] = [records.find(id), generations.ready(id)];
    return page === null || generation === null ? null : { page, generation };
  };
  const publisher = openPublisher({ database, egress, clock, log, madeBefore, latest });
  generations.onRender(publisher.take);
  if (isPrimary) keepDoneWork({ ...options, records, work, now, changed, isClosed: () => isClosed });
  generations.onRender(({ settings }) => {
    if (settings.awayPublishing !== undefined) tellAway();
  });
  return {
    ...records,
    current: generations.current,
    ready: generations.ready,
    render: generations.render,
    input: generations.input,
    madeOf: generations.madeOf,
    onRender: generations.onRender,
    updates,
    work,
    visits: openVisits(now),
    publisher,
    makeId,
    learn: (page, newest) => {
      sequence.raise(newest);
      publisher.knows(page, newest);
    },
    onAwayChange: awayListeners.add,
    start: () => {
      if (isPrimary) generations.start();
    },
    close: async () => {
      isClosed = true;
      generations.close();
      await publisher.close();
      measured.close();
    },
  };
}

type KeepingWork = Pick<Options, 'maintenance' | 'log'> & {
  records: Pick<StatusPageRecords, 'list'>;
  work: Pick<PageWork, 'keep'>;
  now: () => number;
  changed: (page: string) => void;
  isClosed: () => boolean;
};

/** SP67: what a window had done before it was removed stays true. */
function keepDoneWork({ maintenance, records, work, now, changed, isClosed, log }: KeepingWork) {
  maintenance.onRemove((removed, said) => {
    const at = now();
    for (const { id, settings } of records.list())
      workDone(removed, said, settings, at)
        .then((done) => {
          if (done.length === 0 || isClosed()) return;
          work.keep(id, done, at);
          changed(id);
        })
        .catch((error: unknown) => log.error({ err: error, page: id }, 'planned work could not be saved'));
  });
}
