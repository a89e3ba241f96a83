// RR: the tasks that come back outside incidents, and the turns of each that people recorded.
import { dueAfter, type RecurringRun } from '#room/team/recurring.ts';
import { isSameService } from '#room/team/services.ts';
import { isoDate } from '#room/time/time.ts';
import type { RecurringSettings } from '#wire/api/recurring.ts';
import { createListeners } from '../listeners.ts';
import { makeShelf, readShelved, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';

export const mostRecurring = 500;
/** RR4: turns of one task that are kept. */
const mostRuns = 200;

export type KeptRecurring = { id: string; version: number; settings: RecurringSettings };
export type RecurringRefusal = ShelfRefusal | 'name-taken';
type RunSettings = Omit<RecurringRun, 'id'> & { task: string };
type KeptRun = { id: string; version: number; settings: RunSettings };

export type NewRun = Pick<RecurringRun, 'at' | 'by' | 'outcome' | 'text' | 'url'>;

export type Recurring = Shelf<RecurringSettings, KeptRecurring, 'name-taken'> & {
  /** The recorded turns of a task, newest first. */
  runs(id: string): RecurringRun[];
  /** The day of the turn that nobody recorded yet. */
  due(task: KeptRecurring): string;
  record(task: KeptRecurring, run: NewRun): Promise<RecurringRun>;
  takeBack(run: string): Promise<void>;
  onChange(listener: () => void): () => void;
};

export const isOverdue = (due: string, now: number): boolean => due < isoDate(now);

export async function openRecurring(options: {
  database: Database;
  makeId: () => string;
}): Promise<Recurring> {
  const { database } = options;
  const listeners = createListeners();
  const onChange = () => listeners.tell();
  const rows = await readShelved<RecurringSettings>(database, 'recurring_tasks');
  const shelf = makeShelf<RecurringSettings, KeptRecurring, 'name-taken'>({
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
  const runRows = await readShelved<RunSettings>(database, 'recurring_runs');
  const kept = makeShelf<RunSettings, KeptRun>({
    ...options,
    ...runRows,
    most: Infinity,
    shape: (each) => each,
    onChange,
  });
  const keptOf = (task: string) => kept.list().filter(({ settings }) => settings.task === task);
  const runs = (task: string) => keptOf(task).map(showRun).toReversed();
  const due = ({ id, settings }: KeptRecurring) =>
    dueAfter(settings.startsOn, settings.repeat, runs(id)[0] ?? null);
  const forgetRuns = async (task: string, but: number) => {
    for (const { id } of keptOf(task).slice(0, Math.max(0, keptOf(task).length - but)))
      await kept.remove(id, null);
  };
  return {
    ...shelf,
    runs,
    due,
    remove: async (id, version) => {
      const removed = await shelf.remove(id, version);
      if (removed === 'removed') await forgetRuns(id, 0);
      return removed;
    },
    purge: (id) => {
      shelf.purge(id);
      void forgetRuns(id, 0);
    },
    record: async (task, run) => {
      const added = await kept.add({ ...run, task: task.id, due: due(task) });
      if (typeof added === 'string') throw new Error(`a turn of ${task.id} was not recorded: ${added}`);
      await forgetRuns(task.id, mostRuns);
      return showRun(added);
    },
    takeBack: async (run) => void (await kept.remove(run, null)),
    onChange: listeners.add,
  };
}

function showRun({ id, settings: { task: _task, ...run } }: KeptRun): RecurringRun {
  return { id, ...run };
}
