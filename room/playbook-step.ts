// PB1: one step as it is written in Markdown, `- [ ] text @who (10 min) (approval) (steps above first)`: still
// plain to whoever reads the file. Attributes stand at the end of the step's first line, in any order.

export type PlaybookStep = {
  /** From its first words, so that the same step is found again when its details were rewritten. */
  id: string;
  /** Without the attributes; further lines and commands are part of it. */
  text: string;
  /** A role or a name, without the @. */
  assignee?: string;
  /** The time box, 1 to 1,440. */
  minutes?: number;
  /** A second person must approve it. */
  approval?: true;
  /** The steps above come first (C-55). */
  guarded?: true;
};
type Attributes = Omit<PlaybookStep, 'id' | 'text'>;

const longestMinutes = 1_440;
const longestName = 120;

type Reader = { pattern: RegExp; read: (match: RegExpExecArray) => Attributes | null };
const readers: readonly Reader[] = [
  {
    pattern: /\s*\((\d{1,4})\s*(min|minutes?|h|hours?)\)$/iu,
    read: ([, number, unit]) => {
      const minutes = Number(number) * (unit?.toLowerCase().startsWith('h') ? 60 : 1);
      return minutes >= 1 && minutes <= longestMinutes ? { minutes } : null;
    },
  },
  { pattern: /\s*\(approval\)$/iu, read: () => ({ approval: true }) },
  { pattern: /\s*\(steps above first\)$/iu, read: () => ({ guarded: true }) },
  {
    pattern: /(?:^|\s+)@([\p{L}\p{N}](?:[\p{L}\p{N}._-]*[\p{L}\p{N}])?)$/u,
    read: ([, assignee]) => (assignee !== undefined && assignee.length <= longestName ? { assignee } : null),
  },
];

/** Takes what stands at the end of a line and says something of the step; each attribute once, the last one counts. */
export function readAttributes(line: string): { text: string } & Attributes {
  let rest = line.trimEnd();
  let found: Attributes = {};
  for (;;) {
    const taken = takeOne(rest, found);
    if (taken === null) return { text: rest, ...found };
    ({ rest, found } = taken);
  }
}

function takeOne(rest: string, found: Attributes): { rest: string; found: Attributes } | null {
  for (const { pattern, read } of readers) {
    const match = pattern.exec(rest);
    const attribute = match && read(match);
    // A step is more than its attributes: `- [ ] @bo` is a step about Bo.
    if (!attribute || rest.slice(0, match.index).trim() === '') continue;
    if (Object.keys(attribute).some((key) => key in found)) continue;
    return { rest: rest.slice(0, match.index).trimEnd(), found: { ...attribute, ...found } };
  }
  return null;
}

/** The step as Markdown again; reading that gives this step. */
export function writeStep({ text, assignee, minutes, approval, guarded }: Omit<PlaybookStep, 'id'>): string {
  const [first = '', ...more] = text.split('\n');
  const attributes = [
    assignee === undefined ? '' : ` @${assignee}`,
    minutes === undefined ? '' : ` (${minutes} min)`,
    approval ? ' (approval)' : '',
    guarded ? ' (steps above first)' : '',
  ];
  const lines = more.map((line) => (line === '' ? '' : `  ${line}`));
  return [`- [ ] ${first}${attributes.join('')}`, ...lines].join('\n');
}

/** Ids for steps in their order: from the letters of the first sentence; the second of the same is `…-2`. */
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
  // Two FNV-1a of 32 bits with different beginnings: 200 steps never meet by chance.
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

const partPattern =
  /^ *(?:```|~~~)[^\n]*\n([\s\S]*?)\n? *(?:```|~~~) *$|`([^`\n]+)`|\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)|(https?:\/\/[^\s<>()`]*[^\s<>()`.,;:!?'"])/gmu;

/** What a step's text consists of: words, commands to copy (fenced or `inline`), and links. */
export function splitStep(text: string): StepPart[] {
  const parts: StepPart[] = [];
  let from = 0;
  const addText = (until: number): void => {
    if (until > from) parts.push({ kind: 'text', text: text.slice(from, until) });
  };
  for (const match of text.matchAll(partPattern)) {
    const [all, fenced, inline, label, target, bare] = match;
    addText(match.index);
    from = match.index + all.length;
    const command = fenced ?? inline;
    if (command !== undefined) parts.push({ kind: 'command', text: command });
    else parts.push({ kind: 'link', text: label ?? bare ?? '', url: target ?? bare ?? '' });
  }
  addText(text.length);
  return parts;
}
