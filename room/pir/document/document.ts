// A review as a document: sections of mdast nodes, built once and printed by every format, so that all formats
// have the same numbers and words.
import type { PhrasingContent, RootContent, Table, TableCell } from 'mdast';
import type { BarePicture } from '../bare-picture.ts';
import type { FactorDrawing } from '../factors.ts';
import { plainInline } from '../markdown/plain-text.ts';

/** The style of a column: `time` and `value` never wrap, `name` is bold, `words` takes the remaining width. */
export type Column = 'time' | 'value' | 'name' | 'short' | 'words';

declare module 'mdast' {
  interface TableData {
    columns?: readonly Column[];
  }
  interface ParagraphData {
    /** A remark in a smaller, softer type. */
    isSoft?: boolean;
  }
  interface ImageData {
    /** Printed in its place, with the alt text as its caption, by formats that hold pictures. */
    picture?: BarePicture;
    /** RV19: drawn by each format in its own way. */
    factors?: FactorDrawing;
  }
}

export type Figure = { name: string; value: string };
export type DocumentSection = {
  heading: string;
  /** The incident's strip is printed below the heading, in formats that support it. */
  hasStrip?: boolean;
  /** A note for its writers in front of the review: in a box, and not among its sections. */
  isForWriters?: true;
  blocks: readonly RootContent[];
};
export type Document = {
  title: string;
  /** Under the title: severity, service, date, zone. */
  facts: readonly Figure[];
  isDraft: boolean;
  notices: readonly string[];
  figures: readonly Figure[];
  sections: readonly DocumentSection[];
  foot: string;
};

/** A cell is plain text or nodes. */
export type CellContent = string | null | readonly PhrasingContent[];

export const text = (words: string): PhrasingContent[] => plainInline(words);
export const strong = (words: string): PhrasingContent => ({ type: 'strong', children: plainInline(words) });
export const code = (words: string): PhrasingContent => ({ type: 'inlineCode', value: words });

export const paragraph = (words: CellContent): RootContent => ({
  type: 'paragraph',
  children: inline(words),
});
export const soft = (words: CellContent): RootContent => ({
  type: 'paragraph',
  data: { isSoft: true },
  children: inline(words),
});
/** Stands below sentences that nobody wrote. */
export const draftedFromRecord = 'Drafted from the record.';

/** RV17: a picture in a paragraph of its own. Formats without pictures leave it out. */
export const pictureOf = (name: string, picture: BarePicture): RootContent => ({
  type: 'paragraph',
  children: [{ type: 'image', url: '', alt: name, data: { picture } }],
});

/** RV19: the drawing of factors; `description` says it in words. */
export const drawingOf = (description: string, factors: FactorDrawing): RootContent => ({
  type: 'paragraph',
  children: [{ type: 'image', url: '', alt: description, data: { factors } }],
});

export const heading = (words: string): RootContent => ({ type: 'heading', depth: 3, children: text(words) });

export const list = (rows: readonly CellContent[], isOrdered = false): RootContent => ({
  type: 'list',
  ordered: isOrdered,
  start: isOrdered ? 1 : null,
  spread: false,
  children: rows.map((row) => ({
    type: 'listItem',
    checked: null,
    spread: false,
    children: [{ type: 'paragraph', children: inline(row) }],
  })),
});

/** Items with a checkbox each, ticked or not. */
export const checklist = (rows: readonly { words: CellContent; isDone: boolean }[]): RootContent => ({
  type: 'list',
  ordered: false,
  start: null,
  spread: false,
  children: rows.map(({ words, isDone }) => ({
    type: 'listItem',
    checked: isDone,
    spread: false,
    children: [{ type: 'paragraph', children: inline(words) }],
  })),
});

/** Columns whose cells are all empty are left out. */
export function table(
  columns: readonly (readonly [Column, string])[],
  rows: readonly (readonly CellContent[])[],
): Table {
  const kept = columns.flatMap((_, index) => (rows.some((row) => !isEmpty(row[index])) ? [index] : []));
  const cells = (row: readonly CellContent[]): TableCell[] =>
    kept.map((index) => ({ type: 'tableCell', children: inline(row[index] ?? null) }));
  return {
    type: 'table',
    data: { columns: kept.map((index) => columns[index]?.[0] ?? 'words') },
    children: [
      { type: 'tableRow', children: cells(columns.map(([, name]) => name)) },
      ...rows.map((row) => ({ type: 'tableRow' as const, children: cells(row) })),
    ],
  };
}

const isEmpty = (cell: CellContent | undefined): boolean =>
  cell === undefined || cell === null || cell.length === 0;
const inline = (words: CellContent): PhrasingContent[] =>
  words === null ? [] : typeof words === 'string' ? text(words.trim()) : [...words];
