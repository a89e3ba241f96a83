// Configuration as code (CF): monitors, schedules, policies, channels and the like from YAML files that are read at
// the start and again when they change. What the files own nobody else changes; a bad file changes nothing.
import { readFileSync, readdirSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import type { Database } from '../database.ts';
import { describeIssues } from '../http/validate.ts';
import { makeTurns } from '../in-turn.ts';
import type { Log } from '../sync/rooms.ts';
import { applyPlan, nothingOwned, type Change, type Owned } from './apply.ts';
import { checkPlan, type Known } from './plan.ts';
import { readYaml, type Environment } from './read-yaml.ts';
import { fileSchema, sayFault, sections, type Fault, type FileShape, type Section } from './shape.ts';

/** Refusing to start: every fault, one on each line. */
export class ConfigurationRefused extends Error {
  override name = 'ConfigurationRefused';
}

export type ConfigurationState = {
  /** Null without `--config`. */
  file: string | null;
  loadedAt: number | null;
  /** Of the last reading; what was read before it is in force. */
  errors: readonly Fault[];
  owned: Record<Section, number>;
};

export type Configuration = {
  state(): ConfigurationState;
  owns(section: Section, id: string): boolean;
  /** Reads the files again. Resolves once they are in force, or with what is wrong in them. */
  reload(): Promise<readonly Fault[]>;
  close(): void;
};

export type ConfigurationOptions = {
  /** A file, or a folder of `*.yaml`; null: whatever was owned is free again. */
  file: string | null;
  environment: Environment;
  known: Known;
  database: Database;
  now: () => number;
  log: Log;
};

const keptAs = 'configuration';
/** Editors write a file in several steps. */
const settleMs = 200;
const mostBytes = 4 * 1024 * 1024;

/** Throws ConfigurationRefused when the files are wrong at the start. */
export async function openConfiguration(options: ConfigurationOptions): Promise<Configuration> {
  const { file, environment, known, database, now, log } = options;
  const { sqlite } = database;
  const inTurn = makeTurns();
  let owned = file === null ? nothingOwned() : readOwned(database);
  let loadedAt: number | null = null;
  let errors: readonly Fault[] = [];
  const keep = (next: Owned) => {
    owned = next;
    sqlite
      .prepare(
        'INSERT INTO values_kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      )
      .run(keptAs, JSON.stringify(next));
  };

  const load = () =>
    inTurn(async (): Promise<readonly Fault[]> => {
      if (file === null) return [];
      const read = await readFiles(file, environment, known);
      errors = read.faults;
      if (read.shape === null) {
        log.error(
          { file, errors: errors.map(sayFault) },
          'the configuration is wrong; what was in force stays',
        );
        return errors;
      }
      try {
        const changes = await applyPlan(read.shape, { known, owned, onOwned: keep, overwrites: true });
        loadedAt = now();
        log.info({ file, ...count(changes) }, 'the configuration is in force');
      } catch (error) {
        const expected = `what the server takes: ${error instanceof Error ? error.message : String(error)}`;
        errors = [{ file, line: null, field: '', expected }];
        log.error({ err: error, file }, 'the configuration could not be put in force whole');
      }
      return errors;
    });

  if (file === null) keep(owned);
  const faults = await load();
  if (faults.length > 0) throw new ConfigurationRefused(faults.map(sayFault).join('\n'));
  const stop = file === null ? () => undefined : followFile(file, load, log);
  return {
    state: () => ({
      file,
      loadedAt,
      errors,
      owned: Object.fromEntries(
        sections.map((section) => [section, Object.keys(owned[section]).length]),
      ) as ConfigurationState['owned'],
    }),
    owns: (section, id) => Object.values(owned[section]).includes(id),
    reload: load,
    close: stop,
  };
}

function readOwned({ sqlite }: Database): Owned {
  const row = sqlite.prepare('SELECT value FROM values_kept WHERE name = ?').get(keptAs) as
    | { value: string }
    | undefined;
  return { ...nothingOwned(), ...(row === undefined ? {} : (JSON.parse(row.value) as Partial<Owned>)) };
}

function count(changes: readonly Change[]): Record<Change['done'], number> {
  const sum = { added: 0, changed: 0, kept: 0, removed: 0 };
  for (const { done } of changes) sum[done] += 1;
  return sum;
}

/** Told on SIGHUP and a moment after something in the folder changed. */
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
  // The folder: an editor may put another file in the old one's place.
  const watcher = watch(statSync(file).isDirectory() ? file : path.dirname(path.resolve(file)), again);
  watcher.on('error', (error) =>
    log.warn({ err: error, file }, 'changes of the configuration are not noticed'),
  );
  process.on('SIGHUP', again);
  return () => {
    clearTimeout(timer);
    process.off('SIGHUP', again);
    watcher.close();
  };
}

type ReadFiles = { shape: FileShape | null; faults: readonly Fault[] };

async function readFiles(file: string, environment: Environment, known: Known): Promise<ReadFiles> {
  const fault = (expected: string): ReadFiles => ({
    shape: null,
    faults: [{ file, line: null, field: '', expected }],
  });
  let texts: { name: string; text: string }[];
  try {
    texts = listFiles(file).map((name) => ({ name, text: readFileSync(name, 'utf8') }));
  } catch (error) {
    return fault(
      `a file or a folder that can be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (texts.length === 0) return fault('at least one file that ends in .yaml or .yml');
  if (texts.some(({ text }) => text.length > mostBytes)) return fault(`files of at most ${mostBytes} bytes`);
  return readTexts(texts, environment, known);
}

function listFiles(file: string): string[] {
  if (!statSync(file).isDirectory()) return [file];
  return readdirSync(file)
    .filter((name) => /\.ya?ml$/u.test(name))
    .toSorted()
    .map((name) => path.join(file, name));
}

/** Several files are one configuration; each fault says its file and line. */
export async function readTexts(
  texts: readonly { name: string; text: string }[],
  environment: Environment,
  known: Known,
): Promise<ReadFiles> {
  const faults: Fault[] = [];
  const whole = fileSchema.parse({});
  /** Where each item of the whole came from. */
  const origins = new Map<
    string,
    { name: string; index: number; lineOf: (path: readonly PropertyKey[]) => number | null }
  >();
  for (const { name, text } of texts) {
    const { value, faults: inText, lineOf } = await readYaml(text, name, environment);
    faults.push(...inText);
    if (inText.length > 0) continue;
    const parsed = fileSchema.safeParse(value ?? {});
    if (!parsed.success) {
      for (const { field, expected } of describeIssues(parsed.error))
        faults.push({ file: name, line: lineOf(toPath(field)), field, expected });
      continue;
    }
    for (const section of sections) {
      parsed.data[section].forEach((item, index) => {
        origins.set(`${section}.${whole[section].length}`, { name, index, lineOf });
        (whole[section] as unknown[]).push(item);
      });
    }
  }
  if (faults.length > 0) return { shape: null, faults };
  for (const {
    path: [section, index, ...rest],
    expected,
  } of checkPlan(whole, known)) {
    const origin = origins.get(`${String(section)}.${String(index)}`);
    const at = [section ?? '', origin?.index ?? 0, ...rest];
    const field = at.map(String).join('.');
    faults.push({ file: origin?.name ?? '', line: origin?.lineOf(at) ?? null, field, expected });
  }
  return { shape: faults.length === 0 ? whole : null, faults };
}

const toPath = (field: string): PropertyKey[] =>
  field.split('.').map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
