// Imports playbooks (PB8): a Markdown file is used as it is, a Mattermost export is converted. Fields that Muster
// cannot store are listed, not silently dropped.
import { z } from 'zod';
import { libraryLimits } from './library.ts';
import { describeIssue } from '../facts/parse-fact.ts';
import { closeBlocks, withoutSteps } from './playbook-blocks.ts';
import { writeStep } from './playbook-step.ts';
import { parsePlaybook, setFront } from './playbook.ts';

export type ImportedPlaybook =
  | { ok: true; markdown: string; title: string; steps: number; notTaken: readonly string[] }
  | { ok: false; errors: readonly { field: string; expected: string }[] };

/** JSON needs more characters than Markdown for the same content. */
const longestFile = 10 * libraryLimits.text;

/** By the file's name: `.json` is Mattermost's export (version 1), everything else Markdown. Never throws. */
export function importPlaybook(fileName: string, bytes: string): ImportedPlaybook {
  const text = bytes.replace(/^\uFEFF/u, '');
  if (text.trim() === '') return refuse('', 'a file with something in it');
  if (text.includes('\0')) return refuse('', 'a text file; this has bytes that no text has');
  if (text.length > longestFile)
    return refuse('', `at most ${longestFile} characters; this has ${text.length}`);
  const imported = /\.json$/iu.test(fileName) ? fromMattermost(fileName, text) : fromMarkdown(fileName, text);
  if (imported.ok && imported.markdown.length > libraryLimits.text)
    return refuse('', `at most ${libraryLimits.text} characters; this has ${imported.markdown.length}`);
  return imported;
}

const refuse = (field: string, expected: string): ImportedPlaybook => ({
  ok: false,
  errors: [{ field, expected }],
});

function fromMarkdown(fileName: string, text: string): ImportedPlaybook {
  const clean = text.replace(/\r\n?/gu, '\n');
  const { title, steps } = parsePlaybook(clean);
  // Without a title, the file name is the title.
  const isNamed = title !== parsePlaybook('').title;
  const name = nameOf(fileName);
  const markdown = isNamed || name === '' ? clean : `# ${name}\n\n${clean}`;
  const notTaken = steps.length === 0 ? ['It has no steps: lines that begin with “- [ ]”.'] : [];
  return { ok: true, markdown, title: parsePlaybook(markdown).title, steps: steps.length, notTaken };
}

const nameOf = (fileName: string): string => fileName.replace(/^.*[\\/]|\.\w+$/gu, '').trim();

const text = z.string().max(20_000);
const item = z.looseObject({
  title: z.string().max(2_000).nullish(),
  description: text.nullish(),
  command: text.nullish(),
  due_date: z.number().nullish(),
});
const mattermost = z.looseObject({
  version: z.literal(1),
  title: z.string().max(300).nullish(),
  description: text.nullish(),
  checklists: z
    .array(z.looseObject({ title: z.string().max(300).nullish(), items: z.array(item).max(200).nullish() }))
    .max(100)
    .nullish(),
});
type Item = z.output<typeof item>;

const minuteMs = 60_000;
const longestMinutes = 1_440;

function fromMattermost(fileName: string, json: string): ImportedPlaybook {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return refuse('', 'JSON, as Mattermost exports a playbook');
  }
  const read = mattermost.safeParse(raw);
  if (!read.success) return { ok: false, errors: read.error.issues.slice(0, 10).map(describeIssue) };
  const { description } = read.data;
  const checklists = read.data.checklists ?? [];
  const notTaken = [...leftOut('', read.data, ['version', 'title', 'description', 'checklists'])];
  const named = oneLine(read.data.title ?? '');
  const title = named || nameOf(fileName) || 'Untitled playbook';
  if (named === '') notTaken.push(`title: it is empty; the playbook is called “${title}”`);
  const sections = checklists.map((checklist, at) => {
    notTaken.push(...leftOut(`checklists.${at}`, checklist, ['title', 'items']));
    const steps = (checklist.items ?? []).map((each, index) =>
      toStep(each, `checklists.${at}.items.${index}`, notTaken),
    );
    return [`## ${oneLine(checklist.title ?? '') || `Part ${at + 1}`}`, '', ...steps].join('\n');
  });
  const head = setFront(`# ${title}`, 'title', title);
  const prose = toProse(description ?? '');
  const markdown = [head, ...(prose === '' ? [] : [prose]), ...sections].join('\n\n');
  const taken = parsePlaybook(markdown).steps.length;
  const given = checklists.reduce((sum, { items }) => sum + (items?.length ?? 0), 0);
  if (given === 0) notTaken.push('It has no steps: its checklists are empty or missing.');
  if (taken < given)
    notTaken.push(`${given - taken} steps: a checklist holds no more than ${taken} of these`);
  return {
    ok: true,
    markdown: `${markdown}\n`,
    title: parsePlaybook(markdown).title,
    steps: taken,
    notTaken,
  };
}

/** A description as Markdown, with its steps turned into plain items and open code or HTML closed. */
const toProse = (description: string): string =>
  closeBlocks(withoutSteps(description.replaceAll(/\r\n?/gu, '\n').trim()));

function toStep(each: Item, field: string, notTaken: string[]): string {
  notTaken.push(...leftOut(field, each, ['title', 'description', 'command', 'due_date']));
  // In a Mattermost playbook, `due_date` is relative to the start of the run.
  const minutes = Math.round((each.due_date ?? 0) / minuteMs);
  const isTimed = minutes >= 1 && minutes <= longestMinutes;
  if (minutes !== 0 && !isTimed)
    notTaken.push(`${field}.due_date: ${minutes} minutes; a time box is 1 to ${longestMinutes}`);
  const details = toProse(each.description ?? '').split('\n');
  const command = each.command?.trim().replaceAll(/\r\n?/gu, '\n') ?? '';
  const lines = [...details, ...(command === '' ? [] : writeCommand(command))];
  const named = oneLine(each.title ?? '');
  if (named === '') notTaken.push(`${field}.title: it is empty; the step is called “Step without a title”`);
  return writeStep({
    text: [named || 'Step without a title', ...(lines[0] === '' ? lines.slice(1) : lines)].join('\n'),
    ...(isTimed ? { minutes } : {}),
  });
}

/** Inline code if possible, else a code fence longer than any run of backticks inside. */
function writeCommand(command: string): string[] {
  if (!/[`\n]/u.test(command)) return [`\`${command}\``];
  const longest = Math.max(2, ...[...command.matchAll(/`+/gu)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...command.split('\n'), fence];
}

const oneLine = (words: string): string => words.trim().replace(/\s+/gu, ' ');

/** Non-empty fields that Muster cannot store. */
function leftOut(at: string, value: Record<string, unknown>, known: readonly string[]): string[] {
  return Object.entries(value).flatMap(([key, content]) => {
    const isEmpty =
      content === null ||
      content === '' ||
      content === 0 ||
      content === false ||
      (Array.isArray(content) && content.length === 0);
    if (known.includes(key) || isEmpty) return [];
    const shown = typeof content === 'object' ? '' : `: ${oneLine(JSON.stringify(content)).slice(0, 60)}`;
    return [`${at === '' ? key : `${at}.${key}`}${shown}`];
  });
}
