/** A playbook: Markdown with a few `key: value` lines on top and its steps as `- [ ]` items. */
export type Playbook = {
  title: string;
  tags: readonly string[];
  services: readonly string[];
  /** A day such as `2026-03-04`, or null when nobody said. */
  lastReviewed: string | null;
  steps: readonly { id: string; text: string }[];
};

/** Step texts and titles as long as a checklist fact may hold them. */
const limits = { steps: 200, step: 2_000, title: 300 };

/** Never refuses: what is missing is empty, and a playbook without a title takes its first heading. */
export function parsePlaybook(markdown: string): Playbook {
  const { front, body } = splitFront(markdown.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u));
  const heading = body
    .map((line) => /^#{1,6}\s+(.+?)\s*#*$/u.exec(line)?.[1])
    .find((text) => text !== undefined);
  return {
    title: (front.get('title') || heading || 'Untitled playbook').slice(0, limits.title),
    tags: toList(front.get('tags')),
    services: toList(front.get('services')),
    lastReviewed: front.get('last-reviewed') || null,
    steps: readSteps(body).slice(0, limits.steps),
  };
}

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

const unquote = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/u, '$2');

function toList(text = ''): string[] {
  const items = text
    .replace(/^\[(.*)\]$/u, '$1')
    .split(',')
    .map(unquote)
    .filter(Boolean);
  return [...new Set(items)];
}

/** A step takes the indented lines beneath it, up to the next step, and whatever else is nested there. */
function readSteps(body: readonly string[]): { id: string; text: string }[] {
  const steps: { text: string; indent: number }[] = [];
  let fence: string | null = null;
  let open: { text: string; indent: number } | null = null;
  for (const line of body) {
    const mark = /^\s*(```|~~~)/u.exec(line)?.[1];
    const isCode = fence !== null || mark !== undefined;
    if (mark !== undefined) fence = fence === null ? mark : fence === mark ? null : fence;
    const step = isCode ? null : /^(\s*)(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s+(.*\S)\s*$/u.exec(line);
    const indent = /^\s*/u.exec(line)?.[0].length ?? 0;
    if (step) {
      open = { text: step[2] ?? '', indent };
      steps.push(open);
    } else if (open && line.trim() !== '' && indent > open.indent) {
      open.text += `\n${line.slice(Math.min(indent, open.indent + 2)).trimEnd()}`;
    } else if (line.trim() !== '') {
      open = null;
    }
  }
  return steps.map(({ text }, index) => ({ id: `s${index + 1}`, text: clip(text) }));
}

const clip = (text: string): string =>
  text.length > limits.step ? `${text.slice(0, limits.step - 1)}…` : text;
