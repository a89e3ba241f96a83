// The appendices: the whole timeline, every message, links, files, and the glossary.
import { markOf } from '../../facts/action-type.ts';
import type { PhrasingContent, RootContent } from 'mdast';
import { sayBytes } from '../../view/attachments.ts';
import { sayMessage } from '../messages.ts';
import type { Review } from '../review.ts';
import type { ShownFile } from '../copies/shown-files.ts';
import type { ReviewLine } from '../timeline.ts';
import { toSecond } from '../zone.ts';
import {
  code,
  heading,
  paragraph,
  pictureOf,
  soft,
  strong,
  table,
  text,
  type DocumentSection,
} from './document.ts';
import { sayDoer, sayElapsed, sayGrade, type Say } from './say.ts';

type Appended = {
  hasMessages: boolean;
  /** RS14: the review whose timeline is printed, and the note above it. */
  timeline: { review: Review; mark: readonly RootContent[] };
};

export function appendices(review: Review, say: Say, { hasMessages, timeline }: Appended): DocumentSection[] {
  const parts: (Omit<DocumentSection, 'heading'> & { name: string })[] = [
    { name: 'Full timeline', blocks: [...timeline.mark, ...fullTimeline(timeline.review, say)] },
    ...(review.messages.length === 0 || !hasMessages
      ? []
      : [{ name: 'Messages', blocks: messageBlocks(review, say) }]),
    ...(review.links.length === 0 ? [] : [{ name: 'Links', blocks: links(review, say) }]),
    ...(review.attachments.length === 0 ? [] : [{ name: 'Attachments', blocks: attachments(review, say) }]),
    { name: 'Glossary', blocks: glossary(review) },
  ];
  return parts.map(({ name, blocks }, index) => ({
    heading: `Appendix ${String.fromCharCode(65 + index)}: ${name}`,
    blocks,
  }));
}

/** Remarks after a line's text: the judgement of an action, a late note, a correction. */
function remarks({ grade, notedLate, corrected }: ReviewLine, say: Say): string {
  return [
    grade && `${sayGrade(grade)}${grade.evidence ? `: ${grade.evidence}` : ''}`,
    notedLate !== null && `noted at ${say.time(notedLate)}`,
    corrected && 'corrected',
  ]
    .filter(Boolean)
    .join('; ');
}

export function lineCells(line: ReviewLine, say: Say): PhrasingContent[] {
  const more = remarks(line, say);
  return more === '' ? text(line.text) : [...text(line.text), ...text(` (${more})`)];
}

export const elapsed = (line: { at: number }, { timeline }: Review): string =>
  timeline.origin === null ? '' : sayElapsed(toSecond(line.at) - toSecond(timeline.origin.at));

/** From when the column *Elapsed* counts. */
export const sayOrigin = ({ timeline: { origin } }: Review, say: Say): string | null =>
  origin === null ? null : `T+0:00:00 is ${say.time(origin.at)} ${say.zone}: ${origin.label.toLowerCase()}.`;

const timeOf = (say: Say) => ['time', `Time (${say.zone})`] as const;

const phaseTable = (lines: readonly ReviewLine[], review: Review, say: Say) =>
  table(
    [['time', 'Elapsed'], timeOf(say), ['words', 'What happened'], ['name', 'Role']],
    lines.map((line) => [
      elapsed(line, review),
      say.time(line.at),
      line.isKey ? [strong(line.text), ...lineCells({ ...line, text: '' }, say)] : lineCells(line, say),
      sayDoer(line.doer),
    ]),
  );

const takenBackTable = (struckOut: Review['timeline']['struckOut'], say: Say) =>
  table(
    [timeOf(say), ['words', 'Why it was taken back']],
    struckOut.map(({ at, why }) => [say.time(at), why ?? 'no reason given']),
  );

function fullTimeline(review: Review, say: Say): RootContent[] {
  const { lines, struckOut } = review.timeline;
  if (lines.length === 0) return [paragraph('Nothing was noted.')];
  const blocks: RootContent[] = [soft(sayOrigin(review, say))];
  for (const phase of phasesOf(lines)) blocks.push(heading(phase.name), phaseTable(phase.lines, review, say));
  if (struckOut.length > 0) blocks.push(heading('Taken back'), takenBackTable(struckOut, say));
  return blocks;
}

function phasesOf(lines: readonly ReviewLine[]): { name: string; lines: ReviewLine[] }[] {
  const phases: { name: string; lines: ReviewLine[] }[] = [];
  for (const line of lines) {
    const last = phases.at(-1);
    if (last?.name === line.phase) last.lines.push(line);
    else phases.push({ name: line.phase, lines: [line] });
  }
  return phases;
}

