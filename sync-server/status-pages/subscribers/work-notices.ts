// SP96: notices of planned work: announced, reminded 24 h and 1 h before, begun and ended, once each, and also moved
// or cancelled. The record of what was told and the order to tell it are stored in one transaction.
import { opaqueId } from '#status-page/opaque-id.ts';
import type { Maintenance as PageMaintenance } from '#status-page/schema/index.ts';
import type { WallClock } from '../../clock.ts';
import type { Maintenance } from '../../maintenance/maintenance.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { StatusPage } from '../page/records.ts';
import { tellsSubscribers } from '../page/settings.ts';
import type { StatusPages } from '../status-pages.ts';
import type { StatusPageInput } from '../page/whole-page.ts';
import { announcedElsewhere, dueNotices, type KnownTurn, type PlannedTurn } from './due-notices.ts';

const lookEveryMs = 20_000;
const soonMs = 500;
const keptMs = 90 * 86_400_000;

type Options = {
  database: Database;
  outbox: Outbox;
  pages: StatusPages;
  maintenance: Pick<Maintenance, 'list' | 'onChange'>;
  clock: WallClock;
  log: Log;
};

/** Checks every 20 s, and soon after a change of the plan, which notices are due. */
export function openWorkNotices(options: Options) {
  const { pages, maintenance, clock, log } = options;
  const announced = announcedIn(options.database);
  let next: (() => void) | null = null;
  let isClosed = false;
  let unfollow: (() => void) | null = null;
  const lookAt = makeLookAt(options, announced, () => isClosed);
  const isIdle = ({ id }: StatusPage) =>
    maintenance.list().length === 0 && pages.work.list(id).length === 0 && announced.of(id).length === 0;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    next?.();
    for (const page of pages.list()) {
      try {
        if (!isIdle(page) && tellsSubscribers(page.settings)) await lookAt(page);
      } catch (error) {
        log.error({ err: error, page: page.id }, 'subscribers could not be told of planned work');
      }
    }
    isLooking = false;
    if (!isClosed) next = clock.after(lookEveryMs, () => void look());
  };
  return {
    /** Planned work that was announced elsewhere; within the caller's transaction. */
    knowOf: (page: string, all: readonly PageMaintenance[]) => announced.knowOf(page, all, clock.now()),
    start: () => {
      void look();
      // Waits a moment, so that several changes at once count as one.
      unfollow = maintenance.onChange(() => {
        next?.();
        next = clock.after(soonMs, () => void look());
      });
    },
    close: () => {
      isClosed = true;
      unfollow?.();
      next?.();
    },
  };
}

/** Tells the notices that are due on one page. */
function makeLookAt(
  { database, outbox, pages, clock }: Options,
  announced: ReturnType<typeof announcedIn>,
  isClosed: () => boolean,
) {
  return async (page: StatusPage) => {
    const now = clock.now();
    const turns = await plannedTurns(await pages.input(page));
    // Synchronous from here.
    const { notices, turns: after } = dueNotices(announced.of(page.id), turns, now);
    if (isClosed() || after.length === 0) return;
    database.transaction(() => {
      announced.keep(page.id, after);
      outbox.put(
        notices.map(({ name, ...notice }) => ({
          key: `work:${page.id}:${notice.turn.id}:${name}`,
          kind: 'tell-work',
          recipient: null,
          payload: { page: page.id, ...notice },
        })),
      );
      announced.forget(now - keptMs);
    });
  };
}

async function plannedTurns(input: StatusPageInput): Promise<PlannedTurn[]> {
  const { viewPage } = await import('../page/whole-page.ts');
  return viewPage(input).occurrences.map((each) => ({
    id: each.id,
    maintenance: windowOf(each.maintenance),
    title: each.title,
    components: each.components,
    starts: each.scheduledFor,
    ends: each.scheduledUntil,
    isCancelled: each.isCancelled,
    isOver: each.status === 'completed',
  }));
}

/** A window whose turns are planned one by one, or that was changed, has its ULID first in the names of its plans. */
const windowOf = (maintenance: string): string =>
  /^[0-9A-HJKMNP-TV-Z]{26}(?=-)/u.exec(maintenance)?.[0] ?? maintenance;

/** The record of work that another tool has announced already. */
function announcedTurn({ id, title, components, schedule }: PageMaintenance, now: number) {
  if (schedule.kind !== 'once') return null;
  const starts = schedule.from;
  const ends = starts + schedule.minutes * 60_000;
  const phases = announcedElsewhere({ starts, ends }, now);
  const told = JSON.stringify({ phases, title, components });
  return { turn: opaqueId('maintenance', id), starts, ends, told };
}

/** Stores which turns of planned work were announced, and what of each was told. */
function announcedIn(database: Database) {
  const { queries } = database;
  return {
    of: (page: string): KnownTurn[] =>
      database
        .all(
          queries
            .selectFrom('announced_work')
            .select(['turn', 'starts', 'ends', 'told'])
            .where('page', '=', page),
        )
        .map(({ told, turn: id, ...times }) => ({
          id,
          ...times,
          ...(JSON.parse(told) as Omit<KnownTurn, 'id' | 'starts' | 'ends'>),
        })),
    keep: (page: string, turns: readonly KnownTurn[]) => {
      for (const { id: turn, starts, ends, ...said } of turns) {
        const row = { starts, ends, told: JSON.stringify(said) };
        database.run(
          queries
            .insertInto('announced_work')
            .values({ page, turn, ...row })
            .onConflict((conflict) => conflict.columns(['page', 'turn']).doUpdateSet(row)),
        );
      }
    },
    /** An existing record stays, so that a change of its times is still told. */
    knowOf: (page: string, all: readonly PageMaintenance[], now: number) => {
      for (const turn of all.flatMap((each) => announcedTurn(each, now) ?? []))
        database.run(
          queries
            .insertInto('announced_work')
            .values({ page, ...turn })
            .onConflict((conflict) => conflict.doNothing()),
        );
    },
    forget: (before: number) => database.run(queries.deleteFrom('announced_work').where('ends', '<', before)),
  };
}
