import { sayBytes } from '../../attachments.ts';
import { isoDate, isoTime } from '../../time.ts';
import type { Review, ReviewItem, ReviewLine } from '../review.ts';
import { escapeHtml } from './escape.ts';
import type { Format } from './format.ts';
import { style } from './html-style.ts';
import { renderProse } from './prose.ts';
import {
  caveats,
  gradeText,
  headings,
  metricText,
  notRecorded,
  notWritten,
  plural,
  titleOf,
} from './words.ts';

/** RV4: one self-contained file that fetches nothing and runs nothing. */
export const html: Format = {
  label: 'Web page',
  extension: 'html',
  mediaType: 'text/html; charset=utf-8',
  render: (review) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${titleOf(review)}: incident review`)}</title>
<style>
${style}
</style>
</head>
<body>
${head(review)}
<main>
${sections(review).join('\n')}
<footer>${foot(review)}</footer>
</main>
</body>
</html>
`,
};

function head(review: Review): string {
  const severity = review.severity;
  const facts: [string, string][] = [
    ['Severity', severity === null ? 'not set' : `<span class="severity ${severity}">${severity}</span>`],
    ['Status', review.status],
    ['Service', review.service === null ? notRecorded : escapeHtml(review.service)],
    ['Record as of', review.asOf === null ? notRecorded : isoTime(review.asOf)],
  ];
  return `<header>
<p class="kicker">Incident review</p>
<h1 dir="auto">${escapeHtml(titleOf(review))}</h1>
<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>
${caveats(review)
  .map((caveat) => `<p class="caveat">${escapeHtml(caveat)}</p>`)
  .join('\n')}
</header>`;
}

function sections(review: Review): string[] {
  return [
    section('executiveSummary', prose(review.executiveSummary)),
    section('timestamps', timestamps(review)),
    section('metrics', metrics(review)),
    section('roles', roles(review)),
    section('timeline', timeline(review)),
    section('rootCause', prose(review.rootCause) + hypotheses(review)),
    section('detection', prose(review.detection)),
    section('actions', actions(review)),
    section('wentWell', prose(review.wentWell)),
    section('improve', prose(review.improve)),
    section('actionItems', actionItems(review)),
    section('communications', communications(review)),
    ...(review.attachments.length === 0 ? [] : [section('attachments', attachments(review))]),
  ];
}

const section = (name: keyof typeof headings, body: string): string =>
  `<section id="${name}">\n<h2>${headings[name]}</h2>\n${body}\n</section>`;
const empty = (words: string): string => `<p class="empty">${words}</p>`;
const prose = (text: string | null): string => (text === null ? empty(notWritten) : renderProse(text));

// A row too tall for a page must be allowed to break, or it would be pushed around and cut off.
const longRow = 1_500;

function table(
  columns: readonly string[],
  rows: readonly { cells: readonly string[]; kind?: string }[],
  otherwise: string,
): string {
  if (rows.length === 0) return empty(otherwise);
  const body = rows.map(({ cells, kind = '' }) => {
    const isLong = cells.some((cell) => cell.length > longRow);
    const classes = [kind, isLong ? 'long' : ''].filter(Boolean).join(' ');
    return `<tr${classes ? ` class="${classes}"` : ''}>${cells.join('')}</tr>`;
  });
  const heads = columns.map((column) => `<th scope="col">${column}</th>`).join('');
  return `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>`;
}

const cell = (words: string, kind = ''): string => `<td${kind ? ` class="${kind}"` : ''}>${words}</td>`;
const textCell = (words: string, kind = 'words'): string =>
  `<td class="${kind}" dir="auto">${escapeHtml(words.trim())}</td>`;
const timeCell = (at: number | null, otherwise: string = notRecorded): string =>
  cell(at === null ? otherwise : time(at), 'time');
const time = (at: number): string => `<time datetime="${isoTime(at)}">${isoTime(at)}</time>`;
const more = (words: string): string => `<span class="more" dir="auto">${escapeHtml(words)}</span>`;

function timestamps({ timestamps: rows }: Review): string {
  return table(
    ['What', 'When (UTC)', 'Note'],
    rows.map(({ label, at, note }) => ({ cells: [cell(label), timeCell(at), cell(note ?? '', 'soft')] })),
    '',
  );
}

function metrics({ metrics: rows }: Review): string {
  return table(
    ['Metric', 'Value', 'What it counts'],
    rows.map((metric) => ({
      cells: [
        cell(escapeHtml(metric.name), 'name'),
        cell(
          metricText({ ...metric, note: null }) + (metric.note === null ? '' : more(metric.note)),
          metric.note === null ? 'value' : 'short',
        ),
        cell(escapeHtml(metric.definition), 'soft'),
      ],
    })),
    '',
  );
}

