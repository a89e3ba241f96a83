// Writes tables of a .docx file directly as XML. The library creates a dozen objects per cell and walks them many
// times: a timeline of 10,000 rows took 20 s. A paragraph with a special style marks the table's place until the
// file is assembled.
import { Paragraph } from 'docx';
import type { Link, PhrasingContent, Table as TableNode } from 'mdast';
import { escapeMarkup } from '../../text/escape-markup.ts';
import { cleanText } from '../markdown/plain-text.ts';
import { plainOf } from './plain-of.ts';

/** Content to insert into the finished file: the tables in order, and the addresses of their links. */
export type RawTables = { xml: string[]; links: string[] };

/** Typed text cannot contain these style and relation names. */
const placeStyle = (index: number): string => `RawTable${index}`;
const place = /<w:p><w:pPr><w:pStyle w:val="RawTable(\d+)"\/><\/w:pPr><\/w:p>/gu;
const linkId = (index: number): string => `rIdTable${index}`;

/** A paragraph that `putTables` replaces. */
export const keepPlace = ({ xml }: RawTables, table: string): Paragraph =>
  new Paragraph({ style: placeStyle(xml.push(table) - 1) });

export const putTables = (document: string, { xml }: RawTables): string =>
  xml.length === 0 ? document : document.replace(place, (_, index: string) => xml[Number(index)] ?? '');

/** `relations`: the part of the file with the link targets. */
export function putLinks(relations: string, { links }: RawTables): string {
  const end = '</Relationships>';
  const added = links.map(
    (url, index) =>
      `<Relationship Id="${linkId(index)}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="${escapeMarkup(url)}" TargetMode="External"/>`,
  );
  return relations.replace(end, () => `${added.join('')}${end}`);
}

const frame =
  '<w:tblBorders><w:top w:val="single" w:color="D5DBDE" w:sz="4"/><w:left w:val="none" w:color="auto" w:sz="0"/><w:bottom w:val="single" w:color="D5DBDE" w:sz="4"/><w:right w:val="none" w:color="auto" w:sz="0"/><w:insideH w:val="single" w:color="D5DBDE" w:sz="4"/><w:insideV w:val="none" w:color="auto" w:sz="0"/></w:tblBorders><w:tblLayout w:type="fixed"/>';
const margins =
  '<w:tcMar><w:top w:type="dxa" w:w="40"/><w:left w:type="dxa" w:w="0"/><w:bottom w:type="dxa" w:w="40"/><w:right w:type="dxa" w:w="120"/></w:tcMar>';

/** `widths` of the columns and the total `width`, in twentieths of a point. */
export function writeTable(
  { children }: TableNode,
  { widths, width, tables }: { widths: readonly number[]; width: number; tables: RawTables },
): string {
  const rows = children.map(({ children: cells }, index) => {
    const marks: Marks = index === 0 ? { bold: true } : {};
    // The head stands on the page of the first row, and the last row on that of the one before it.
    const keep = index === 0 || index === children.length - 2 ? '<w:keepNext/>' : '';
    const written = cells.map(
      (cell, column) =>
        `<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="${widths[column] ?? 0}"/>${margins}</w:tcPr><w:p><w:pPr><w:pStyle w:val="Cell"/>${keep}</w:pPr>${writeRuns(cell.children, marks, tables)}</w:p></w:tc>`,
    );
    const head = index === 0 ? '<w:tblHeader/>' : '<w:tblHeader w:val="off"/>';
    // A row stays on one page.
    return `<w:tr><w:trPr><w:cantSplit/>${head}</w:trPr>${written.join('')}</w:tr>`;
  });
  const grid = widths.map((each) => `<w:gridCol w:w="${each}"/>`).join('');
  return `<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="${width}"/>${frame}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

type Marks = { bold?: true; italics?: true; strike?: true; mono?: true; link?: true };

function writeRuns(nodes: readonly PhrasingContent[], marks: Marks, tables: RawTables): string {
  return nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return cleanText(node.value)
            .split('\n')
            .map((line, index) => writeRun(line, marks, { isBroken: index > 0 }))
            .join('');
        case 'inlineCode':
          return writeRun(cleanText(node.value), { ...marks, mono: true }, { isBroken: false });
        case 'break':
          return '<w:r><w:br/></w:r>';
        case 'strong':
          return writeRuns(node.children, { ...marks, bold: true }, tables);
        case 'emphasis':
          return writeRuns(node.children, { ...marks, italics: true }, tables);
        case 'delete':
          return writeRuns(node.children, { ...marks, strike: true }, tables);
        case 'link':
          return writeLink(node, marks, tables);
        default:
          return '';
      }
    })
    .join('');
}

/** A link holds only text, because Word does not support nested links. */
function writeLink({ url, children }: Link, marks: Marks, { links }: RawTables): string {
  const id = linkId(links.push(url) - 1);
  const run = writeRun(cleanText(plainOf(children)), { ...marks, link: true }, { isBroken: false });
  return `<w:hyperlink w:history="1" r:id="${id}">${run}</w:hyperlink>`;
}

const monoFont =
  '<w:rFonts w:ascii="IBM Plex Mono" w:cs="IBM Plex Mono" w:eastAsia="IBM Plex Mono" w:hAnsi="IBM Plex Mono"/>';

function writeRun(text: string, marks: Marks, { isBroken }: { isBroken: boolean }): string {
  const { bold, italics, strike, mono, link } = marks;
  const set = `${link ? '<w:rStyle w:val="Hyperlink"/>' : ''}${bold ? '<w:b/><w:bCs/>' : ''}${italics ? '<w:i/><w:iCs/>' : ''}${strike ? '<w:strike/>' : ''}${mono ? monoFont : ''}`;
  const properties = set === '' ? '' : `<w:rPr>${set}</w:rPr>`;
  return `<w:r>${properties}${isBroken ? '<w:br/>' : ''}<w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r>`;
}
