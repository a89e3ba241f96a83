// Playbooks from elsewhere (PB8): a Markdown file is one already; Mattermost's export is turned into one, and
// what Muster has no place for is named rather than silently dropped.
import { z } from 'zod';
import { libraryLimits } from './library.ts';
import { describeIssue } from './parse-fact.ts';
import { writeStep } from './playbook-step.ts';
import { parsePlaybook } from './playbook.ts';

export type Imported =
  | { ok: true; markdown: string; title: string; steps: number; notTaken: readonly string[] }
  | { ok: false; errors: readonly { field: string; expected: string }[] };

/** By the file's name: `.json` is Mattermost's export (version 1), everything else Markdown. Never throws. */
export function importPlaybook(fileName: string, text: string): Imported {
  if (text.trim() === '') return refuse('', 'a file with something in it');
  if (text.includes('\0')) return refuse('', 'a text file; this has bytes that no text has');
  const imported = /\.json$/iu.test(fileName) ? fromMattermost(text) : fromMarkdown(fileName, text);
  if (imported.ok && imported.markdown.length > libraryLimits.text)
    return refuse('', `at most ${libraryLimits.text} characters; this has ${imported.markdown.length}`);
  return imported;
}

const refuse = (field: string, expected: string): Imported => ({ ok: false, errors: [{ field, expected }] });

function fromMarkdown(fileName: string, text: string): Imported {
  const clean = text.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n');
  const { title, steps } = parsePlaybook(clean);
  // A file without any title is called what it was called.
  const isNamed = title !== parsePlaybook('').title;
  const name = fileName.replace(/^.*[\\/]|\.\w+$/gu, '').trim();
  const markdown = isNamed || name === '' ? clean : `# ${name}\n\n${clean}`;
  const notTaken = steps.length === 0 ? ['It has no steps: lines that begin with “- [ ]”.'] : [];
  return { ok: true, markdown, title: parsePlaybook(markdown).title, steps: steps.length, notTaken };
}

const text = z.string().max(20_000);
const item = z.looseObject({
  title: z.string().trim().min(1).max(2_000),
  description: text.nullish(),
  command: text.nullish(),
  due_date: z.number().nullish(),
});
const mattermost = z.looseObject({
  version: z.literal(1),
  title: z.string().trim().min(1).max(300),
  description: text.nullish(),
  checklists: z
    .array(z.looseObject({ title: z.string().max(300).nullish(), items: z.array(item).max(200) }))
    .min(1)
    .max(100),
});
type Item = z.output<typeof item>;

const minuteMs = 60_000;
const longestMinutes = 1_440;

function fromMattermost(json: string): Imported {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    return refuse('', 'JSON, as Mattermost exports a playbook');
  }
  const read = mattermost.safeParse(raw);
  if (!read.success) {
    return {
      ok: false,
      errors: read.error.issues.slice(0, 10).map(describeIssue),
    };
  }
  const { title, description, checklists } = read.data;
  const notTaken = [...leftOut('', read.data, ['version', 'title', 'description', 'checklists'])];
  const sections = checklists.map((checklist, at) => {
    notTaken.push(...leftOut(`checklists.${at}`, checklist, ['title', 'items']));
    const steps = checklist.items.map((each, index) =>
      toStep(each, `checklists.${at}.items.${index}`, notTaken),
    );
    return [`## ${oneLine(checklist.title ?? '') || `Part ${at + 1}`}`, '', ...steps].join('\n');
  });
  const markdown = [
    `---\ntitle: ${oneLine(title)}\n---`,
    `# ${oneLine(title)}`,
    ...(description?.trim() ? [description.trim()] : []),
    ...sections,
  ].join('\n\n');
  const taken = parsePlaybook(markdown).steps.length;
  const given = checklists.reduce((sum, { items }) => sum + items.length, 0);
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

function toStep(each: Item, field: string, notTaken: string[]): string {
  notTaken.push(...leftOut(field, each, ['title', 'description', 'command', 'due_date']));
  // In a playbook Mattermost means by it the time from when the run began.
  const minutes = Math.round((each.due_date ?? 0) / minuteMs);
  const isTimed = minutes >= 1 && minutes <= longestMinutes;
  if (minutes !== 0 && !isTimed)
    notTaken.push(`${field}.due_date: ${minutes} minutes; a time box is 1 to ${longestMinutes}`);
  const details = (each.description?.trim() ?? '').split(/\r\n?|\n/u).filter((line) => line.trim() !== '');
  const command = each.command?.trim() ?? '';
  const isShort = command !== '' && !/[`\n]/u.test(command);
  const lines = [
    oneLine(each.title),
    // A line that is a step of its own in Markdown would become one.
    ...details.map((line) => line.replace(/^(\s*(?:[-*+]|\d+[.)])\s+)\[[ xX]\]\s/u, '$1')),
    ...(command === '' ? [] : isShort ? [`\`${command}\``] : ['```', ...command.split(/\r\n?|\n/u), '```']),
  ];
  return writeStep({ text: lines.join('\n'), ...(isTimed ? { minutes } : {}) });
}

const oneLine = (words: string): string => words.trim().replace(/\s+/gu, ' ');

/** Fields that say something and have no place here. */
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
