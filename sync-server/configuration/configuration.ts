// Configuration as code (CF): monitors, schedules, policies, channels and more, from YAML files that are read at the
// start and after each change. What the files own can only be changed there; a faulty file changes nothing.
import { statSync, watch } from 'node:fs';
import path from 'node:path';
import type { CompiledQuery } from 'kysely';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Begun } from '../audit/entry.ts';
import type { Database } from '../storage/database.ts';
import { readSetAside, writeAside } from '../storage/collection.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Log } from '../sync/rooms.ts';
import { PlanRefused, stagePlan, type AppliedChange } from './apply.ts';
import type { ConfiguredParts } from './plan.ts';
import { nextAside, purgeAside, whyTooMany } from './removals.ts';
import { readFiles } from './read-files.ts';
import type { Environment } from './read-yaml.ts';
import {
  nothingOwned,
  ownedAs,
  sayFault,
  sections,
  type Fault,
  type FileShape,
  type Owned,
  type FileSection,
} from './shape.ts';

/** The first start is refused, because no configuration is in force yet. Lists every fault, one on each line. */
export class ConfigurationRefused extends Error {
  override name = 'ConfigurationRefused';
}

export type ConfigurationState = {
  /** Null without `--config`. */
  file: string | null;
  loadedAt: number | null;
  /** The faults of the last reading; the configuration before it stays in force. */
  errors: readonly Fault[];
  owned: Record<FileSection, number>;
};

export type Configuration = {
  state(): ConfigurationState;
  owns(section: FileSection, id: string): boolean;
  ownsName(section: FileSection, name: string): boolean;
  /** Reads the files again. Resolves with their faults, or with none once they are in force. */
  reload(): Promise<readonly Fault[]>;
  /**
   * CF7: applies a checked plan, completely or not at all, without owning its items. `overwrites`: also replaces
   * existing items of the same name. `isDry`: only reports the changes. Throws PlanRefused.
   */
  take(shape: FileShape, how: { overwrites: boolean; isDry: boolean }): Promise<readonly AppliedChange[]>;
  close(): void;
};

export type ConfigurationOptions = {
  /** A file, or a folder of `*.yaml`; null: items that files owned can be changed again. */
  file: string | null;
  environment: Environment;
  known: ConfiguredParts;
  database: Database;
  makeId: () => string;
  now: () => number;
  log: Log;
  /** AU10: records the changes of a file in the same transaction. */
  audit: Pick<AuditLog, 'recording'>;
  /** CF9: the first reading may remove any number of items. */
  mayRemove?: boolean;
};

const keptAs = 'configuration';
/** Editors write a file in several steps. */
const settleMs = 200;

/** What is in force, and what the last reading said. */
type Force = {
  owned: Owned;
  mayRemove: boolean;
  loadedAt: number | null;
  errors: readonly Fault[];
};

/** Throws ConfigurationRefused when the files are faulty and no earlier configuration is in force (CF3). */
export async function openConfiguration(options: ConfigurationOptions): Promise<Configuration> {
  const { file, known, database, makeId, now, log } = options;
  const inTurn = makeTurns();
  const owned = file === null ? nothingOwned() : await readOwned(database);
  const hadSome = sections.some((section) => Object.keys(owned[section]).length > 0);
  const force: Force = { owned, mayRemove: options.mayRemove === true, loadedAt: null, errors: [] };
  const reload = () =>
    inTurn(async () => {
      if (file !== null) force.errors = await load(file, force, options);
      return force.errors;
    });

  if (file === null) database.together([writeOwned(database, owned)]);
  purgeAside(database, known, now());
  const faults = await reload();
  if (faults.length > 0 && !hadSome) throw new ConfigurationRefused(faults.map(sayFault).join('\n'));
  const stop = file === null ? () => undefined : followFile(file, reload, log);
  return {
    state: () => ({
      file,
      loadedAt: force.loadedAt,
      errors: force.errors,
      owned: Object.fromEntries(
        sections.map((section) => [section, Object.keys(force.owned[section]).length]),
      ) as ConfigurationState['owned'],
    }),
    owns: (section, id) => Object.values(force.owned[section]).includes(id),
    ownsName: (section, name) => Object.hasOwn(force.owned[section], name),
    reload,
    take: (shape, { overwrites, isDry }) =>
      inTurn(async () => {
        const plan = stagePlan(shape, { known, owned: nothingOwned(), makeId, overwrites });
        if (isDry) return plan.changes;
        database.together(plan.writes);
        await plan.settle();
        return plan.changes;
      }),
    close: stop,
  };
}

