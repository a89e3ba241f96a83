// CF3: reads a file or a folder of files into one checked plan, or a list of faults with their places.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { decodeText } from '#room/text/decode-text.ts';
import { cleanFields, describeIssues } from '../http/validate.ts';
import { isPlainFile } from '../storage/plain-file.ts';
import { checkPlan, type ConfiguredParts } from './plan.ts';
import { readYaml, type Environment } from './read-yaml.ts';
import { fileSchema, sections, type Fault, type FileShape, type Owned } from './shape.ts';

const mostBytes = 4 * 1024 * 1024;
const tooLarge = `files of at most ${mostBytes} bytes`;

export type FileContext = {
  environment: Environment;
  known: ConfiguredParts;
  /** The items that earlier files made. */
  owned: Owned;
};
export type ReadFiles = { shape: FileShape | null; faults: readonly Fault[] };

/** Reads a file, or every `*.yaml` of a folder. Changes nothing. */
export async function readFiles(file: string, reading: FileContext): Promise<ReadFiles> {
  const fault = (expected: string): ReadFiles => ({
    shape: null,
    faults: [{ file, line: null, field: '', expected }],
  });
  let texts: { name: string; text: string }[];
  try {
    const names = listFiles(file);
    const large = names.find((name) => statSync(name).size > mostBytes);
    if (large !== undefined) return fault(tooLarge);
    texts = names.map((name) => ({ name, text: decodeText(readFileSync(name)) }));
  } catch (error) {
    return fault(
      `a file or a folder that can be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (texts.length === 0) return fault('at least one file that ends in .yaml or .yml');
  if (texts.some(({ text }) => text.length > mostBytes)) return fault(tooLarge);
  return readTexts(texts, reading);
}

/** A single file may be a pipe, as `<(…)` of a shell is. Throws when a folder holds anything but plain files. */
function listFiles(file: string): string[] {
  if (!statSync(file).isDirectory()) return [file];
  const names = readdirSync(file).filter((name) => /\.ya?ml$/u.test(name));
  const files = names.toSorted().map((name) => path.join(file, name));
  const odd = files.find((name) => !isPlainFile(name));
  if (odd !== undefined) throw new Error(`${odd} is no plain file`);
  return files;
}

/** Several files are one configuration; each fault says its file and line. */
async function readTexts(
  texts: readonly { name: string; text: string }[],
  { environment, known, owned }: FileContext,
): Promise<ReadFiles> {
  const faults: Fault[] = [];
  const whole = fileSchema.parse({});
  /** The origin of each item of the whole configuration. */
  const origins = new Map<
    string,
    { name: string; index: number; lineOf: (path: readonly PropertyKey[]) => number | null }
  >();
  for (const { name, text } of texts) {
    const { value, faults: inText, lineOf } = await readYaml(text, name, environment);
    faults.push(...inText);
    if (inText.length > 0) continue;
    const parsed = fileSchema.safeParse(cleanFields(value ?? {}));
    if (!parsed.success) {
      for (const { field, expected } of describeIssues(parsed.error))
        faults.push({ file: name, line: lineOf(toPath(field)), field, expected });
      continue;
    }
    if (parsed.data.mayRemove === true) whole.mayRemove = true;
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
  } of await checkPlan(whole, known, owned)) {
    const origin = origins.get(`${String(section)}.${String(index)}`);
    const at = [section ?? '', origin?.index ?? 0, ...rest];
    const field = at.map(String).join('.');
    faults.push({ file: origin?.name ?? '', line: origin?.lineOf(at) ?? null, field, expected });
  }
  return { shape: faults.length === 0 ? whole : null, faults };
}

const toPath = (field: string): PropertyKey[] =>
  field.split('.').map((part) => (/^\d+$/u.test(part) ? Number(part) : part));
