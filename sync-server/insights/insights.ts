// NU: the team's statistics. Each incident is measured when it comes to rest and the result is stored, so that no
// period needs an open room. The stored data can be rebuilt from the rooms.
import { collectInsights, type Insights, type Period } from '#room/insights/insights.ts';
import type { Panel } from '#room/insights/panel.ts';
import { collectPanels, type Asked } from '#room/insights/panels.ts';
import { measureIncident, type MeasuredIncident } from '#room/insights/measure.ts';
import { serviceNamer, type Service } from '#room/team/services.ts';
import type { Room } from '#room/view/room-view.ts';
import type { RoomReader } from '../incidents/rested-rooms.ts';
import type { Database } from '../storage/database.ts';

export type InsightStore = {
  collect(period: Period, service: string | null): Insights;
  /**
   * The incidents that `collect` counts, newest first: drills where they are asked for, and neither withdrawn ones
   * (WD5) nor those that were written down afterwards.
   */
  measured(period: Period, service: string | null): readonly MeasuredIncident[];
  panels(asked: Asked): Panel[];
  /** TM2: the same without these incidents. */
  without(hidden: ReadonlySet<string>): InsightStore;
  /** NU2: the same, with drills counted like real incidents. */
  withDrills(): InsightStore;
  reader: RoomReader;
};

/** What was measured of each incident, in memory and on disk. */
async function keepMeasured(database: Database) {
  const { queries } = database;
  // While people only type in its texts, a room stays the same object, and so does what was measured of it.
  const known = new WeakMap<Room, MeasuredIncident | null>();
  const measure = (incident: string, room: Room): MeasuredIncident | null => {
    const before = known.get(room);
    if (before !== undefined) return before;
    const measured = measureIncident(incident, room);
    known.set(room, measured);
    return measured;
  };
  const rows = await queries.selectFrom('measured').selectAll().execute();
  const heads = new Map(rows.map(({ incident, head }) => [incident, head]));
  const all = new Map(
    rows.flatMap(({ incident, measured }): [string, MeasuredIncident][] =>
      measured === 'null' ? [] : [[incident, JSON.parse(measured) as MeasuredIncident]],
    ),
  );
  const reader: RoomReader = {
    heads: () => heads,
    read: (incident, head, rested) => {
      const measured = rested === null ? null : measure(incident, rested.room);
      const row = { incident, head, measured: JSON.stringify(measured) };
      const write = queries
        .insertInto('measured')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('incident').doUpdateSet({ head: row.head, measured: row.measured }),
        );
      database.together([write.compile()], { isDerived: rested !== null });
      heads.set(incident, head);
      if (measured === null) all.delete(incident);
      else all.set(incident, measured);
    },
  };
  return { all, reader };
}

/** In the period, and neither withdrawn nor written down afterwards. */
const counts = (each: MeasuredIncident, { from, to }: Period): boolean =>
  each.declaredAt >= from && each.declaredAt <= to && each.withdrawn !== true && each.backfilled !== true;

export async function openInsights({
  database,
  services,
  now,
}: {
  database: Database;
  /** SV2: the records whose other names count as one. */
  services: () => readonly Service[];
  now: () => number;
}): Promise<InsightStore> {
  const { all, reader } = await keepMeasured(database);
  const readAll = (hidden: ReadonlySet<string>) => {
    const nameOf = serviceNamer(services());
    return [...all].flatMap(([id, measured]) =>
      hidden.has(id) ? [] : [{ ...measured, service: nameOf(measured.service) }],
    );
  };
  const nameOf = (service: string | null) => serviceNamer(services())(service);
  const within = (hidden: ReadonlySet<string>, period: Period, asked: string | null) => {
    const service = nameOf(asked)?.toLowerCase() ?? null;
    return readAll(hidden).filter(
      (each) => counts(each, period) && (service === null || each.service?.toLowerCase() === service),
    );
  };
  const readCounted = (hidden: ReadonlySet<string>, hasDrills: boolean) =>
    hasDrills ? readAll(hidden).map((each) => ({ ...each, drill: false })) : readAll(hidden);
  const storeWithout = (hidden: ReadonlySet<string>, hasDrills = false): InsightStore => ({
    collect: (period, service) =>
      collectInsights(readCounted(hidden, hasDrills), period, { service: nameOf(service), now: now() }),
    measured: (period, service) =>
      within(hidden, period, service)
        .filter(({ drill }) => hasDrills || !drill)
        .toSorted((a, b) => b.declaredAt - a.declaredAt),
    panels: (asked) =>
      collectPanels(readAll(hidden), { ...asked, hasDrills, service: nameOf(asked.service) }),
    without: (more) => storeWithout(new Set([...hidden, ...more]), hasDrills),
    withDrills: () => storeWithout(hidden, true),
    reader,
  });
  return storeWithout(new Set());
}
