// The document as a .docx file. The library uses random names and the clock. Both are replaced afterwards,
// because the same review must give the same bytes (RV3).
import {
  AlignmentType,
  Document as File,
  Footer,
  HeadingLevel,
  ImageRun,
  LevelFormat,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TableOfContents,
  TextRun,
  type INumberingOptions,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';
import { isoTime } from '../../time/time.ts';
import { buildDocument } from '../document/build.ts';
import type { Document } from '../document/document.ts';
import { drawnFrom } from '../document/frozen.ts';
import { cleanText } from '../markdown/plain-text.ts';
import type { Review } from '../review.ts';
import { docxBlocks, figureTable, grey, headTable, type Lists, type Parts } from './docx-nodes.ts';
import { describe, numberActions } from './strip.ts';
import { pictureStrip } from './strip-picture.ts';
import { putLinks, putTables, type RawTables } from './docx-table.ts';

/** Real headings, lists and tables, and a table of contents: for Word, LibreOffice and Google Docs. */
export async function renderDocx(review: Review): Promise<Uint8Array<ArrayBuffer>> {
  const document = buildDocument(review);
  const starts: number[] = [];
  const lists: Lists = { ordered: (start) => `ordered-${starts.push(start) - 1}` };
  const tables: RawTables = { xml: [], links: [] };
  const strip = drawn(drawnFrom(review));
  const children = [...head(document), ...body(document, { lists, tables }, strip)];
  const file = new File({
    title: cleanText(document.title),
    creator: 'Muster',
    lastModifiedBy: 'Muster',
    numbering: numbering(starts),
    styles,
    sections: [
      {
        properties: { page: { margin: { top: 1134, bottom: 1134, left: 1134, right: 1134 } } },
        footers: { default: footer(document) },
        children,
      },
    ],
  });
  const made = new Uint8Array(await Packer.toArrayBuffer(file));
  return settle(made, { madeAt: isoTime(review.asOf ?? 0), tables });
}

const words = (text: string, style: string): Paragraph =>
  new Paragraph({ style, children: [new TextRun(cleanText(text))] });

function head({
  title,
  isDraft,
  figures,
  facts,
  notices,
}: Document): (Paragraph | ReturnType<typeof figureTable>)[] {
  return [
    words(isDraft ? 'Post-incident review · DRAFT' : 'Post-incident review', 'Soft'),
    new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(cleanText(title))] }),
    ...notices.map((notice) => words(notice, 'Soft')),
    figureTable(figures),
    words('', 'Gap'),
    headTable(facts),
  ];
}

/** Stands after the first page: readers need the events before a list of the chapters. */
const contents = () => [
  words('Contents', 'ContentsTitle'),
  new TableOfContents('Contents', { hyperlink: true, headingStyleRange: '1-1' }),
];

/** RV16: the strip as a picture, with alternative text. */
function drawn(review: Review): Paragraph[] {
  const picture = pictureStrip(review);
  if (picture === null) return [];
  const { png, width, height } = picture;
  const actions = numberActions(review).map(({ number, text }) => `${number} ${text}`);
  const description = cleanText([describe(review), ...actions].join('. '));
  const image = new ImageRun({
    type: 'png',
    data: png,
    transformation: { width, height },
    altText: { name: 'What happened when', title: 'What happened when', description },
  });
  // The line height must follow its content, or LibreOffice shows only the bottom of the picture.
  return [new Paragraph({ spacing: { line: 240, lineRule: LineRuleType.AUTO }, children: [image] })];
}

function body({ sections, foot }: Document, parts: Parts, strip: readonly Paragraph[]) {
  const summary = sections.findIndex(({ isForWriters }) => !isForWriters);
  return [
    ...sections.flatMap(({ heading, blocks, hasStrip, isForWriters }, index) => [
      new Paragraph({
        // The table of contents lists the sections.
        heading: isForWriters ? HeadingLevel.HEADING_2 : HeadingLevel.HEADING_1,
        keepNext: true,
        children: [new TextRun(cleanText(heading))],
      }),
      ...(hasStrip === true ? strip : []),
      ...docxBlocks(blocks, parts),
      ...(index === summary ? contents() : []),
    ]),
    new Paragraph({ style: 'Soft', children: [new TextRun(cleanText(foot))] }),
  ];
}

const footer = ({ title, isDraft }: Document): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: 'Soft',
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun(`${cleanText(title)}${isDraft ? ' · DRAFT' : ''} · `),
          new TextRun({ children: [PageNumber.CURRENT, ' / ', PageNumber.TOTAL_PAGES] }),
        ],
      }),
    ],
  });

const levels = 9;
const indent = (level: number) => ({ paragraph: { indent: { left: 360 * (level + 1), hanging: 280 } } });

const each = <T>(make: (level: number) => T): T[] =>
  Array.from({ length: levels }, (_, level) => make(level));

/** Each ordered list has its own numbering, because each has its own start number. */
function numbering(starts: readonly number[]): INumberingOptions {
  return {
    config: [
      {
        reference: 'bullets',
        levels: each((level) => ({
          level,
          format: LevelFormat.BULLET,
          text: level % 2 === 0 ? '•' : '–',
          style: indent(level),
        })),
      },
      ...starts.map((start, index) => ({
        reference: `ordered-${index}`,
        levels: each((level) => ({
          level,
          format: LevelFormat.DECIMAL,
          text: `%${level + 1}.`,
          start,
          style: indent(level),
        })),
      })),
    ],
  };
}

