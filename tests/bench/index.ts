// Runs the named benches (`fold`, `tests/bench/fold.ts`), or all of them. Prints a table, and exits non-zero when a
// stated limit is missed. A bench is a file here that exports `bench(): Figure[] | Promise<Figure[]>`, and
// `onlyByName = true` when it takes an hour.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { formatTable, isMissed, type Figure } from './figure.ts';

const folder = import.meta.dirname;
const notBenches = ['index.ts', 'figure.ts'];

type Bench = { bench?: () => Figure[] | Promise<Figure[]>; onlyByName?: boolean };

/** Null for a bench that runs only by name. */
async function measure(file: string, isNamed: boolean): Promise<Figure[] | null> {
  const { bench, onlyByName = false } = (await import(path.join(folder, file))) as Bench;
  if (onlyByName && !isNamed) return null;
  if (!bench) throw new Error(`tests/bench/${file} exports no bench().`);
  return await bench();
}

const all = readdirSync(folder).filter((file) => file.endsWith('.ts') && !notBenches.includes(file));
const named = process.argv.slice(2).map((name) => `${path.basename(name, '.ts')}.ts`);
const strange = named.filter((file) => !all.includes(file));
if (strange.length > 0) {
  console.error(`There is no bench ${strange.join(', ')}. There are: ${all.join(', ')}.`);
  process.exitCode = 2;
} else {
  for (const file of named.length > 0 ? named : all) {
    const figures = await measure(file, named.length > 0);
    if (figures === null) {
      console.log(`Not run unless it is named: ${path.basename(file, '.ts')}.\n`);
      continue;
    }
    console.log(formatTable(figures));
    if (figures.some(isMissed)) process.exitCode = 1;
  }
}
