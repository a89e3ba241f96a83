import type { Root } from 'mdast';
import { cutText } from './cut.ts';
import { findSteps, headingText, readBlocks } from './playbook-blocks.ts';
import { replaceEntry, splitFront, toLine, toList } from './playbook-front.ts';
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

/** Step texts and titles as long as a checklist fact may hold them; what stands beyond `text` is not read. */
const limits = { text: 100_000, steps: 200, step: 2_000, title: 300, items: 100, item: 120 };
/** What a checklist fact may take of its 64 KiB for the steps. */
const roomForSteps = 60_000;

/** Never refuses: what is missing is empty, and a playbook without a title takes its first heading. */
export function parsePlaybook(markdown: string): Playbook {
  const { front, body } = split(markdown);
  const root = readBlocks(body);
  const items = (key: string): string[] =>
    toList(front.get(key))
      .slice(0, limits.items)
      .map((item) => cutText(item, limits.item, ''));
  const firstFor = items('first-for').map((each) => each.toUpperCase());
  return {
    title: cutText(
      toLine(front.get('title')) || firstHeading(root, body) || 'Untitled playbook',
      limits.title,
      '',
    ),
    tags: items('tags'),
    services: items('services'),
    checks: items('checks'),
    words: items('words'),
    firstFor: severities.filter((severity) => firstFor.includes(severity)),
    owner: cutText(toLine(front.get('owner')), limits.item, '') || null,
    lastReviewed: toLine(front.get('last-reviewed')) || null,
    steps: fit(nameSteps(readSteps(root, body))),
  };
}

/** The prose for reading: without its front matter, and without a first heading that only repeats the title. */
export function bodyOf(markdown: string): string {
  const body = split(markdown).body.trim();
  const [first] = readBlocks(body).children;
  const isTitle =
    first?.type === 'heading' &&
    first.depth === 1 &&
    headingText(first, body) === parsePlaybook(markdown).title;
  return isTitle ? body.slice(first.position?.end.offset ?? 0).trim() : body;
}

/** The Markdown with another value for one line of its front matter; everything else stays as it was typed. */
export function setFront(markdown: string, key: string, value: string): string {
  const lines = replaceEntry(toLines(markdown), key, value.trim().replace(/\s+/gu, ' '));
  return lines === null ? markdown : lines.join('\n');
}

const toLines = (markdown: string): string[] => markdown.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);

function split(markdown: string) {
  const lines = toLines(markdown.slice(0, limits.text));
  const { front, end } = splitFront(lines);
  return { front, body: lines.slice(end + 1).join('\n') };
}

function firstHeading(root: Root, body: string): string {
  const heading = root.children.find((node) => node.type === 'heading' && headingText(node, body) !== '');
  return heading?.type === 'heading' ? headingText(heading, body) : '';
}

function readSteps(root: Root, body: string): Omit<PlaybookStep, 'id'>[] {
  return findSteps(body, root).map(({ first, more }) => {
    const { text, ...attributes } = readAttributes(first);
    return { ...attributes, text: cutText([text, ...more].join('\n').trimEnd(), limits.step) };
  });
}

/** As many steps as one fact holds; the editor says so when some are left out. */
function fit(steps: readonly PlaybookStep[]): PlaybookStep[] {
  let taken = 0;
  return steps.slice(0, limits.steps).filter((step) => {
    taken += utf8Length(JSON.stringify(step)) + 1;
    return taken <= roomForSteps;
  });
}
