// CF7: imports a text of another tool, or of Muster, with one report line for each item.
import { deepest, nestsDeeper } from '../http/json-body.ts';
import { cleanFields, describeIssues } from '../http/validate.ts';
import { Problem } from '../http/problem.ts';
import { PlanRefused, type AppliedChange } from './apply.ts';
import type { Configuration } from './configuration.ts';
import { emptyShape, type ImportedItems } from './import.ts';
import { importGatus } from './import-gatus.ts';
import { importKuma } from './import-kuma.ts';
import { checkPlan, type ConfiguredParts } from './plan.ts';
import { readWords, readYaml } from './read-yaml.ts';
import { fileSchema, nothingOwned, sections, type FileShape, type FileSection } from './shape.ts';

export type ImportOrder = {
  format: 'muster' | 'gatus' | 'uptime-kuma';
  text: string;
  /** What to do with an item whose name already exists. */
  mode: 'keep' | 'overwrite';
  dryRun: boolean;
};
export type ReportLine = {
  section: FileSection | null;
  name: string;
  done: 'added' | 'changed' | 'kept' | 'left';
  left: readonly string[];
};

/** Throws Problem 400 when the text is not in that format at all. */
export async function importConfiguration(
  known: ConfiguredParts & { configuration: Configuration },
  { format, text, mode, dryRun }: ImportOrder,
): Promise<ReportLine[]> {
  // Some editors begin a file with a byte order mark.
  const { items, lines } = await readForeign(format, text.replace(/^\uFEFF/u, ''));
  const left = new Map(
    lines
      .filter(({ section }) => section !== null)
      .map((line) => [keyOf(line.section, line.name), line.left]),
  );
  const report: ReportLine[] = lines
    .filter(({ taken }) => !taken)
    .map(({ section, name, left: why }) => ({ section, name, done: 'left', left: why }));
  const shape = await keepValid(items, known, (section, name, why) =>
    report.push({ section, name, done: 'left', left: why }),
  );
  for (const section of sections) {
    const all = known[section].list() as readonly { id: string; settings: { name: string } }[];
    const take = (item: { name: string }): boolean => {
      const there = all.find(({ settings }) => settings.name === item.name);
      if (there === undefined || !known.configuration.owns(section, there.id)) return true;
      report.push({ section, name: item.name, done: 'left', left: ['it is kept in the configuration file'] });
      return false;
    };
    (shape as Record<FileSection, { name: string }[]>)[section] = (
      shape[section] as { name: string }[]
    ).filter(take);
  }
  const leftOf = (section: FileSection, name: string) => left.get(keyOf(section, name)) ?? [];
  const how = { overwrites: mode === 'overwrite', isDry: dryRun };
  const changes = await known.configuration.take(shape, how).catch(refuse);
  for (const { section, name, done } of changes)
    report.push({ section, name, done: done === 'removed' ? 'kept' : done, left: leftOf(section, name) });
  return report;
}

function refuse(error: unknown): readonly AppliedChange[] {
  if (!(error instanceof PlanRefused)) throw error;
  const { section, item, expected } = error;
  throw new Problem(400, 'This server cannot accept the file, so nothing was imported.', {
    errors: [{ field: item === null ? section : `${section}: ${item}`, expected }],
  });
}

const keyOf = (section: FileSection | null, name: string): string => `${section ?? ''} ${name}`;

const fault = (expected: string): Problem =>
  new Problem(400, 'The text cannot be read.', { errors: [{ field: 'text', expected }] });

async function readForeign(format: ImportOrder['format'], text: string): Promise<ImportedItems> {
  if (format === 'uptime-kuma') {
    let value: unknown;
    if (nestsDeeper(text, deepest)) throw fault(`JSON that nests at most ${deepest} levels deep`);
    try {
      value = JSON.parse(text);
    } catch {
      throw fault('the JSON of an Uptime Kuma backup');
    }
    const isBackup = typeof value === 'object' && value !== null && 'monitorList' in value;
    if (!isBackup) throw fault('the JSON of an Uptime Kuma backup, with a monitorList');
    return importKuma(value);
  }
  // Variables belong to the other machine: they stay as written.
  const { value, faults } =
    format === 'gatus' ? await readWords(text) : await readYaml(text.replaceAll('$', '$$$$'), 'text', {});
  const [first] = faults;
  if (first) throw fault(`${first.expected}${first.line === null ? '' : ` (line ${first.line})`}`);
  if (format === 'gatus') return importGatus(value);
  const parsed = fileSchema.safeParse(cleanFields(value ?? {}));
  if (!parsed.success)
    throw new Problem(400, 'The text is not a Muster configuration.', {
      errors: describeIssues(parsed.error, 'text'),
    });
  return { items: parsed.data, lines: [] };
}

/** Leaves out, with the reason, items that this server would refuse, and items that refer to them. */
async function keepValid(
  items: ImportedItems['items'],
  known: ConfiguredParts,
  leave: (section: FileSection, name: string, why: string[]) => void,
): Promise<FileShape> {
  let shape = emptyShape();
  for (const section of sections) {
    for (const item of items[section] ?? []) {
      const parsed = fileSchema.safeParse(cleanFields({ [section]: [item] }));
      if (parsed.success) (shape[section] as unknown[]).push(...parsed.data[section]);
      else
        leave(
          section,
          String(item['name']),
          describeIssues(parsed.error).map(
            ({ field, expected }) => `${field.replace(/^\w+\.0\./u, '')}: expected ${expected}`,
          ),
        );
    }
  }
  for (;;) {
    const wrong = await checkPlan(shape, known, nothingOwned());
    if (wrong.length === 0) return shape;
    const byItem = Map.groupBy(wrong, ({ path: [section, index] }) => `${String(section)} ${String(index)}`);
    const next = emptyShape();
    for (const section of sections) {
      shape[section].forEach((item, index) => {
        const why = byItem.get(`${section} ${index}`);
        if (why === undefined) (next[section] as unknown[]).push(item);
        else
          leave(
            section,
            item.name,
            why.map(({ path, expected }) => `${path.slice(2).map(String).join('.')}: expected ${expected}`),
          );
      });
    }
    shape = next;
  }
}
