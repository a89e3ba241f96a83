// RR: the tasks that come back outside incidents, and the turns of each that people recorded.
import { dueAfter, type RecurringRun } from '#room/team/recurring.ts';
import { isSameService } from '#room/team/services.ts';
import type { RecurringSettings } from '#wire/api/recurring.ts';
import { createListeners } from '../listeners.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';

export const mostRecurring = 500;
/** RR4: turns of one task that are kept. */
const mostRuns = 200;

export type KeptRecurring = { id: string; version: number; settings: RecurringSettings };
export type RecurringRefusal = ShelfRefusal | 'name-taken';
/** Turns of an older version name no incident. */
type RunSettings = Omit<RecurringRun, 'id' | 'incident'> & { task: string; incident?: string | null };
type KeptRun = { id: string; version: number; settings: RunSettings };

type NewRun = Pick<RecurringRun, 'at' | 'by' | 'outcome' | 'text' | 'url'>;

export type Recurring = Shelf<RecurringSettings, KeptRecurring, 'name-taken'> & {
  /** The recorded turns of a task, newest first. */
  runs(id: string): RecurringRun[];
  /** The newest turn of a task; null before the first. */
  last(id: string): RecurringRun | null;
  /** The day of the turn that nobody recorded yet. */
  due(task: KeptRecurring): string;
  record(task: KeptRecurring, run: NewRun): Promise<RecurringRun>;
  takeBack(run: string): Promise<void>;
  /**
   * RR9: names the incident that came of this turn, or none; null when there is no such turn. An incident that
   * `isKept` stays.
   */
  ledTo(
    run: string,
    incident: string | null,
    isKept?: (before: string) => boolean,
  ): Promise<RecurringRun | null>;
  onChange(listener: () => void): () => void;
};

type Options = { database: Database; makeId: () => string };

export async function openRecurring(options: Options): Promise<Recurring> {
  const listeners = createListeners();
  const onChange = () => listeners.tell();
  const shelf = await openTasks(options, onChange);
  const turns = await openRuns(options, onChange);
  const due = ({ id, settings }: KeptRecurring) =>
    dueAfter(settings.startsOn, settings.repeat, turns.last(id));
  return {
    ...shelf,
    runs: turns.of,
    last: turns.last,
    due,
    remove: async (id, version) => {
      const removed = await shelf.remove(id, version);
      if (removed === 'removed') await turns.forget(id, 0);
      return removed;
    },
    purge: (id) => {
      shelf.purge(id);
      void turns.forget(id, 0);
    },
    record: async (task, run) => {
      const added = await turns.add({ ...run, task: task.id, due: due(task) });
      await turns.forget(task.id, mostRuns);
      return added;
    },
    takeBack: turns.remove,
    ledTo: turns.ledTo,
    onChange: listeners.add,
  };
}

async function openTasks(options: Options, onChange: () => void) {
  const rows = await readShelved<RecurringSettings>(options.database, 'recurring_tasks');
  return makeShelf<RecurringSettings, KeptRecurring, 'name-taken'>({
    ...options,
    ...rows,
    most: mostRecurring,
    shape: (each) => each,
    check: ({ id, settings }, all) =>
      [...all.values()].some((each) => each.id !== id && isSameService(each.settings.name, settings.name))
        ? 'name-taken'
        : null,
    onChange,
  });
}

/** The recorded turns of all tasks. */
async function openRuns(options: Options, onChange: () => void) {
  const { kept, keptOf } = await openKeptRuns(options, onChange);
  return {
    of: (task: string): RecurringRun[] => keptOf(task).map(showRun).toReversed(),
    last: (task: string): RecurringRun | null => {
      const newest = keptOf(task).at(-1);
      return newest === undefined ? null : showRun(newest);
    },
    add: async (settings: RunSettings): Promise<RecurringRun> => {
      const added = await kept.add(settings);
      if (typeof added === 'string') throw new Error(`a turn of ${settings.task} was not recorded: ${added}`);
      return showRun(added);
    },
    ledTo: async (...[id, incident, isKept]: Parameters<Recurring['ledTo']>) => {
      const run = kept.find(id);
      const before = run?.settings.incident ?? null;
      if (run !== null && before !== null && isKept?.(before) === true) return showRun(run);
      const changed = run && (await kept.change(id, { ...run.settings, incident }, null));
      return changed === null || typeof changed === 'string' ? null : showRun(changed);
    },
    remove: async (id: string): Promise<void> => void (await kept.remove(id, null)),
    /** All but the newest `but`. */
    forget: async (task: string, but: number): Promise<void> => {
      const all = keptOf(task);
      for (const { id } of all.slice(0, Math.max(0, all.length - but))) await kept.remove(id, null);
    },
  };
}

/** Every recorded turn, and those of one task, oldest first. */
async function openKeptRuns(options: Options, onChange: () => void) {
  const rows = await readShelved<RunSettings>(options.database, 'recurring_runs');
  // Every live feed asks for the last turn of every task.
  let byTask: Map<string, KeptRun[]> | null = null;
  const kept = makeShelf<RunSettings, KeptRun>({
    ...options,
    ...rows,
    most: Infinity,
    shape: (each) => each,
    onChange: () => {
      byTask = null;
      onChange();
    },
  });
  const keptOf = (task: string): readonly KeptRun[] => {
    byTask ??= Map.groupBy(kept.list(), ({ settings }) => settings.task);
    return byTask.get(task) ?? [];
  };
  return { kept, keptOf };
}

function showRun({ id, settings: { task: _task, incident = null, ...run } }: KeptRun): RecurringRun {
  return { id, ...run, incident };
}
