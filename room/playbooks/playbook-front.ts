// The front matter of a playbook: lines `key: value` between `---`, with YAML values. Each key is parsed separately, so
// a mistake in one does not affect the others. A value that is not YAML is taken as typed.
import { parseDocument } from 'yaml';

/** The lines of one key, `from` up to but without `to`. */
type Entry = { key: string; from: number; to: number };
type Split = {
  entries: readonly Entry[];
  front: ReadonlyMap<string, string | readonly string[]>;
  /** The line that ends the front matter; -1 without front matter. */
  end: number;
};

/** Longer values are taken as typed and not parsed as YAML. */
const longestYaml = 20_000;

export function splitFront(lines: readonly string[]): Split {
  const end =
    lines[0]?.trim() === '---' ? lines.findIndex((line, index) => index > 0 && line.trim() === '---') : -1;
  const entries: Entry[] = [];
  for (let line = 1; line < end; line += 1) {
    const key = /^([A-Za-z][\w-]*)[ \t]*:(?:\s|$)/u.exec(lines[line] ?? '')?.[1];
    if (key !== undefined) entries.push({ key: key.toLowerCase(), from: line, to: line + 1 });
    else if (isPart(lines[line] ?? '')) reach(entries.at(-1), line + 1);
  }
  return {
    end,
    entries,
    front: new Map(
      entries.map((entry) => [entry.key, readValue(lines.slice(entry.from, entry.to))] as const),
    ),
  };
}

/** Empty lines and unindented comments belong to a value only when more of the value follows. */
const isPart = (line: string): boolean => line.trim() !== '' && !line.startsWith('#');

function reach(entry: Entry | undefined, to: number) {
  if (entry !== undefined) entry.to = to;
}

function readValue(lines: readonly string[]): string | readonly string[] {
  const text = lines.join('\n');
  const asTyped = [
    text
      .slice(text.indexOf(':') + 1)
      .split('\n', 1)[0]
      ?.trim() ?? '',
    ...lines.slice(1).map((line) => line.trim().replace(/^-\s+/u, '')),
  ];
  const value = readYamlValue(text);
  if (typeof value === 'string') return oneLine(value);
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').map(oneLine);
  const [first = '', ...more] = asTyped.filter(Boolean);
  return more.length === 0 ? unquote(first) : [first, ...more].map(unquote);
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ');

/** Reads every scalar as text (YAML's `failsafe` schema), also `yes` and dates. Null when it is not valid YAML. */
function readYamlValue(text: string): unknown {
  if (text.length > longestYaml) return null;
  try {
    const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
    if (document.errors.length > 0) return null;
    const value: unknown = document.toJS({ maxAliasCount: 10 });
    return typeof value === 'object' && value !== null ? (Object.values(value)[0] ?? null) : null;
  } catch {
    // Nested too deeply, or too many aliases.
    return null;
  }
}

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/u, '$2');

/** The items of a YAML list, or of comma-separated text; a comma inside quotes is part of its item. */
export function toList(value: string | readonly string[] = ''): string[] {
  const items =
    typeof value === 'string'
      ? (value.replace(/^\[(.*)\]$/u, '$1').match(/(?:"[^"]*"|'[^']*'|[^,])+/gu) ?? []).map(unquote)
      : value;
  return [...new Set(items.filter(Boolean))];
}

export const toLine = (value: string | readonly string[] = ''): string =>
  typeof value === 'string' ? value : value.join(', ');

/** Writes `key: value` so that reading it gives the same value. */
function writeEntry(key: string, value: string): string {
  const plain = `${key}: ${value}`;
  const read = readValue([plain]);
  return toLine(read) === value || value.startsWith('[') ? plain : `${key}: ${JSON.stringify(value)}`;
}

/** Replaces the value of one key and keeps all other lines as typed; an empty value removes the key. */
export function replaceEntry(lines: readonly string[], key: string, value: string): string[] | null {
  const { entries, end } = splitFront(lines);
  const entry = value === '' ? [] : [writeEntry(key, value)];
  if (end === -1) return entry.length === 0 ? null : ['---', ...entry, '---', '', ...lines];
  const at = entries.filter((each) => each.key === key);
  const [last] = at.slice(-1);
  if (last === undefined) return lines.toSpliced(end, 0, ...entry);
  return at
    .toReversed()
    .reduce<string[]>(
      (left, { from, to }) => left.toSpliced(from, to - from, ...(from === last.from ? entry : [])),
      [...lines],
    );
}
