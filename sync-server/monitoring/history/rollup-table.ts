// CH13: the rollups as rows. Nothing here begins a transaction.
import type { Database } from '../../storage/database.ts';

/** Per answer. */
const mostInAList = 2_000;

/** The SQL statements of the rollups. */
export function prepareRollups({ prepare }: Database) {
  return {
    add: prepareAdd(prepare),
    sum: prepare((db, monitor: string, resolution: string, since: number) =>
      db
        .selectFrom('rollups')
        .select((eb) => {
          const well = eb('up', '+', eb.ref('degraded'));
          return [
            eb.fn.coalesce(eb.fn.sum<number>(well), eb.lit(0)).as('up'),
            eb.fn.coalesce(eb.fn.sum<number>(eb(well, '+', eb.ref('down'))), eb.lit(0)).as('all'),
          ];
        })
        .where('monitor', '=', monitor)
        .where('resolution', '=', resolution)
        .where('at', '>=', since),
    ),
    list: prepare((db, monitor: string, resolution: string, since: number) =>
      db
        .selectFrom('rollups')
        .select(['at', 'up', 'down', 'degraded', 'latency_sum', 'latency_count', 'latency_max'])
        .where('monitor', '=', monitor)
        .where('resolution', '=', resolution)
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(mostInAList),
    ),
    prune: prepare((db, monitor: string, resolution: string, before: number) =>
      db
        .deleteFrom('rollups')
        .where('monitor', '=', monitor)
        .where('resolution', '=', resolution)
        .where('at', '<', before),
    ),
  };
}

/** Adds to an existing row. */
const prepareAdd = (prepare: Database['prepare']) =>
  prepare(
    (
      db,
      monitor: string,
      resolution: string,
      at: number,
      up: number,
      down: number,
      degraded: number,
      latency_sum: number,
      latency_count: number,
      latency_max: number | null,
    ) =>
      db
        .insertInto('rollups')
        .values({ monitor, resolution, at, up, down, degraded, latency_sum, latency_count, latency_max })
        .onConflict((conflict) =>
          conflict.columns(['monitor', 'resolution', 'at']).doUpdateSet((eb) => ({
            up: eb('rollups.up', '+', eb.ref('excluded.up')),
            down: eb('rollups.down', '+', eb.ref('excluded.down')),
            degraded: eb('rollups.degraded', '+', eb.ref('excluded.degraded')),
            latency_sum: eb('rollups.latency_sum', '+', eb.ref('excluded.latency_sum')),
            latency_count: eb('rollups.latency_count', '+', eb.ref('excluded.latency_count')),
            latency_max: eb
              .case()
              .when(
                eb.or([
                  eb('excluded.latency_max', 'is', null),
                  eb('rollups.latency_max', '>', eb.ref('excluded.latency_max')),
                ]),
              )
              .then(eb.ref('rollups.latency_max'))
              .else(eb.ref('excluded.latency_max'))
              .end(),
          })),
        ),
  );
