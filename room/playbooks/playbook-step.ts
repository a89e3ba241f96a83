// PB1: one step in Markdown, `- [ ] text @who (10 min) (every 30 min) (approval)
// (steps above first)`, readable in the plain file.
// Attributes are at the end of the step's first line, in any order.
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Nodes } from 'mdast';
import { inOrder } from './playbook-blocks.ts';

export type PlaybookStep = {
  /** Derived from its first sentence, so that it stays the same when the details change. */
  id: string;
  /** Without the attributes; includes further lines and commands. */
  text: string;
  /** A role or a name, without the @. */
  assignee?: string;
  /** The time box, 1 to 1,440. */
  minutes?: number;
  /** TA3: it repeats this many minutes after each time it was done, 1 to 1,440. */
  every?: number;
  /** A second person must approve it. */
  approval?: true;
  /** The steps above must be done first. */
  guarded?: true;
};
type Attributes = Omit<PlaybookStep, 'id' | 'text'>;

const longestMinutes = 1_440;
const longestName = 120;
/** The longest attribute; the search from the end of a line looks no further back. */
const longestAttribute = 200;

type Reader = { pattern: RegExp; read: (match: RegExpExecArray) => Attributes | null };
const readers: readonly Reader[] = [
  {
    pattern: /\s*(?<!\\)\((\d{1,4})\s*(min|minutes?|h|hours?)\)$/iu,
    read: ([, number, unit]) => {
      const minutes = readMinutes(number, unit);
      return minutes === null ? null : { minutes };
    },
  },
  {
    pattern: /\s*(?<!\\)\(every (\d{1,4})\s*(min|minutes?|h|hours?)\)$/iu,
    read: ([, number, unit]) => {
      const every = readMinutes(number, unit);
      return every === null ? null : { every };
    },
  },
  { pattern: /\s*(?<!\\)\(approval\)$/iu, read: () => ({ approval: true }) },
  { pattern: /\s*(?<!\\)\(steps above first\)$/iu, read: () => ({ guarded: true }) },
  {
    pattern: /(?:^|\s+)@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)$/u,
    read: ([, assignee]) => (assignee !== undefined && assignee.length <= longestName ? { assignee } : null),
  },
];

function readMinutes(number: string | undefined, unit = ''): number | null {
  const minutes = Number(number) * (unit.toLowerCase().startsWith('h') ? 60 : 1);
  return minutes >= 1 && minutes <= longestMinutes ? minutes : null;
}

/** Markdown's escape: `Tell \@channel` has no assignee. */
const escaped =
  /\\(?=(?:@[\p{L}\p{N}][\p{L}\p{N}._-]*|\((?:(?:every )?\d{1,4}\s*(?:min|minutes?|h|hours?)|approval|steps above first)\))$)/iu;

/** Reads the attributes at the end of a line; of each attribute only the last one counts. */
export function readAttributes(line: string): { text: string } & Attributes {
  let rest = line.trimEnd();
  let found: Attributes = {};
  for (;;) {
    const taken = takeOne(rest, found);
    if (taken === null) return { text: rest.replace(escaped, ''), ...found };
    ({ rest, found } = taken);
  }
}

function takeOne(rest: string, found: Attributes): { rest: string; found: Attributes } | null {
  const from = Math.max(0, rest.length - longestAttribute);
  const tail = rest.slice(from);
  for (const { pattern, read } of readers) {
    const match = pattern.exec(tail);
    const attribute = match && read(match);
    const before = match === null ? '' : rest.slice(0, from + match.index).trimEnd();
    // A step needs text besides attributes: `- [ ] @bo` is a step with the text `@bo`.
    if (!attribute || before === '') continue;
    if (Object.keys(attribute).some((key) => key in found)) continue;
    return { rest: before, found: { ...attribute, ...found } };
  }
  return null;
}

