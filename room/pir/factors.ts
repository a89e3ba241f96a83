// RV19: contributing factors. People write them as a list; the items beneath a factor made it possible.
import type { ListItem, RootContent } from 'mdast';
import { plainOf } from './formats/plain-of.ts';
import { readMarkdown } from './markdown/read.ts';

const factorKinds = ['trigger', 'cause', 'condition'] as const;
export type FactorKind = (typeof factorKinds)[number];

/** `kind`: null if nobody gave one. `because`: the factors that made it possible. `evidence`: the proof, as text. */
export type Factor = {
  kind: FactorKind | null;
  text: string;
  evidence: readonly string[];
  because: readonly Factor[];
};

const label = /^(trigger|cause|condition|evidence)\s*:\s*/iu;

/** The factors in a text's lists; empty where none has a kind, evidence or something beneath it. */
export function readFactors(markdown: string): Factor[] {
  const factors = readMarkdown(markdown).flatMap(factorsIn);
  const isGraph = factors.some(
    ({ kind, evidence, because }) => kind !== null || evidence.length > 0 || because.length > 0,
  );
  return isGraph ? factors : [];
}

const factorsIn = (node: RootContent): Factor[] =>
  node.type === 'list' ? node.children.flatMap(readItem).map(({ factor }) => factor) : [];

/** An item that begins with `Evidence:` is not a factor but evidence for the item above it. */
function readItem(item: ListItem): { factor: Factor }[] {
  const { name, text } = wordsOf(item);
  if (name === 'evidence' || text === '') return [];
  const inner = item.children.flatMap((child) => (child.type === 'list' ? child.children : []));
  const evidence = inner.flatMap((each) => {
    const said = wordsOf(each);
    return said.name === 'evidence' && said.text !== '' ? [said.text] : [];
  });
  const kind = factorKinds.find((each) => each === name) ?? null;
  return [{ factor: { kind, text, evidence, because: inner.flatMap(readItem).map(({ factor }) => factor) } }];
}

function wordsOf({ children }: ListItem): { name: string; text: string } {
  const whole = children
    .flatMap((child) => (child.type === 'paragraph' ? [plainOf(child.children)] : []))
    .join(' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  const name = label.exec(whole)?.[1]?.toLowerCase() ?? '';
  return { name, text: whole.replace(label, '') };
}

/** The longest chain from a factor to the last thing that made it possible; the first of several. */
export function longestChain(factors: readonly Factor[]): readonly Factor[] {
  let longest: readonly Factor[] = [];
  for (const factor of factors) {
    const chain = [factor, ...longestChain(factor.because)];
    if (chain.length > longest.length) longest = chain;
  }
  return longest;
}

/** A box of the drawing, in pixels of 1/96 inch. `lines` are its words, wrapped. */
export type FactorBox = {
  x: number;
  y: number;
  width: number;
  height: number;
  kind: FactorKind | 'outcome' | null;
  lines: readonly string[];
};
export type FactorDrawing = {
  width: number;
  height: number;
  boxes: readonly FactorBox[];
  /** A line from a factor to its consequence, with both ends at the edges of boxes. */
  lines: readonly { from: readonly [x: number, y: number]; to: readonly [x: number, y: number] }[];
};

const pageWidth = 642;
const gap = 26;
const between = 10;
const lineHeight = 14;
const padding = 6;
/** The width of a letter in a box, in pixels: about half its height. */
const letter = 5.7;
const mostColumns = 5;
const mostBoxes = 30;
const mostLines = 6;

/** The outcome on the left, each factor right of its consequence; null if the drawing would be too small to read. */
export function drawFactors(outcome: string, factors: readonly Factor[]): FactorDrawing | null {
  const columns = 1 + depthOf(factors);
  if (factors.length === 0 || columns > mostColumns || 1 + countOf(factors) > mostBoxes) return null;
  const width = Math.floor(Math.min(190, (pageWidth - gap * (columns - 1)) / columns));
  const boxes: FactorBox[] = [];
  const lines: FactorDrawing['lines'][number][] = [];
  let bottom = 0;
  /** Places a box after its causes, centred beside them. */
  const place = (item: Item, column: number): FactorBox => {
    const words = wrap(item.text, Math.floor((width - 2 * padding) / letter));
    const height = (words.length + (item.kind === null ? 0 : 1)) * lineHeight + 2 * padding;
    const top = bottom;
    const reasons = item.because.map((each) => place(each, column + 1));
    const [first, last] = [reasons[0], reasons.at(-1)];
    const middle =
      first === undefined || last === undefined ? top + height / 2 : (centre(first) + centre(last)) / 2;
    const box: FactorBox = {
      x: column * (width + gap),
      y: Math.max(top, middle - height / 2),
      width,
      height,
      kind: item.kind,
      lines: words,
    };
    bottom = Math.max(bottom, box.y + height + between);
    boxes.push(box);
    for (const reason of reasons)
      lines.push({ from: [reason.x, centre(reason)], to: [box.x + width, centre(box)] });
    return box;
  };
  place({ kind: 'outcome', text: outcome, because: factors }, 0);
  return { width: columns * width + (columns - 1) * gap, height: bottom - between, boxes, lines };
}

type Item = { kind: FactorBox['kind']; text: string; because: readonly Factor[] };

const centre = ({ y, height }: FactorBox): number => y + height / 2;
const depthOf = (factors: readonly Factor[]): number =>
  factors.reduce((most, { because }) => Math.max(most, 1 + depthOf(because)), 0);
const countOf = (factors: readonly Factor[]): number =>
  factors.reduce((sum, { because }) => sum + 1 + countOf(because), 0);

/** Lines of at most `most` signs, at spaces where there are any; cut with `…` after six. */
function wrap(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => slices(each, most))) {
    if (line !== '' && line.length + 1 + word.length > most) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), `${(lines[mostLines - 1] ?? '').slice(0, most - 1)}…`];
}

function slices(word: string, most: number): string[] {
  const signs = Array.from(word);
  const parts: string[] = [];
  for (let at = 0; at < signs.length; at += most) parts.push(signs.slice(at, at + most).join(''));
  return parts;
}

/** The drawing in words, for people who do not see it. */
export const describeFactors = (outcome: string, factors: readonly Factor[]): string =>
  [
    `${outcome}, because of: ${factors.map(({ text }) => text).join('; ')}.`,
    ...factors.flatMap(sayReasons),
  ].join(' ');

const sayReasons = ({ text, because }: Factor): string[] =>
  because.length === 0
    ? []
    : [`${text}, because: ${because.map((each) => each.text).join('; ')}.`, ...because.flatMap(sayReasons)];