/** Reads the files and puts them in force; returns their faults. */
async function load(file: string, force: Force, options: ConfigurationOptions): Promise<readonly Fault[]> {
  const { environment, known, log } = options;
  const refuse = (errors: readonly Fault[], why: string) => {
    log.error({ file, errors: errors.map(sayFault) }, why);
    return errors;
  };
  const { shape, faults } = await readFiles(file, { environment, known, owned: force.owned });
  force.errors = faults;
  if (shape === null) return refuse(faults, 'the configuration is wrong; the previous one stays in force');
  let following: Promise<void>;
  try {
    const done = putInForce(file, shape, { force, options });
    if (Array.isArray(done))
      return refuse(done, 'the configuration would remove too much; the previous one stays in force');
    following = done;
  } catch (error) {
    log.error({ err: error, file }, 'the configuration was not applied; the previous one stays in force');
    return [whyNotTaken(file, error)];
  }
  await following;
  return faults;
}

/**
 * CF4: writes the whole plan and the list of owned items in one transaction. Memory follows in the same turn. Returns
 * faults when it would remove too much.
 */
function putInForce(
  file: string,
  shape: FileShape,
  { force, options }: { force: Force; options: ConfigurationOptions },
): Promise<void> | Fault[] {
  const { known, database, makeId, now, log, audit } = options;
  const { owned } = force;
  const aside = readSetAside(database);
  const plan = stagePlan(shape, { known, owned, aside, makeId, overwrites: true });
  const removed = plan.changes.flatMap(({ section, name, done }) =>
    done === 'removed' ? [{ section, name, id: owned[section][name] ?? '' }] : [],
  );
  const tooMany = whyTooMany(file, { shape, owned, removed });
  if (tooMany.length > 0 && !force.mayRemove) return tooMany;
  const next = nextAside(aside, { removed, owned: plan.owned, at: now() });
  const told = audit.recording(entriesOf(file, plan.changes, { ...plan.owned, gone: owned }));
  const kept = [writeOwned(database, plan.owned), writeAside(database, next)];
  database.together([...plan.writes, ...kept, ...told.writes]);
  told.settle();
  force.owned = plan.owned;
  force.loadedAt = now();
  force.mayRemove = false;
  if (removed.length > 0)
    log.warn(
      { file, removed: removed.map(({ section, name }) => `${section}: ${name}`) },
      'the configuration no longer names these; they are kept for 30 days and come back with their names',
    );
  log.info({ file, ...count(plan.changes) }, 'the configuration is in force');
  return plan.settle();
}

function whyNotTaken(file: string, error: unknown): Fault {
  const fault = { file, line: null };
  if (error instanceof PlanRefused) {
    const { section, item, expected } = error;
    return { ...fault, field: section, expected: item === null ? expected : `of ${item} ${expected}` };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { ...fault, field: '', expected: `a database that accepts the whole file: ${reason}` };
}

/** The items that files owned when this server last stopped. */
export async function readOwned({ queries }: Database): Promise<Owned> {
  const row = await queries
    .selectFrom('values_kept')
    .select('value')
    .where('name', '=', keptAs)
    .executeTakeFirst();
  return ownedAs(row === undefined ? {} : (JSON.parse(row.value) as Partial<Owned>));
}

function writeOwned({ queries }: Database, owned: Owned): CompiledQuery {
  const value = JSON.stringify(owned);
  return queries
    .insertInto('values_kept')
    .values({ name: keptAs, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .compile();
}

/** AU10: the audit entries for each item that a file added, changed or removed. */
function entriesOf(file: string, changes: readonly AppliedChange[], ids: Owned & { gone: Owned }): Begun[] {
  const actions = { added: 'made', changed: 'changed', removed: 'removed' } as const;
  return changes.flatMap(({ section, name, done }): Begun[] =>
    done === 'kept'
      ? []
      : [
          {
            by: { kind: 'configuration', file },
            address: null,
            area: section,
            action: actions[done],
            what: `The configuration file ${done} it`,
            target: { id: ids[section][name] ?? ids.gone[section][name] ?? null, name },
            changes: [],
          },
        ],
  );
}

function count(changes: readonly AppliedChange[]): Record<AppliedChange['done'], number> {
  const sum = { added: 0, changed: 0, kept: 0, removed: 0 };
  for (const { done } of changes) sum[done] += 1;
  return sum;
}

/** Calls `load` on SIGHUP and shortly after a change in the folder. */
function followFile(file: string, load: () => Promise<unknown>, log: Log): () => void {
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      load().catch((error: unknown) =>
        log.error({ err: error }, 'the configuration could not be read again'),
      );
    }, settleMs);
  };
  // Watch the folder: an editor may replace the file.
  const watcher = watch(statSync(file).isDirectory() ? file : path.dirname(path.resolve(file)), again);
  watcher.on('error', (error) =>
    log.warn({ err: error, file }, 'the server does not notice changes of the configuration'),
  );
  process.on('SIGHUP', again);
  return () => {
    clearTimeout(timer);
    process.off('SIGHUP', again);
    watcher.close();
  };
}
