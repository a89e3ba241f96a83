// The required content of an exported review, computed from the facts alone, and searched in each file.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { strFromU8, unzipSync } from 'fflate';
import type { Fact } from '#room/facts/fact.ts';
import type { ReviewFiles } from './review-page.ts';

export type Expected = {
  title: string;
  number: string;
  /** The facts on the team's server. */
  facts: readonly Fact[];
  /** Who had which role, as in the roles table. */
  roles: readonly (readonly [role: string, person: string])[];
  /** Sentences that the timeline must contain. */
  lines: readonly string[];
  /** The single action and its verdict. */
  action: readonly string[];
  texts: readonly string[];
};

type Row = { label: string; value: string };
type Duration = Row & { id: string; ms: number };

/** Key timestamps and figures, counted from the facts by the definitions of RV2. */
function rowsOf(facts: readonly Fact[]): { timestamps: (Row & { at: number })[]; metrics: Duration[] } {
  const first = (kind: string, isIt: (fact: Fact) => boolean = () => true) =>
    toSecond(facts.find((fact) => fact.kind === kind && isIt(fact))!.at);
  const resolved = first('status', (fact) => 'status' in fact && fact.status === 'resolved');
  const alert = Math.min(first('check-down'), first('declared'));
  const recovered = toSecond(facts.findLast(({ kind }) => kind === 'check-up')!.at);
  const since = (id: string, label: string, at: number) => ({
    id,
    label,
    ms: at - alert,
    value: seconds(at - alert),
  });
  return {
    timestamps: Object.entries({
      'First alert': alert,
      Declared: first('declared'),
      'First acknowledged': first('acknowledged'),
      'First action': first('action'),
      Recovered: recovered,
      Resolved: resolved,
    }).map(([label, at]) => ({ label, at, value: clock(at, alert) })),
    metrics: [
      since('acknowledge', 'Time to acknowledge', first('acknowledged')),
      since('recover', 'Time to recover', recovered),
      since('resolve', 'Time to resolved', resolved),
    ],
  };
}

const toSecond = (at: number) => Math.floor(at / 1000) * 1000;
const iso = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
/** The time of day, with the date when it is not the day of the first alert. */
function clock(at: number, alert: number): string {
  const [date = '', time = ''] = iso(at).slice(0, -1).split('T');
  return iso(alert).startsWith(date) ? time : `${date} ${time}`;
}

/** Without hours: these stories end within an hour. */
function seconds(ms: number): string {
  const total = Math.floor(ms / 1000);
  const parts = [[Math.floor(total / 60), 'min'] as const, [total % 60, 's'] as const];
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, unit]) => `${count} ${unit}`)
      .join(' ') || '0 s'
  );
}

export function checkReviews(files: ReviewFiles, expected: Expected): void {
  const { timestamps, metrics } = rowsOf(expected.facts);
  const texts = {
    markdown: flat(readFileSync(files.markdown, 'utf8').replaceAll('\\', '').replaceAll('**', '')),
    html: flat(withoutMarkup(readFileSync(files.html, 'utf8'))),
    pdf: flat(execFileSync('pdftotext', ['-raw', files.pdf, '-'], { encoding: 'utf8' })),
    docx: flat(wordsOf(readFileSync(files.docx))),
  };
  const gap = { markdown: ' | ', html: ' ', pdf: ' ', docx: ' ' };
  for (const [format, text] of Object.entries(texts) as [keyof typeof texts, string][]) {
    const row = (...cells: string[]) => cells.join(gap[format]);
    const wanted = [
      expected.number,
      expected.title,
      'Close the incident when its review and prevention are done.',
      ...metrics.map(({ label, value }) => row(label, value)),
      ...expected.roles.map((cells) => row(...cells)),
      ...expected.lines,
      row(...expected.action),
      ...expected.texts,
    ];
    expect(
      [
        ...wanted.filter((words) => !text.includes(words)),
        ...timestamps
          .filter(({ label, value }) => !hasRow(text, value + gap[format], label))
          .map(({ label }) => label),
      ],
      `missing in the ${format}:\n${text}`,
    ).toEqual([]);
  }
  checkJson(JSON.parse(readFileSync(files.json, 'utf8')), expected);
}

/** What happened at the same second is one row: `14:02:00 | First alert; declared`. */
const hasRow = (text: string, start: string, label: string): boolean =>
  text
    .toLowerCase()
    .split(start.toLowerCase())
    .slice(1)
    .some((row) => `; ${row.slice(0, 200).split('|')[0]}`.includes(`; ${label.toLowerCase()}`));

function checkJson(review: unknown, { title, number, facts, lines }: Expected) {
  const { timestamps, metrics } = rowsOf(facts);
  expect(review).toMatchObject({
    title,
    number,
    status: 'resolved',
    timestamps: expect.arrayContaining(
      timestamps.map(({ label, at }) => expect.objectContaining({ label, at: iso(at) })),
    ),
    metrics: expect.arrayContaining(metrics.map(({ id, ms }) => expect.objectContaining({ id, ms }))),
    timeline: {
      lines: expect.arrayContaining(lines.map((said) => expect.objectContaining({ text: said }))),
    },
    record: { facts: expect.arrayContaining(facts.map(({ id }) => expect.objectContaining({ id }))) },
  });
}

/** The text of a Word file, one line for each paragraph. */
function wordsOf(file: Buffer): string {
  const xml = strFromU8(unzipSync(file)['word/document.xml']!);
  return withoutMarkup(
    xml
      .replaceAll('</w:p>', '\n')
      .replaceAll('<w:br/>', '\n')
      .replaceAll(/<(?!\n)[^>]+>/gu, ''),
  ).replaceAll('&apos;', "'");
}

const flat = (text: string) => text.replace(/\s+/gu, ' ');

function withoutMarkup(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/u, '')
    .replace(/<[^>]+>/gu, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"');
}

/** Draws every page: as PNG beside the PDF, for people, and as grey pixels, to prove that none is blank. */
export function drawPages(pdf: string): { page: string; inked: number }[] {
  const folder = path.dirname(pdf);
  execFileSync('pdftoppm', ['-r', '90', '-png', pdf, path.join(folder, 'page')]);
  execFileSync('pdftoppm', ['-r', '40', '-gray', pdf, path.join(folder, 'grey')]);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pgm'))
    .toSorted()
    .map((name) => ({ page: name, inked: inkedShare(readFileSync(path.join(folder, name))) }));
}

/** The share of a binary PGM that is clearly darker than paper, 0 to 1. */
function inkedShare(pgm: Buffer): number {
  const [head] = /^P5\s+\d+\s+\d+\s+\d+\s/u.exec(pgm.toString('latin1', 0, 64)) ?? [''];
  const pixels = pgm.subarray(head.length);
  let dark = 0;
  for (const pixel of pixels) if (pixel < 160) dark++;
  return dark / pixels.length;
}
