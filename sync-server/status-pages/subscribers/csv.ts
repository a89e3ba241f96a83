// SP94: reads a subscriber list in RFC 4180 format: commas, quotes, a header line.
import { type SignUpTopic, signUpTopics } from '#status-page/sign-up-ways.ts';
import { addressExpected, readMailAddress } from './address.ts';
import { type Choice, choiceOfTopics } from './subscriber.ts';

export const mostCsvRows = 20_000;
export type CsvFault = { line: number; expected: string };
export type CsvRow = Choice & { address: string; key: string };

/**
 * Each line is judged by itself: one error does not affect other lines. Components by id or name, and topics, each
 * separated by semicolons.
 */
export function readSubscribersCsv(
  text: string,
  components: readonly { id: string; name: string }[],
): { rows: CsvRow[]; faults: CsvFault[] } {
  const [head, ...lines] = split(text);
  const names = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const email = names.findIndex((name) => ['email', 'e-mail', 'address'].includes(name));
  const chosen = names.indexOf('components');
  const topics = names.indexOf('topics');
  if (email === -1)
    return { rows: [], faults: [{ line: 1, expected: 'a first line with column names, including email' }] };
  const rows: CsvRow[] = [];
  const faults: CsvFault[] = [];
  for (const { line, cells } of lines) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const read = readMailAddress(cells[email] ?? '');
    const ids = listIn(cells[chosen]).map(
      (each) => components.find(({ id, name }) => id === each || name === each)?.id ?? null,
    );
    const about = listIn(cells[topics]).map(
      (each) => signUpTopics.find((topic) => topic === each.toLowerCase()) ?? null,
    );
    if (read === null) faults.push({ line, expected: addressExpected });
    else if (ids.includes(null)) faults.push({ line, expected: 'components of this page, by id or name' });
    else if (about.includes(null)) faults.push({ line, expected: `topics: ${signUpTopics.join(' or ')}` });
    else
      rows.push({
        ...read,
        components: ids.length === 0 ? null : (ids as string[]),
        topics: choiceOfTopics(about as SignUpTopic[], signUpTopics),
      });
  }
  return { rows, faults };
}

/** The words of a cell; a column that is missing has none. */
const listIn = (cell = ''): string[] =>
  cell
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');

type Line = { line: number; cells: string[] };

function split(text: string): Line[] {
  const lines: Line[] = [];
  let cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  let line = 1;
  let began = 1;
  const end = () => {
    lines.push({ line: began, cells: [...cells, cell] });
    cells = [];
    cell = '';
    began = line;
  };
  const clean = text.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n');
  for (let index = 0; index < clean.length; index++) {
    const sign = clean[index] ?? '';
    if (sign === '\n') line += 1;
    if (isQuoted && sign === '"' && clean[index + 1] === '"') {
      cell += '"';
      index += 1;
    } else if (sign === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted;
    else if (isQuoted) cell += sign;
    else if (sign === ',') {
      cells.push(cell);
      cell = '';
    } else if (sign === '\n') end();
    else cell += sign;
  }
  if (cell !== '' || cells.length > 0) end();
  return lines;
}
