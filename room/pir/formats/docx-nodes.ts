// Converts mdast to paragraphs and tables of a .docx file.
import {
  BorderStyle,
  ExternalHyperlink,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
  type IParagraphOptions,
  type ParagraphChild,
} from 'docx';
import type { Image, PhrasingContent, RootContent, Table as TableNode } from 'mdast';
import type { Column, Figure } from '../document/document.ts';
import { cleanText } from '../markdown/plain-text.ts';
import type { FactorDrawing } from '../factors.ts';
import { factorPicture } from './factor-picture.ts';
import { keepPlace, writeTable, type RawTables } from './docx-table.ts';
import { plainOf } from './plain-of.ts';

/** Returns the numbering name of a list with this start number. */
export type Lists = { ordered: (start: number) => string };
/** File-level data for the nodes: its lists, and the tables that are inserted at the end. */
export type Parts = { lists: Lists; tables: RawTables };
type Place = Parts & { style?: string; depth: number };

export const docxBlocks = (nodes: readonly RootContent[], parts: Parts): (Paragraph | Table)[] =>
  nodes.flatMap((node) => block(node, { ...parts, depth: -1 }));

function block(node: RootContent, place: Place): (Paragraph | Table)[] {
  const style = place.style === undefined ? {} : { style: place.style };
  switch (node.type) {
    case 'paragraph':
      if (node.children.length === 0) return [];
      if (node.children[0]?.type === 'image') return pictureBlocks(node.children[0]);
      return [
        new Paragraph({ ...(node.data?.isSoft ? { style: 'Soft' } : style), children: runs(node.children) }),
      ];
    case 'heading':
      return [
        new Paragraph({
          heading: node.depth <= 3 ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_3,
          keepNext: true,
          children: runs(node.children),
        }),
      ];
    case 'blockquote':
      return node.children.flatMap((child) => block(child, { ...place, style: 'Quote' }));
    case 'code':
      return cleanText(node.value)
        .split('\n')
        .map((line, index, { length }) => {
          // Only the last line keeps the text after it away.
          const spacing = { after: index === length - 1 ? 160 : 0 };
          return new Paragraph({ style: 'Code', shading: shade, spacing, children: [new TextRun(line)] });
        });
    case 'thematicBreak':
      return [new Paragraph({ thematicBreak: true })];
    case 'list':
      return listBlocks(node, place);
    case 'table':
      return [docxTable(node, place), new Paragraph({ spacing: { after: 60 } })];
    default:
      return [];
  }
}

/** At most this large on the page, in pixels of 1/96 inch. */
const widestPicture = 640;
const highestPicture = 760;

/** RV17: Word has no WebP; such a picture is named. */
function pictureBlocks({ alt, data }: Image): Paragraph[] {
  const name = cleanText(alt ?? '');
  if (data?.factors !== undefined) return [factorParagraph(name, data.factors)];
  if (data?.picture === undefined) return [];
  const { type, bytes, width, height } = data.picture;
  if (type === 'webp') return [words(`${name}: a picture in a format that Word does not show (WebP).`)];
  const by = Math.min(1, widestPicture / width, highestPicture / height);
  const image = new ImageRun({
    type,
    data: bytes,
    transformation: { width: Math.round(width * by), height: Math.round(height * by) },
    altText: { name, title: name, description: name },
  });
  const spacing = { before: 120, after: 40, line: 240, lineRule: LineRuleType.AUTO };
  return [new Paragraph({ keepNext: true, spacing, children: [image] }), words(name)];
}

function factorParagraph(description: string, drawing: FactorDrawing): Paragraph {
  const { width, height } = drawing;
  const by = Math.min(1, highestPicture / height);
  const image = new ImageRun({
    type: 'png',
    data: factorPicture(drawing),
    transformation: { width: Math.round(width * by), height: Math.round(height * by) },
    altText: { name: 'Contributing factors', title: 'Contributing factors', description },
  });
  const spacing = { before: 80, after: 80, line: 240, lineRule: LineRuleType.AUTO };
  return new Paragraph({ spacing, children: [image] });
}

const words = (text: string): Paragraph => new Paragraph({ style: 'Soft', children: [new TextRun(text)] });

const shade = { type: ShadingType.CLEAR, color: 'auto', fill: 'F4F6F7' };
const deepest = 8;

function listBlocks(node: RootContent & { type: 'list' }, place: Place): (Paragraph | Table)[] {
  const depth = Math.min(place.depth + 1, deepest);
  const reference = node.ordered ? place.lists.ordered(node.start ?? 1) : 'bullets';
  return node.children.flatMap(({ children, checked }) => {
    const [first, ...rest] = children;
    const box = typeof checked === 'boolean' ? [new TextRun(checked ? '☒ ' : '☐ ')] : [];
    const options: IParagraphOptions = {
      // A box stands in the place of the bullet.
      ...(box.length > 0
        ? { indent: { left: 360 * (depth + 1), hanging: 280 } }
        : { numbering: { reference, level: depth } }),
      spacing: { after: 40 },
      children: [...box, ...(first?.type === 'paragraph' ? runs(first.children) : [])],
    };
    const others = first?.type === 'paragraph' ? rest : children;
    return [new Paragraph(options), ...others.flatMap((child) => block(child, { ...place, depth }))];
  });
}

