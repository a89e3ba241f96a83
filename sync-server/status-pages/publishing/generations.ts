// SP65: when pages are rendered: at once when people change something, within a second when a monitor does, and at
// least every two minutes.
import { openTimers } from '../../clock.ts';
import type { Watch } from '../../monitoring/watch.ts';
import type { Log } from '../../sync/rooms.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Maintenance } from '../../maintenance/maintenance.ts';
import type { StatusPage } from '../page/records.ts';
import { createRenderings, type RenderingOptions, type Renderings, type Why } from './renderings.ts';

export type Generations = Pick<
  Renderings,
  'current' | 'ready' | 'render' | 'input' | 'madeOf' | 'onRender'
> & {
  /** Something changed that the page may show. */
  soon: (id: string) => void;
  start: () => void;
  close: () => void;
};

export type GenerationsOptions = RenderingOptions & {
  maintenance: Pick<Maintenance, 'onChange'>;
  watch: Pick<Watch, 'onChange'>;
  incidents: Pick<Incidents, 'onChange'>;
  log: Log;
};

const soonMs = 300;
const routineMs = 120_000;

export function openGenerations(options: GenerationsOptions): Generations {
  const { records, clock, log } = options;
  /** Monitors whose measurements were too old at the last rendering: their next measurement is news. */
  const silent = new Set<string>();
  /** Renderings that begin soon, at most one of each page. */
  const due = openTimers(clock);
  const { isClosed, ...renderings } = createRenderings(options, {
    sawSilent: (monitor) => void silent.add(monitor),
    begins: due.cancel,
  });
  const { render } = renderings;
  const endings: (() => void)[] = [];

  const carefully = (id: string, why: Why) =>
    void render(id, why).catch((error: unknown) =>
      log.error({ err: error, page: id }, 'a status page could not be rendered; the previous version stays'),
    );
  const soon = (id: string) => {
    if (!isClosed() && !due.has(id)) due.set(id, soonMs, () => carefully(id, 'machine'));
  };
  let routine: (() => void) | null = null;
  const tick = (why: Why) => {
    for (const { id } of records().list()) carefully(id, why);
    routine = clock.after(routineMs, () => tick('time'));
  };

  return {
    ...renderings,
    soon,
    start: () => {
      endings.push(...followChanges(options, silent, soon));
      // Not by time alone: the process before this one may have ended between a person's update and its publishing.
      tick('machine');
    },
    close: () => {
      renderings.close();
      routine?.();
      for (const end of endings) end();
      due.close();
    },
  };
}

/** Changes by machines and of incidents, each for the pages that may show it. */
function followChanges(
  { records, watch, maintenance, incidents }: GenerationsOptions,
  silent: Set<string>,
  soon: (page: string) => void,
): (() => void)[] {
  const soonWhere = (isShown: (settings: StatusPage['settings']) => boolean) => {
    for (const { id, settings } of records().list()) if (isShown(settings)) soon(id);
  };
  const soonFor = (monitor: string) =>
    soonWhere(({ components }) => components.some((each) => each.monitor === monitor));
  return [
    watch.onChange((change) => {
      if ('state' in change) soonFor(change.state.id);
      else if ('removed' in change) soonFor(change.removed);
      else if ('monitoring' in change) soonWhere(() => true);
      else if (silent.delete(change.monitor)) soonFor(change.monitor);
    }),
    maintenance.onChange(() => soonWhere(() => true)),
    incidents.onChange(() => soonWhere(({ tellsIncidents }) => tellsIncidents === true)),
  ];
}
