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
import { type News, openNews } from './visitors/news.ts';
import { openVisits, type Visits } from './visitors/visits.ts';
import { openRecords, type StatusPageRecords } from './page/records.ts';
import { createListeners } from '../listeners.ts';

export type StatusPages = StatusPageRecords &
  Pick<Generations, 'current' | 'ready' | 'render' | 'input' | 'madeOf' | 'onRender'> & {
    updates: PublishedUpdates;
    work: PageWork;
    visits: Visits;
    news: News;
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
  const { makeId, isPrimary } = options;
  const now = () => options.clock.now();
  const content = openContent(options, now);
  const awayListeners = createListeners();
  const rendering = await openRendering({ ...options, now }, content, awayListeners.tell);
  const { records, generations, sequence } = rendering;
  const publisher = publishRenderings(options, rendering);
  let isClosed = false;
  if (isPrimary) keepDoneWork({ ...options, ...content, ...rendering, now, isClosed: () => isClosed });
  tellOfAwayPages(generations, awayListeners.tell);
  return {
    ...records,
    current: generations.current,
    ready: generations.ready,
    render: generations.render,
    input: generations.input,
    madeOf: generations.madeOf,
    onRender: generations.onRender,
    updates: content.updates,
    work: content.work,
    visits: openVisits(now),
    news: openNews(generations),
    publisher,
    makeId,
    learn: (page, newest) => {
      sequence.raise(newest);
      publisher.knows(page, newest);
    },
    onAwayChange: awayListeners.add,
    start: isPrimary ? generations.start : () => {},
    close: async () => {
      isClosed = true;
      generations.close();
      await publisher.close();
      content.measured.close();
    },
  };
}

type Content = ReturnType<typeof openContent>;

/** The updates, the planned work and the measurements that the pages show. */
function openContent(options: Options, now: () => number) {
  const { database, log } = options;
  const updates = openPublishedUpdates(database);
  const work = openPageWork(database);
  const measured = openMeasured({ database, now, log });
  followMeasuring({ ...options, measured });
  return { updates, work, measured };
}

type Rendering = Awaited<ReturnType<typeof openRendering>>;

/** The pages' records, and their generations; a page is rendered when its record changes. */
async function openRendering(
  options: Options & { now: () => number },
  content: Content,
  tellAway: () => void,
) {
  const { database, makeId, now, log, isPrimary } = options;
  const changed = (id: string) => {
    if (!isPrimary) return;
    tellAway();
    generations
      .render(id)
      .catch((error: unknown) => log.error({ err: error, page: id }, 'a status page could not be rendered'));
  };
  const records: StatusPageRecords = await openRecords({ database, now, makeId, onChange: changed });
  const sequence = openSequence(database, now);
  const generations: Generations = openGenerations({
    ...options,
    ...content,
    records: () => records,
    sequence,
  });
  return { records, sequence, generations, changed };
}

/** Each generation goes to the page's other places as well. */
function publishRenderings(options: Options, { records, sequence, generations }: Rendering): Publisher {
  const { database, egress, clock, log, isPrimary } = options;
  const madeBefore = isPrimary ? sequence.last() : 0;
  const latest = (id: string) => {
    const [page, generation] = [records.find(id), generations.ready(id)];
    return page === null || generation === null ? null : { page, generation };
  };
  const publisher = openPublisher({ database, egress, clock, log, madeBefore, latest });
  generations.onRender(publisher.take);
  return publisher;
}

/** SP110: only of pages that desktops may publish. */
function tellOfAwayPages({ onRender }: Pick<Generations, 'onRender'>, tell: () => void) {
  onRender(({ settings }) => {
    if (settings.awayPublishing !== undefined) tell();
  });
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
