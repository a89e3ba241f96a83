// SP94: reads a subscriber list in RFC 4180 format: quotes and a header line, with commas, or the semicolons or tabs
// that spreadsheets write in many countries.
import { type SignUpTopic, signUpTopics, updateAmounts } from '#status-page/sign-up-ways.ts';
import { addressExpected, readMailAddress } from './address.ts';
import { eachInTurns } from './in-turns.ts';
import { type Choice, choiceOfTopics } from './subscriber.ts';

export const mostCsvRows = 20_000;
/** With those that are left out. */
const mostCsvLines = 2 * mostCsvRows;
export const mostCsvCharacters = 4_000_000;
export type CsvFault = { line: number; expected: string };
export type CsvRow = Choice & { address: string; key: string };

type Named = { id: string; name: string };

/** The places of the columns that are read; -1 for one that is missing. */
function findColumns(head: readonly string[]) {
  const names = head.map((cell) => cell.trim().toLowerCase());
  return {
    email: names.findIndex((name) => emailNames.has(name)),
    chosen: names.indexOf('components'),
    topics: names.indexOf('topics'),
    updates: names.indexOf('updates'),
    way: names.findIndex((name) => wayNames.has(name)),
    ended: names.flatMap((name, index) => (endNames.has(name) ? [index] : [])),
  };
}

/** A subscriber, or what is expected instead. */
function readRow(
  cells: readonly string[],
  { email, chosen, topics, updates, way, ended }: ReturnType<typeof findColumns>,
  components: readonly Named[],
): CsvRow | string {
  const by = cells[way]?.trim().toLowerCase() ?? '';
  if (by !== '' && !emailNames.has(by)) return 'a subscriber by e-mail; ask others to subscribe again';
  if (ended.some((index) => !notEnded.has(cells[index]?.trim().toLowerCase() ?? '')))
    return 'a subscriber who gets e-mails there; this one was removed';
  const read = readMailAddress(cells[email] ?? '');
  const ids = listIn(cells[chosen]).map(
    (each) => components.find(({ id, name }) => id === each || name === each)?.id ?? null,
  );
  const about = listIn(cells[topics]).map(
    (each) => signUpTopics.find((topic) => topic === each.toLowerCase()) ?? null,
  );
  const amount = cells[updates]?.trim().toLowerCase() ?? '';
  const many = updateAmounts.find((each) => each === (amount === '' ? 'all' : amount));
  if (read === null) return addressExpected;
  if (ids.includes(null)) return 'components of this page, by id or name';
  if (about.includes(null)) return `topics: ${signUpTopics.join(' or ')}`;
  if (many === undefined) return `updates: ${updateAmounts.join(' or ')}`;
  return {
    ...read,
    updates: many,
    components: ids.length === 0 ? null : (ids as string[]),
    topics: choiceOfTopics(about as SignUpTopic[], signUpTopics),
  };
}

/**
 * Each line is judged by itself: one error does not affect other lines. Components by id or name, and topics, each
 * separated by semicolons; in quotes where those separate cells too. `updates` is one word. Of another tool's list,
 * who is told by other means, or no more, is a fault.
 */
export async function readSubscribersCsv(
  text: string,
  components: readonly Named[],
): Promise<{ rows: CsvRow[]; faults: CsvFault[] }> {
  const { lines: all, unclosed } = split(text);
  const [head, ...lines] = all;
  const columns = findColumns(head?.cells ?? []);
  if (columns.email === -1)
    return { rows: [], faults: [{ line: 1, expected: 'a first line with column names, including email' }] };
  const rows: CsvRow[] = [];
  const faults: CsvFault[] = [];
  const stopAt = lines.findIndex(({ line }, index) => index === mostCsvLines || line === unclosed);
  await eachInTurns(stopAt === -1 ? lines : lines.slice(0, stopAt), ({ line, cells }) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    const row = readRow(cells, columns, components);
    if (typeof row === 'string') faults.push({ line, expected: row });
    else rows.push(row);
  });
  const beyond = lines[stopAt];
  if (beyond !== undefined)
    faults.push({ line: beyond.line, expected: stopAt === mostCsvLines ? tooMany : noEnd });
  return { rows, faults };
}

/** The words of a cell; a column that is missing has none. */
const listIn = (cell = ''): string[] =>
  cell
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');

const emailNames = new Set(['email', 'e-mail', 'address', 'email address', 'e-mail address']);
/** Columns of other tools' lists: how somebody is told, and since when no more. */
const wayNames = new Set(['type', 'mode', 'subscriber type', 'subscription type', 'channel']);
const endNames = new Set([
  'quarantined',
  'quarantined at',
  'quarantined_at',
  'unsubscribed',
  'unsubscribed at',
  'unsubscribed_at',
]);
const notEnded = new Set(['', 'no', 'false', 'null', '0', 'never']);
type Line = { line: number; cells: string[] };
const tooMany = `at most ${mostCsvLines} lines; this one and the rest are left out`;
const noEnd = 'a second quote: this one has no end, and the lines after it belong to it';

/** The separator of cells: the most frequent one in the first line. */
function separatorOf(text: string): string {
  const [head = ''] = text.split('\n', 1);
  const count = (sign: string) => head.split(sign).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

/** `unclosed`: the line in which a quote begins that does not end; null when all do. */
function split(text: string): { lines: Line[]; unclosed: number | null } {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let began = 1;
  const end = () => {
    // An empty line is nothing; a file may have millions.
    if (cells.length > 0 || cell !== '') lines.push({ line: began, cells: [...cells, cell] });
    cells = [];
    cell = '';
    began = line;
  };
  const clean = text.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n');
  const separator = separatorOf(clean);
  // One line more than are read, after the first, shows that there are too many.
  for (let index = 0; index < clean.length && lines.length <= mostCsvLines + 1; index++) {
    const sign = clean[index] ?? '';
    if (sign === '\n') line += 1;
    if (isQuoted && sign === '"' && clean[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (isQuoted) cell += sign;
    else if (sign === separator) {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') end();
    else cell += sign;
  }
  const unclosed = isQuoted ? began : null;
  end();
  return { lines, unclosed };
}