function roles({ roles: rows }: Review): string {
  return table(
    ['Role', 'Who', 'As', 'From (UTC)', 'Until (UTC)'],
    rows.map(({ role, person, as, from, until }) => ({
      cells: [textCell(role), textCell(person), cell(as), timeCell(from), timeCell(until, '')],
    })),
    'Nobody took a role.',
  );
}

function timeline({ timeline: lines }: Review): string {
  return table(
    ['Time (UTC)', 'What happened'],
    lines.map((line) => ({
      kind: line.struckOut ? 'struck' : line.isKey ? 'key' : '',
      cells: [
        timeCell(line.at),
        `<td><span class="words" dir="auto">${escapeHtml(line.text.trim())}</span>${remarks(line)}</td>`,
      ],
    })),
    'Nothing was noted.',
  );
}

function remarks({ grade, notedLate, corrected, struckOut }: ReviewLine): string {
  return [
    grade
      ? `<span class="more">${result(grade)}${grade.evidence ? `: ${escapeHtml(grade.evidence)}` : ''}</span>`
      : '',
    notedLate === null ? '' : more(`noted ${isoTime(notedLate)}`),
    corrected ? more(`corrected by ${corrected.by}; first: ${corrected.original}`) : '',
    struckOut ? more(`struck out by ${struckOut.by}${struckOut.why ? `: ${struckOut.why}` : ''}`) : '',
  ].join('');
}

const result = (grade: ReviewLine['grade']): string =>
  grade?.outcome === 'helped' ? '<span class="helped">helped</span>' : escapeHtml(gradeText(grade));

function hypotheses({ hypotheses: rows }: Review): string {
  if (rows.length === 0) return '';
  const body = table(
    ['Time (UTC)', 'Hypothesis', 'By', 'Verdict', 'Evidence'],
    rows.map(({ at, text, by, verdict, evidence }) => ({
      cells: [
        timeCell(at),
        textCell(text),
        textCell(by),
        cell(verdict, 'value'),
        textCell(evidence.join('\n')),
      ],
    })),
    '',
  );
  return `\n<h3>Hypotheses that were tested</h3>\n${body}`;
}

function actions({ actions: rows }: Review): string {
  return table(
    ['Time (UTC)', 'Action', 'By', 'Repair', 'Result'],
    rows.map(({ at, text, by, repair, grade }) => ({
      cells: [
        timeCell(at),
        textCell(text),
        textCell(by),
        cell(repair ?? '', 'value'),
        cell(result(grade) + (grade?.evidence ? more(grade.evidence) : ''), 'short'),
      ],
    })),
    'No action was recorded.',
  );
}

function actionItems({ actionItems: items }: Review): string {
  if (items.length === 0) return empty('No action item was recorded.');
  return `<ul class="items">\n${items.map(actionItem).join('\n')}\n</ul>`;
}

function actionItem({ owner, text, due, type, priority, state }: ReviewItem): string {
  const traits = [
    due === null ? 'no date yet' : `by ${isoDate(due)}`,
    type,
    priority,
    state === 'open' ? null : state,
  ];
  const line = `[${owner ?? 'nobody yet'}] - ${text.trim()}`;
  const words = `<span class="words${state === 'dropped' ? ' dropped' : ''}" dir="auto">${escapeHtml(line)}</span>`;
  const known = traits.filter((trait): trait is string => trait !== null).map(escapeHtml);
  return `<li><span class="box${state === 'open' ? '' : ' done'}"></span> ${words} <span class="soft">(${known.join(', ')})</span></li>`;
}

function communications({ communications: rows }: Review): string {
  return table(
    ['Time (UTC)', 'By', 'To', 'Channel', 'Text'],
    rows.map(({ at, by, audience, channel, text }) => ({
      cells: [timeCell(at), textCell(by), textCell(audience), textCell(channel), textCell(text)],
    })),
    'Nothing was sent.',
  );
}

function attachments({ attachments: rows }: Review): string {
  return table(
    ['Time (UTC)', 'File', 'By', 'Size'],
    rows.map(({ at, by, name, type, bytes, sha256 }) => ({
      cells: [
        timeCell(at),
        `<td class="words" dir="auto">${escapeHtml(name.trim())}${more(type)}${more(`SHA-256 ${sha256}`)}</td>`,
        textCell(by),
        cell(sayBytes(bytes), 'value'),
      ],
    })),
    '',
  );
}

const foot = ({ id, counts }: Review): string =>
  `Made by Muster from ${plural(counts.facts, 'fact')} of incident ${escapeHtml(id)}. A review asks what made each step reasonable when it was taken, not who took it.`;