/** The width inside the margins of A4, in twentieths of a point. */
const pageWidth = 9_638;
/** Columns that never wrap have a width; the others share what is left by these weights. */
const fixed: Partial<Record<Column, number>> = { time: 1_300, value: 1_500 };
const weights: Record<Column, number> = { time: 0, value: 0, name: 22, short: 18, words: 42 };
const line = { style: BorderStyle.SINGLE, size: 4, color: 'D5DBDE' };
export const grey = '5B666C';
const noLine = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const borders = {
  top: line,
  bottom: line,
  insideHorizontal: line,
  left: noLine,
  right: noLine,
  insideVertical: noLine,
};

function docxTable(node: TableNode, { tables }: Parts): Paragraph {
  const { children, data } = node;
  const count = children[0]?.children.length ?? 0;
  const kinds = Array.from({ length: count }, (_, index) => data?.columns?.[index] ?? 'words');
  const sum = kinds.reduce((total, kind) => total + weights[kind], 0);
  const left = kinds.reduce((rest, kind) => rest - (fixed[kind] ?? 0), pageWidth);
  const widths = kinds.map((kind) => fixed[kind] ?? Math.floor((weights[kind] / sum) * left));
  return keepPlace(tables, writeTable(node, { widths, width: pageWidth, tables }));
}

const docxCell = (children: ParagraphChild[], width: number): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 40, bottom: 40, left: 0, right: 120 },
    children: [new Paragraph({ style: 'Cell', children })],
  });

/** What stands under the title: two names and values in a row. */
export function headTable(facts: readonly Figure[]): Table {
  const width = Math.floor(pageWidth / 2);
  const cell = (fact: Figure | undefined): TableCell =>
    docxCell(
      fact === undefined
        ? []
        : [
            new TextRun({ text: `${cleanText(fact.name)}: `, color: grey }),
            new TextRun(cleanText(fact.value)),
          ],
      width,
    );
  const rows = Math.ceil(facts.length / 2);
  return new Table({
    width: { size: pageWidth, type: WidthType.DXA },
    columnWidths: [width, width],
    layout: TableLayoutType.FIXED,
    borders: { ...borders, top: noLine, insideHorizontal: noLine },
    rows: Array.from(
      { length: rows },
      (_, index) => new TableRow({ children: [cell(facts[2 * index]), cell(facts[2 * index + 1])] }),
    ),
  });
}

/** The table of figures: names above values. */
export function figureTable(figures: readonly Figure[]): Table {
  const width = Math.floor(pageWidth / Math.max(1, figures.length));
  const row = (pick: (figure: Figure) => TextRun): TableRow =>
    new TableRow({ children: figures.map((figure) => docxCell([pick(figure)], width)) });
  return new Table({
    width: { size: pageWidth, type: WidthType.DXA },
    columnWidths: figures.map(() => width),
    layout: TableLayoutType.FIXED,
    borders: { ...borders, insideHorizontal: noLine },
    rows: [
      row(({ name }) => new TextRun({ text: name, color: grey })),
      row(({ value }) => new TextRun({ text: value, bold: true, size: 22 })),
    ],
  });
}

type Marks = { bold?: true; italics?: true; strike?: true };

function runs(nodes: readonly PhrasingContent[], marks: Marks = {}): ParagraphChild[] {
  return nodes.flatMap((node): ParagraphChild[] => {
    switch (node.type) {
      case 'text':
        return textRuns(node.value, marks);
      case 'inlineCode':
        return [new TextRun({ ...marks, text: cleanText(node.value), font: 'IBM Plex Mono' })];
      case 'break':
        return [new TextRun({ break: 1 })];
      case 'strong':
        return runs(node.children, { ...marks, bold: true });
      case 'emphasis':
        return runs(node.children, { ...marks, italics: true });
      case 'delete':
        return runs(node.children, { ...marks, strike: true });
      case 'link':
        return [new ExternalHyperlink({ link: node.url, children: linkRuns(node.children, marks) })];
      default:
        return [];
    }
  });
}

const textRuns = (text: string, marks: Marks): TextRun[] =>
  cleanText(text)
    .split('\n')
    .map((line, index) => new TextRun({ ...marks, text: line, ...(index > 0 && { break: 1 }) }));

/** A link holds only text, because Word does not support nested links. */
const linkRuns = (nodes: readonly PhrasingContent[], marks: Marks): TextRun[] => [
  new TextRun({ ...marks, text: cleanText(plainOf(nodes)), style: 'Hyperlink' }),
];