/** Each in full width, its paragraphs kept: a message is read, not looked up. */
export const messageBlocks = ({ messages: sent }: Review, say: Say): RootContent[] =>
  sent.flatMap((message): RootContent[] => {
    const { at, audience, channels, approvedBy, override, doer } = message;
    const about = [
      `${say.time(at)} ${say.zone}`,
      `to ${audience}`,
      `through ${channels.join(', ')}`,
      ...(doer === null ? [] : [`sent by ${sayDoer(doer)}`]),
      approvedBy === null
        ? override === null
          ? 'no approval recorded'
          : `sent without approval: ${override}`
        : `approved by ${approvedBy}`,
    ];
    return [
      heading(sayMessage(message)),
      soft(about.join(' · ')),
      {
        type: 'blockquote',
        children: message.text
          .trim()
          .split(/\n\s*\n/u)
          .map((part) => ({ type: 'paragraph', children: text(part.trim()) })),
      },
    ];
  });

const links = ({ links: rows }: Review, say: Say): RootContent[] => [
  table(
    [
      ['time', `Time (${say.zone})`],
      ['words', 'What'],
      ['words', 'Address'],
    ],
    rows.map(({ at, label, url }) => [
      say.time(at),
      label ?? '',
      [{ type: 'link', url, children: [{ type: 'text', value: url }] }],
    ]),
  ),
];

const attachments = ({ attachments: rows, shown }: Review, say: Say): RootContent[] => [
  table(
    [
      ['time', `Time (${say.zone})`],
      ['words', 'File'],
      ['value', 'Size'],
      ['short', 'Type'],
      ['words', 'SHA-256'],
    ],
    rows.map(({ at, name, bytes, type, sha256 }) => [
      say.time(at),
      name,
      sayBytes(bytes),
      type,
      [code(sha256)],
    ]),
  ),
  ...rows.flatMap(({ name, sha256 }, index) =>
    rows.findIndex((row) => row.sha256 === sha256) === index ? fileBlocks(name, shown?.get(sha256)) : [],
  ),
];

function fileBlocks(name: string, file: ShownFile | undefined): RootContent[] {
  if (file === undefined) return [];
  if ('picture' in file) return [pictureOf(name, file.picture)];
  return [
    heading(file.isWhole ? name : `${name}, the beginning`),
    { type: 'code', lang: null, meta: null, value: file.text },
  ];
}

const terms: readonly (readonly [term: string, meaning: string, isUsed: (review: Review) => boolean])[] = [
  [
    'T+',
    'Time since customer impact began, or since the first alert where that was not noted: hours, minutes, seconds.',
    () => true,
  ],
  [
    'MTTA',
    'Mean time to acknowledge, over many incidents. One incident counts with its time to acknowledge.',
    () => true,
  ],
  [
    'MTTR',
    'Mean time to recover or to resolve, over many incidents. Recovered is when customers were no longer affected and no check was down; resolve runs until the incident is closed.',
    () => true,
  ],
  [
    'P1 to P4',
    'Severity, P1 the worst. The peak counts, even when it was lowered later.',
    ({ severity }) => severity.peak !== null,
  ],
  [
    'Helped, no effect, made it worse, inconclusive',
    'How people judged an action, with what the checks showed before and after it.',
    ({ actions }) => actions.length > 0,
  ],
  [
    'Restart, rollback, scaling, configuration, failover, cache, block',
    'What kind of action it was, where its own words do not say it.',
    ({ actions }) => actions.some(({ type, text }) => markOf(type, text) !== null),
  ],
  [
    'Temporary, permanent',
    'Whether a repair holds only for now or is meant to last.',
    ({ actions }) => actions.some(({ repair }) => repair !== null),
  ],
  [
    'Supported, refuted, inconclusive, open',
    'What the tests of a suspected cause showed.',
    ({ hypotheses }) => hypotheses.length > 0,
  ],
  [
    'Detect, prevent, correct, mitigate, process',
    'What an action item is for: notice sooner, keep it from happening, put right, lessen the harm, change how we work.',
    ({ actionItems }) => actionItems.some(({ type }) => type !== null),
  ],
  [
    'Can be automated',
    'People do this work by hand, and a machine could do it.',
    ({ actionItems }) => actionItems.some(({ automate }) => automate),
  ],
];

const glossary = (review: Review): RootContent[] => [
  table(
    [
      ['name', 'Word'],
      ['words', 'Meaning'],
    ],
    terms.filter(([, , isUsed]) => isUsed(review)).map(([term, meaning]) => [[strong(term)], meaning]),
  ),
];
