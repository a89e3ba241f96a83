// CF2: reads a YAML text, replaces its variables, and finds the line of each field.
import type * as Yaml from 'yaml';
import type { Fault } from './shape.ts';

export type Environment = Readonly<Record<string, string | undefined>>;
export type ReadYaml = {
  value: unknown;
  faults: readonly Fault[];
  /** The line of a field, or of the nearest field above it; counts from 1. */
  lineOf: (path: readonly PropertyKey[]) => number | null;
};

// CF10: the cost of reading grows with the number of values, and, where YAML itself looks for duplicate keys, with
// the square of the keys of one map. 2,000 monitors of 20 fields are 40,000 values.
const mostValues = 100_000;
const deepest = 100;
const mostFaults = 100;

const variable = /\$(?:\$|\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\})/gu;

type Library = typeof Yaml;
type Range = [number, number, number];

/** A path such as `channels.0.settings.url`, from a value's parent nodes and the value itself. */
const pathOf = ({ isPair, isScalar, isSeq }: Library, nodes: readonly unknown[]) =>
  nodes
    .flatMap((node, depth) => {
      if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
      return isSeq(node) ? [String(node.items.indexOf(nodes[depth + 1]))] : [];
    })
    .join('.');

/** A text with the values of its variables, and the names of those that are not set. */
function putVariables(text: string, environment: Environment): { put: string; missing: string[] } {
  const missing: string[] = [];
  const put = text.replace(variable, (sign: string, name?: string, otherwise?: string) => {
    if (name === undefined) return '$';
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found === undefined && otherwise === undefined) missing.push(name);
    return found ?? otherwise ?? sign;
  });
  return { put, missing };
}

/** The line of a value, or of the nearest value around it that is in the file. */
function lineOfPath(
  { isScalar }: Library,
  document: Yaml.Document,
  path: readonly unknown[],
): Range[0] | null {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isScalar(node) && node.range) return node.range[0];
    const range = (node as { range?: Range } | undefined)?.range;
    if (range) return range[0];
  }
  return null;
}

/** Replaces `${NAME}`, `${NAME:-otherwise}` and `$$` in every text; a missing variable is a fault. */
export async function readYaml(text: string, file: string, environment: Environment): Promise<ReadYaml> {
  const tooMuch = findTooMuch(text);
  if (tooMuch !== null) return refused(file, tooMuch);
  const yaml = await import('yaml');
  const { LineCounter, parse, parseDocument, visit } = yaml;
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false });
  const lineAt = lineIn(counter);
  const faults = faultsOf(document, { file, lineAt });
  const nothing = { value: null, faults, lineOf: () => null };
  if (faults.length > 0) return nothing;
  faults.push(...findDoubles(yaml, document, { file, lineAt }));
  visit(document, {
    Scalar(_key, node, above) {
      if (typeof node.value !== 'string' || !node.value.includes('$')) return;
      const { put, missing } = putVariables(node.value, environment);
      for (const name of missing.slice(0, mostFaults - faults.length))
        faults.push({
          file,
          line: lineAt(node.range?.[0]),
          field: pathOf(yaml, [...above, node]),
          expected: `the variable ${name}, which is not set`,
        });
      // An unquoted variable may hold a number or a boolean.
      const plain: unknown =
        node.type === 'PLAIN' && put !== '' ? parse(put.includes('\n') ? '""' : put) : put;
      node.value = typeof plain === 'number' || typeof plain === 'boolean' ? plain : put;
    },
  });
  let value: unknown = null;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    // Aliases of aliases could expand without limit.
    return refused(file, 'YAML: aliases that stand for at most 100 values');
  }
  return {
    value,
    faults,
    lineOf: (path) => lineAt(lineOfPath(yaml, document, path) ?? undefined),
  };
}

/** Reads every scalar as written (`1.10`, `yes`), with merge keys. Used for files of other tools. */
export async function readWords(text: string): Promise<Pick<ReadYaml, 'value' | 'faults'>> {
  const tooMuch = findTooMuch(text);
  if (tooMuch !== null) return refused('text', tooMuch);
  const yaml = await import('yaml');
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    lineCounter,
    schema: 'failsafe',
    merge: true,
    uniqueKeys: false,
  });
  const lineAt = lineIn(lineCounter);
  const faults = faultsOf(document, { file: 'text', lineAt });
  if (faults.length === 0) faults.push(...findDoubles(yaml, document, { file: 'text', lineAt }));
  if (faults.length > 0) return { value: null, faults };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, faults };
  } catch (error) {
    const expected = `YAML: ${error instanceof Error ? error.message : String(error)}`;
    return { value: null, faults: [{ file: 'text', line: null, field: '', expected }] };
  }
}

type LineAt = (offset: number | undefined) => number | null;
type Place = { file: string; lineAt: LineAt };

const lineIn =
  (counter: Yaml.LineCounter): LineAt =>
  (offset) =>
    offset === undefined ? null : counter.linePos(offset).line;

/** The errors of YAML itself. */
const faultsOf = ({ errors }: Yaml.Document.Parsed, { file, lineAt }: Place): Fault[] =>
  errors.slice(0, mostFaults).map(({ message, pos }) => ({
    file,
    line: lineAt(pos[0]),
    field: '',
    expected: `YAML: ${message.split('\n', 1)[0] ?? ''}`,
  }));

/** Finds duplicate keys in a map. YAML's own search takes time that grows with the square of the keys. */
function findDoubles(
  { isMap, isScalar, visit }: typeof Yaml,
  document: Yaml.Document.Parsed,
  { file, lineAt }: Place,
): Fault[] {
  const faults: Fault[] = [];
  visit(document, {
    Map(_key, node) {
      if (!isMap(node)) return;
      const seen = new Set<unknown>();
      for (const { key } of node.items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name) && name !== '<<' && faults.length < mostFaults) {
          const line = isScalar(key) ? lineAt(key.range?.[0]) : null;
          faults.push({ file, line, field: String(name), expected: 'YAML: each key once in a map' });
        }
        seen.add(name);
      }
    },
  });
  return faults;
}

const refused = (file: string, expected: string): ReadYaml => ({
  value: null,
  faults: [{ file, line: null, field: '', expected }],
  lineOf: () => null,
});

/** Scans the text, because such an input attacks the parser. */
function findTooMuch(text: string): string | null {
  let values = 0;
  let depth = 0;
  for (const [sign] of text.matchAll(/[[\]{},]|:(?=\s|$)|^\s*(?:-\s+)+|\?\s/gmu)) {
    values += 1;
    if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    // Several dashes on a line open as many nested lists.
    else if (sign.trimStart().startsWith('-') && sign.split('-').length > deepest) depth = deepest + 1;
    if (depth > deepest) return `YAML that nests at most ${deepest} deep`;
    if (values > mostValues) return `YAML of at most ${mostValues} values`;
  }
  const indented = /^( {1000,})/mu.test(text);
  return indented ? `YAML that nests at most ${deepest} deep` : null;
}
