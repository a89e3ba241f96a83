import { sayBytes } from '../../attachments.ts';
import { isoDate, isoTime } from '../../time.ts';
import type { Review, ReviewLine } from '../review.ts';
import { embedMarkdown, escapeCell, escapeMarkdown } from './escape.ts';
import type { Format } from './format.ts';
import { caveats, gradeText, headings, metricText, notRecorded, notWritten, titleOf } from './words.ts';

export const markdown: Format = {
  label: 'Markdown',
  extension: 'md',
  mediaType: 'text/markdown; charset=utf-8',
  render: (review) => `${[head(review), ...sections(review)].join('\n\n')}\n`,
};

function head(review: Review): string {
  const facts = [
    ['Severity', review.severity ?? 'not set'],
    ['Status', review.status],
    ['Service', review.service ?? notRecorded],
    ['Incident', review.id],
    ['Record as of', review.asOf === null ? notRecorded : isoTime(review.asOf)],
  ];
  const lines = [
    `# ${inline(titleOf(review))}`,
    '',
    ...facts.map(([name, value]) => `- **${name}:** ${inline(value ?? '')}`),
  ];
  for (const caveat of caveats(review)) lines.push('', `> ${caveat}`);
  return lines.join('\n');
}

function sections(review: Review): string[] {
  return [
    section(headings.executiveSummary, prose(review.executiveSummary)),
    section(
      headings.timestamps,
      table(
        ['What', 'When (UTC)', 'Note'],
        review.timestamps.map(({ label, at, note }) => [
          label,
          at === null ? notRecorded : isoTime(at),
          note ?? '',
        ]),
        '',
      ),
    ),
    section(
      headings.metrics,
      table(
        ['Metric', 'Value', 'What it counts'],
        review.metrics.map((metric) => [metric.name, metricText(metric), metric.definition]),
        '',
      ),
    ),
    section(
      headings.roles,
      table(
        ['Role', 'Who', 'As', 'From (UTC)', 'Until (UTC)'],
        review.roles.map(({ role, person, as, from, until }) => [
          role,
          person,
          as,
          isoTime(from),
          until === null ? '' : isoTime(until),
        ]),
        'Nobody took a role.',
      ),
    ),
    section(
      headings.timeline,
      table(
        ['Time (UTC)', 'What happened'],
        review.timeline.map((line) => [isoTime(line.at), raw(lineText(line))]),
        'Nothing was noted.',
      ),
    ),
    section(headings.rootCause, prose(review.rootCause) + hypotheses(review)),
    section(headings.detection, prose(review.detection)),
    section(
      headings.actions,
      table(
        ['Time (UTC)', 'Action', 'By', 'Repair', 'Result', 'Evidence'],
        review.actions.map(({ at, text, by, repair, grade }) => [
          isoTime(at),
          text,
          by,
          repair ?? '',
          gradeText(grade),
          grade?.evidence ?? '',
        ]),
        'No action was recorded.',
      ),
    ),
    section(headings.wentWell, prose(review.wentWell)),
    section(headings.improve, prose(review.improve)),
    section(headings.actionItems, actionItems(review)),
    section(
      headings.communications,
      table(
        ['Time (UTC)', 'By', 'To', 'Channel', 'Text'],
        review.communications.map(({ at, by, audience, channel, text }) => [
          isoTime(at),
          by,
          audience,
          channel,
          text,
        ]),
        'Nothing was sent.',
      ),
    ),
    ...attachments(review),
  ];
}

function attachments({ attachments: files }: Review): string[] {
  if (files.length === 0) return [];
  const rows = files.map(({ at, by, name, type, bytes, sha256 }) => [
    isoTime(at),
    name,
    by,
    type,
    sayBytes(bytes),
    sha256,
  ]);
  return [
    section(headings.attachments, table(['Time (UTC)', 'File', 'By', 'Type', 'Size', 'SHA-256'], rows, '')),
  ];
}

const section = (heading: string, body: string): string => `## ${heading}\n\n${body}`;
const prose = (text: string | null): string => (text === null ? `_${notWritten}_` : embedMarkdown(text));
const inline = (text: string): string => escapeMarkdown(text).replace(/\s+/gu, ' ');

/** A cell that is Markdown already. */
type Raw = { markdown: string };
const raw = (markdown: string): Raw => ({ markdown });

const tableLine = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(
  columns: readonly string[],
  rows: readonly (readonly (string | Raw)[])[],
  otherwise: string,
): string {
  if (rows.length === 0) return `_${otherwise}_`;
  return [
    tableLine(columns),
    tableLine(columns.map(() => '---')),
    ...rows.map((row) =>
      tableLine(row.map((cell) => (typeof cell === 'string' ? escapeCell(cell) : cell.markdown))),
    ),
  ].join('\n');
}

function lineText(line: ReviewLine): string {
  const { text, isKey, grade, struckOut, corrected, notedLate } = line;
  const words = escapeCell(text);
  const remarks = [
    grade && `${gradeText(grade)}${grade.evidence ? `: ${escapeCell(grade.evidence)}` : ''}`,
    notedLate !== null && `noted ${isoTime(notedLate)}`,
    corrected && `corrected by ${escapeCell(corrected.by)}; first: ${escapeCell(corrected.original)}`,
    struckOut &&
      `struck out by ${escapeCell(struckOut.by)}${struckOut.why ? `: ${escapeCell(struckOut.why)}` : ''}`,
  ].filter(Boolean);
  const main = struckOut ? `~~${words}~~` : isKey ? `**${words}**` : words;
  return remarks.length === 0 ? main : `${main} (${remarks.join('; ')})`;
}

function hypotheses(review: Review): string {
  if (review.hypotheses.length === 0) return '';
  const rows = review.hypotheses.map(({ at, text, by, verdict, evidence }) => [
    isoTime(at),
    text,
    by,
    verdict,
    evidence.join('\n'),
  ]);
  return `\n\n### Hypotheses that were tested\n\n${table(['Time (UTC)', 'Hypothesis', 'By', 'Verdict', 'Evidence'], rows, '')}`;
}

function actionItems({ actionItems }: Review): string {
  if (actionItems.length === 0) return '_No action item was recorded._';
  return actionItems
    .map(({ owner, text, due, type, priority, state }) => {
      const traits = [type, priority, state === 'dropped' ? 'dropped' : null]
        .filter((trait) => trait !== null)
        .map(inline);
      const when = due === null ? 'no date yet' : `by ${isoDate(due)}`;
      const words = `\\[${inline(owner ?? 'nobody yet')}\\] - ${inline(text)} (${when})`;
      return `- [${state === 'open' ? ' ' : 'x'}] ${words}${traits.length > 0 ? ` · ${traits.join(' · ')}` : ''}`;
    })
    .join('\n');
}
