import { nameSteps, readAttributes, type PlaybookStep } from './playbook-step.ts';
import { utf8Length } from './plain.ts';
import { severities, type Severity } from './scales.ts';

/** A playbook: Markdown with a few `key: value` lines on top and its steps as `- [ ]` items (PB1). */
export type Playbook = {
  title: string;
  tags: readonly string[];
  services: readonly string[];
  /** Names of checks whose failing it is about. */
  checks: readonly string[];
  /** Words and phrases that, in an incident's title or summary, speak for it. */
  words: readonly string[];
  /** Offered first to a fresh incident of these. */
  firstFor: readonly Severity[];
  owner: string | null;
  /** A day such as `2026-03-04`, or null when nobody said. */
  lastReviewed: string | null;
  steps: readonly PlaybookStep[];
};

/** Step texts and titles as long as a checklist fact may hold them. */
const limits = { steps: 200, step: 2_000, title: 300, items: 100, item: 120 };
/** What a checklist fact may take of its 64 KiB for the steps. */
const roomForSteps = 60_000;

/** Never refuses: what is missing is empty, and a playbook without a title takes its first heading. */
export function parsePlaybook(markdown: string): Playbook {
  const { front, body } = splitFront(toLines(markdown));
  const heading = body
    .map((line) => /^#{1,6}\s+(.+?)\s*#*$/u.exec(line)?.[1])
    .find((text) => text !== undefined);
  const firstFor = toList(front.get('first-for')).map((each) => each.toUpperCase());
  return {
    title: (front.get('title') || heading || 'Untitled playbook').slice(0, limits.title),
    tags: toList(front.get('tags')),
    services: toList(front.get('services')),
    checks: toList(front.get('checks')),
    words: toList(front.get('words')),
    firstFor: severities.filter((severity) => firstFor.includes(severity)),
    owner: front.get('owner')?.slice(0, limits.item) || null,
    lastReviewed: front.get('last-reviewed') || null,
    steps: fit(nameSteps(readSteps(body))),
  };
}

/** The prose for reading: without its front matter, and without a first heading that only repeats the title. */
export function bodyOf(markdown: string): string {
  const body = splitFront(toLines(markdown)).body.join('\n').trim();
  const [first = '', ...rest] = body.split('\n');
  const isTitle = /^#\s+(.+?)\s*#*$/u.exec(first)?.[1] === parsePlaybook(markdown).title;
  return isTitle ? rest.join('\n').trim() : body;
}

const toLines = (markdown: string): string[] => markdown.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);

function splitFront(lines: readonly string[]): {
  front: ReadonlyMap<string, string>;
  body: readonly string[];
} {
  const end =
    lines[0]?.trim() === '---' ? lines.findIndex((line, index) => index > 0 && line.trim() === '---') : -1;
  if (end === -1) return { front: new Map(), body: lines };
  const front = new Map<string, string>();
  let key = '';
  for (const line of lines.slice(1, end)) {
    const pair = /^([A-Za-z][\w-]*)\s*:\s*(.*)$/u.exec(line);
    const item = /^\s*-\s+(.+)$/u.exec(line);
    if (pair) {
      key = (pair[1] ?? '').toLowerCase();
      front.set(key, unquote(pair[2] ?? ''));
    } else if (item && key) {
      front.set(key, [front.get(key), unquote(item[1] ?? '')].filter(Boolean).join(', '));
    }
  }
  return { front, body: lines.slice(end + 1) };
}

/**
 * The Markdown with another value for one line of its front matter; everything else stays as it was typed.
 * An empty value takes the line away.
 */
export function setFront(markdown: string, key: string, value: string): string {
  const lines = toLines(markdown);
  const end = splitFront(lines).front.size > 0 || lines[0]?.trim() === '---' ? closing(lines) : -1;
  const line = value.trim() === '' ? [] : [`${key}: ${value.trim().replace(/\s+/gu, ' ')}`];
  if (end === -1) return line.length === 0 ? markdown : ['---', ...line, '---', '', ...lines].join('\n');
  const at = lines.findIndex(
    (each, index) => index > 0 && index < end && each.toLowerCase().replace(/\s*:.*$/u, '') === key,
  );
  if (at === -1) return lines.toSpliced(end, 0, ...line).join('\n');
  let next = at + 1;
  while (next < end && /^\s*-\s+/u.test(lines[next] ?? '')) next += 1;
  return lines.toSpliced(at, next - at, ...line).join('\n');
}

const closing = (lines: readonly string[]): number =>
  lines.findIndex((line, index) => index > 0 && line.trim() === '---');

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/u, '$2');

function toList(text = ''): string[] {
  const items = text
    .replace(/^\[(.*)\]$/u, '$1')
    .split(',')
    .map((item) => unquote(item).slice(0, limits.item))
    .filter(Boolean);
  return [...new Set(items)].slice(0, limits.items);
}

type Read = Omit<PlaybookStep, 'id'>;

/** A step takes the indented lines beneath it, up to the next step, and whatever else is nested there. */
function readSteps(body: readonly string[]): Read[] {
  const steps: (Read & { indent: number })[] = [];
  let fence: string | null = null;
  let open: (Read & { indent: number }) | null = null;
  for (const line of body) {
    const indent = /^\s*/u.exec(line)?.[0].length ?? 0;
    const isInside = open !== null && (line.trim() === '' || indent > open.indent);
    // Code within a step ends with it, closed or not.
    if (open !== null && !isInside) fence = null;
    const mark = /^\s*(```|~~~)/u.exec(line)?.[1];
    const isCode = fence !== null || mark !== undefined;
    const step = isCode ? null : /^(\s*)(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s+(.*\S)\s*$/u.exec(line);
    if (step) {
      open = { ...readAttributes(step[2] ?? ''), indent };
      steps.push(open);
    } else if (open && isInside) {
      if (line.trim() !== '' || fence !== null)
        open.text += `\n${line.slice(Math.min(indent, open.indent + 2)).trimEnd()}`;
    } else if (line.trim() !== '') {
      open = null;
    }
    if (mark !== undefined) fence = fence === null ? mark : fence === mark ? null : fence;
  }
  return steps.map(({ indent: _indent, ...step }) => ({ ...step, text: clip(step.text.trimEnd()) }));
}

const clip = (text: string): string =>
  text.length > limits.step ? `${text.slice(0, limits.step - 1)}…` : text;

/** As many steps as one fact holds; the editor says so when some are left out. */
function fit(steps: readonly PlaybookStep[]): PlaybookStep[] {
  let taken = 0;
  return steps.slice(0, limits.steps).filter((step) => {
    taken += utf8Length(JSON.stringify(step)) + 1;
    return taken <= roomForSteps;
  });
}
