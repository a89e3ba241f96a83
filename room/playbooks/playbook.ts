import type { Root } from 'mdast';
import { cutText } from '../text/cut.ts';
import { findSteps, headingText, readBlocks } from './playbook-blocks.ts';
import { replaceEntry, splitFront, toLine, toList } from './playbook-front.ts';
import { nameSteps, readAttributes, type PlaybookStep } from './playbook-step.ts';
import { utf8Length } from '../text/plain.ts';
import { severities, type Severity } from '../team/scales.ts';

/** A playbook: Markdown with a few `key: value` lines on top and its steps as `- [ ]` items (PB1). */
export type Playbook = {
  title: string;
  tags: readonly string[];
  services: readonly string[];
  /** Names of the failing checks that it applies to. */
  checks: readonly string[];
  /** Words and phrases in an incident's title or summary that make it match. */
  words: readonly string[];
  /** Offered first to a new incident of these severities. */
  firstFor: readonly Severity[];
  owner: string | null;
  /** A day such as `2026-03-04`; null when not given. */
  lastReviewed: string | null;
  steps: readonly PlaybookStep[];
};

/** The limits of a checklist fact for titles and steps; text beyond `text` characters is not read. */
const limits = { text: 100_000, steps: 200, step: 2_000, title: 300, items: 100, item: 120 };
/** The part of a checklist fact's 64 KiB that the steps may use. */
const roomForSteps = 60_000;

/** Never fails: missing fields are empty, and without a title the first heading is used. */
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

/** The body for reading: without the front matter, and without a first heading that repeats the title. */
export function bodyOf(markdown: string): string {
  const body = split(markdown).body.trim();
  const [first] = readBlocks(body).children;
  const isTitle =
    first?.type === 'heading' &&
    first.depth === 1 &&
    headingText(first, body) === parsePlaybook(markdown).title;
  return isTitle ? body.slice(first.position?.end.offset ?? 0).trim() : body;
}

/** Replaces one value of the front matter; everything else stays as typed. */
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

/** The steps that fit into one fact; the editor reports omitted ones. */
function fit(steps: readonly PlaybookStep[]): PlaybookStep[] {
  let taken = 0;
  return steps.slice(0, limits.steps).filter((step) => {
    taken += utf8Length(JSON.stringify(step)) + 1;
    return taken <= roomForSteps;
  });
}