/** Writes the step as Markdown; reading that gives the same step. */
export function writeStep(step: Omit<PlaybookStep, 'id'>): string {
  const { text, assignee, minutes, every, approval, guarded } = step;
  const [first = '', ...more] = text.split('\n');
  const attributes = [
    assignee === undefined ? '' : ` @${assignee}`,
    minutes === undefined ? '' : ` (${minutes} min)`,
    every === undefined ? '' : ` (every ${every} min)`,
    approval ? ' (approval)' : '',
    guarded ? ' (steps above first)' : '',
  ];
  const lines = more.map((line) => (line === '' ? '' : `  ${line}`));
  const written = `${first}${attributes.join('')}`;
  const isMeant = readAttributes(written).text === first;
  return [`- [ ] ${isMeant ? written : `${escape(first)}${attributes.join('')}`}`, ...lines].join('\n');
}

/** Escapes text that ends like an attribute, so that it is read as text. */
function escape(line: string): string {
  const matches = [...readers.map(({ pattern }) => pattern), escaped].map((pattern) => pattern.exec(line));
  const [match] = matches.filter((each) => each !== null);
  if (match === undefined) return line;
  const at = match.index + (/^\s*/u.exec(match[0])?.[0].length ?? 0);
  return `${line.slice(0, at)}\\${line.slice(at)}`;
}

/** Gives steps their ids, in order: a hash of the first sentence; a second equal one gets `…-2`. */
export function nameSteps<Step extends { text: string }>(steps: readonly Step[]): (Step & { id: string })[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const id = hashWords(step.text);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { ...step, id: count === 1 ? id : `${id}-${count}` };
  });
}

function hashWords(text: string): string {
  const [line = ''] = text.split('\n');
  const sentence = line.split(/(?<=[.:?!])\s/u, 1)[0] ?? line;
  const words =
    sentence
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? line;
  // Two 32-bit FNV-1a hashes with different seeds: no collisions among 200 steps in practice.
  return `s${fnv(words, 0x811c9dc5)}${fnv(words, 0x1000193)}`;
}

function fnv(text: string, start: number): string {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, '0');
}

export type StepPart =
  | { kind: 'text'; text: string }
  | { kind: 'command'; text: string }
  | { kind: 'link'; text: string; url: string };

const address = /https?:\/\/[^\s<>()`]*[^\s<>()`.,;:!?'"]/gu;

/** The parts of a step's text: words, commands to copy (fenced, indented or `inline`), and links. */
export function splitStep(text: string): StepPart[] {
  const parts: StepPart[] = [];
  let from = 0;
  const addText = (until: number): void => {
    const words = text.slice(from, until);
    for (const part of splitAddresses(words)) parts.push(part);
  };
  for (const node of inOrder(fromMarkdown(text))) {
    const part = toPart(node, text);
    const [start, end] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0];
    if (part === null || start < from) continue;
    addText(start);
    parts.push(part);
    from = end;
  }
  addText(text.length);
  return parts;
}

function toPart(node: Nodes, text: string): StepPart | null {
  if (node.type === 'code' || node.type === 'inlineCode')
    return node.value === '' ? null : { kind: 'command', text: node.value };
  if (node.type !== 'link' || !/^https?:\/\//iu.test(node.url) || !node.position) return null;
  const words = text.slice(
    node.children[0]?.position?.start.offset ?? 0,
    node.children.at(-1)?.position?.end.offset ?? 0,
  );
  return { kind: 'link', text: words || node.url, url: node.url };
}

function splitAddresses(words: string): StepPart[] {
  const parts: StepPart[] = [];
  let from = 0;
  for (const { 0: url, index } of words.matchAll(address)) {
    if (index > from) parts.push({ kind: 'text', text: words.slice(from, index) });
    parts.push({ kind: 'link', text: url, url });
    from = index + url.length;
  }
  if (from < words.length) parts.push({ kind: 'text', text: words.slice(from) });
  return parts;
}