const font = 'IBM Plex Sans';
/** A machine without these fonts takes the named ones, else others of the family. */
const fontTable = [
  '<w:font w:name="IBM Plex Sans"><w:altName w:val="Segoe UI"/><w:panose1 w:val="020B0503050203000203"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>',
  '<w:font w:name="IBM Plex Mono"><w:altName w:val="Consolas"/><w:panose1 w:val="020B0509050203000203"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>',
].join('');
// Without a rule, LibreOffice takes a height of lines as fixed, and the lines of a long title overlap.
const lineRule = LineRuleType.AUTO;
const styles = {
  default: {
    document: { run: { font, size: 20 }, paragraph: { spacing: { after: 120, line: 264, lineRule } } },
    title: { run: { font, size: 40, bold: true }, paragraph: { spacing: { after: 160 } } },
    heading1: { run: { font, size: 28, bold: true }, paragraph: { spacing: { before: 360, after: 120 } } },
    heading2: { run: { font, size: 22, bold: true }, paragraph: { spacing: { before: 240, after: 80 } } },
    heading3: { run: { font, size: 20, bold: true }, paragraph: { spacing: { before: 160, after: 60 } } },
    hyperlink: { run: { color: '0F5F66', underline: {} } },
  },
  paragraphStyles: [
    { id: 'Soft', name: 'Soft', basedOn: 'Normal', run: { color: grey, size: 17 } },
    { id: 'Gap', name: 'Gap', basedOn: 'Normal', run: { size: 8 }, paragraph: { spacing: { after: 0 } } },
    {
      id: 'TOC1',
      name: 'toc 1',
      basedOn: 'Normal',
      run: { size: 18 },
      paragraph: { spacing: { after: 0, line: 252, lineRule } },
    },
    {
      id: 'ContentsTitle',
      name: 'Contents Title',
      basedOn: 'Normal',
      run: { bold: true, size: 22 },
      paragraph: { spacing: { before: 240, after: 80 } },
    },
    {
      id: 'Code',
      name: 'Code',
      basedOn: 'Normal',
      run: { font: 'IBM Plex Mono', size: 17 },
      paragraph: { spacing: { after: 0 } },
    },
    { id: 'Quote', name: 'Quote', basedOn: 'Normal', paragraph: { indent: { left: 360 } } },
    {
      id: 'Cell',
      name: 'Cell',
      basedOn: 'Normal',
      run: { size: 17 },
      paragraph: { spacing: { after: 0, line: 245, lineRule } },
    },
  ],
};

/** Read and written as local time, so it is the same in every zone. */
const zipDate = '2000-01-01T00:00:00';

/** Ids that the library generates at random or counts across files: of links, headings and pictures. */
const random =
  /((?:r:id|Id)="rId)([a-z0-9_-]{21})(?=")|("_Toc|<w:instrText xml:space="preserve">PAGEREF _Toc)(\d+)/gu;

const pictured = /(<(?:wp:docPr|pic:cNvPr) id=")(\d+)/gu;

const marked = /(<w:bookmark(?:Start w:name="[^"]*"|End) w:id=")(\d+)/gu;

/** Replaces generated names with numbers in order, and every date with `madeAt`. */
function settle(
  made: Uint8Array,
  { madeAt, tables }: { madeAt: string; tables: RawTables },
): Uint8Array<ArrayBuffer> {
  const files = unzipSync(made);
  const names = new Map<string, string>();
  const rename = (start: string, id: string): string => {
    const known = names.get(id) ?? String(names.size + 1);
    names.set(id, known);
    return start + known;
  };
  const texts = Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => {
      if (name.startsWith('word/media/')) return [name, bytes] as const;
      const isOurs = name === 'word/document.xml' || name === 'word/_rels/document.xml.rels';
      let text = strFromU8(bytes);
      if (name === 'word/document.xml') text = putTables(text, tables);
      if (name === 'word/_rels/document.xml.rels') text = putLinks(text, tables);
      if (isOurs)
        text = text
          // Word fills in the page numbers; until then dots would lead to nothing.
          .replaceAll(' w:leader="dot"', '')
          .replaceAll(random, (_, link: string | undefined, to: string, mark: string, number: string) =>
            link === undefined ? rename(mark, `toc ${number}`) : rename(link, to),
          )
          .replaceAll(pictured, (_, start: string, id: string) => rename(start, `picture ${id}`))
          .replaceAll(marked, (_, start: string, id: string) => rename(start, `mark ${id}`));
      if (name === 'word/fontTable.xml') text = text.replace(/\/>$/u, `>${fontTable}</w:fonts>`);
      if (name === 'docProps/core.xml') text = text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/gu, madeAt);
      return [name, strToU8(text)] as const;
    });
  const zipped: Zippable = {};
  for (const [name, bytes] of texts) zipped[name] = [bytes, { mtime: zipDate, level: 6 }];
  return new Uint8Array(zipSync(zipped));
}
