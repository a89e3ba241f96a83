// RV1: the order and the headings of the review. What a person reads first comes first.
import type { RootContent } from 'mdast';
import { impactAreas } from '../../scales.ts';
import type { Sentence } from '../drafted.ts';
import { asTyped, readMarkdown } from '../markdown/read.ts';
import { roleTitle } from '../people.ts';
import type { Review } from '../review.ts';
import { sayOffset } from '../zone.ts';
import { appendices, elapsed, lineCells } from './appendix.ts';
import {
  checklist,
  heading,
  list,
  paragraph,
  soft,
  table,
  text,
  type Cell,
  type Document,
  type Figure,
  type Section,
} from './document.ts';
import { detectionBlocks } from './response.ts';
import { notRecorded, plural, sayer, sayMetric, type Say } from './say.ts';

/** The seven sections, in their order. */
export const headings = [
  'Executive Summary',
  'Timeline',
  'Root Cause',
  'Detection & Response',
  'What Went Well',
  'What We Can Improve',
  'Action Items',
] as const;

export const titleOf = ({ number, title }: Review): string =>
  [number, title].filter(Boolean).join(' ') || 'Untitled incident';

export function buildDocument(review: Review): Document {
  const say = sayer(review);
  return {
    title: titleOf(review),
    facts: headFacts(review, say),
    isDraft: review.isDraft,
    notices: notices(review),
    figures: figuresLine(review),
    sections: [
      ...(review.missing.length === 0 ? [] : [{ heading: 'Still to write', blocks: [list(review.missing)] }]),
      { heading: headings[0], blocks: summary(review) },
      { heading: headings[1], hasStrip: true, blocks: keyEvents(review, say) },
      { heading: headings[2], blocks: rootCause(review, say) },
      { heading: headings[3], blocks: detectionBlocks(review, say) },
      { heading: headings[4], blocks: wentWell(review) },
      { heading: headings[5], blocks: prose(review.texts.improve, review.drafted.improve) },
      { heading: headings[6], blocks: actionItems(review, say) },
      ...appendices(review, say),
    ] satisfies Section[],
    foot: `Made by Muster from ${plural(review.counts.facts, 'fact')} of incident ${review.id}. A review asks what made each step reasonable when it was taken, not who took it.`,
  };
}

function headFacts(review: Review, say: Say): Figure[] {
  const { severity, service, zone, asOf, status, id, roles, journal } = review;
  const primaries = roles.filter(({ as }) => as === 'primary');
  const held = [...new Set(primaries.map(({ role }) => role))];
  const holders = (role: string): string =>
    [...new Set(primaries.filter((each) => each.role === role).map(({ person }) => person))].join(', ');
  return [
    { name: 'Severity', value: sayPeak(review) },
    { name: 'Service', value: service ?? notRecorded },
    { name: 'Date', value: say.day ?? notRecorded },
    { name: 'Times', value: `${zone.name} (${sayOffset(zone)})` },
    { name: 'Status', value: status },
    ...held.map((role) => ({ name: roleTitle(role), value: holders(role) })),
    { name: 'Record as of', value: say.time(asOf) },
    { name: 'Room', value: `muster://room/${id}` },
    ...(journal === undefined ? [] : [{ name: 'Head of the journal', value: journal }]),
    ...(severity.history.length > 1
      ? [
          {
            name: 'Severity history',
            value: severity.history.map((each) => `${each.severity} at ${say.time(each.at)}`).join(', '),
          },
        ]
      : []),
  ];
}

function sayPeak({ severity: { peak, final } }: Review): string {
  if (peak === null) return 'not set';
  return final === null || final === peak ? peak : `${peak} at its peak, ${final} at the end`;
}

function notices({ drill, withdrawn, counts }: Review): string[] {
  return [
    ...(drill ? ['This was a drill.'] : []),
    ...(withdrawn === undefined ? [] : [`This was no incident: it was ${withdrawn}.`]),
    ...(counts.unknown > 0
      ? [`${plural(counts.unknown, 'fact')} of a later version could not be read here.`]
      : []),
    ...(counts.invalid > 0
      ? [`${plural(counts.invalid, 'entry', 'entries')} in the record could not be understood.`]
      : []),
  ];
}

const figureNames: Record<string, string> = {
  impact: 'Customer impact',
  detect: 'Detected after',
  acknowledge: 'Acknowledged after',
  tell: 'Customers told after',
  recover: 'Recovered after',
  resolve: 'Resolved after',
};

const figuresLine = ({ metrics }: Review): Figure[] =>
  metrics.flatMap((metric) => {
    const name = figureNames[metric.id];
    return name === undefined ? [] : [{ name, value: sayMetric(metric) }];
  });

/** What people wrote, else what the record says, marked as such. */
function prose(written: string | null, drafted: readonly Sentence[]): RootContent[] {
  if (written !== null) return readMarkdown(written);
  if (drafted.length === 0) return [soft('Nothing is recorded here.')];
  return [list(drafted.map(({ text: words }) => words)), soft('Drafted from the record.')];
}

function summary({ texts, drafted, impact }: Review): RootContent[] {
  const words = drafted.summary.map((sentence) => sentence.text).join(' ');
  const levels = impactAreas.flatMap((area): string[] => {
    const level = impact.levels[area];
    return level === undefined ? [] : [`${area.charAt(0).toUpperCase()}${area.slice(1)}: ${level}`];
  });
  return [
    ...(texts.summary === null
      ? words === ''
        ? [soft('Nothing is recorded here.')]
        : [paragraph(words), soft('Drafted from the record.')]
      : readMarkdown(texts.summary)),
    ...(levels.length === 0 && !impact.text ? [] : [heading('Impact')]),
    ...(impact.text ? asTyped(impact.text) : []),
    ...(levels.length === 0 ? [] : [paragraph(levels.join(' · '))]),
  ];
}

function keyEvents(review: Review, say: Say): RootContent[] {
  const keys = review.timeline.lines.filter(({ isKey }) => isKey);
  if (keys.length === 0) return [paragraph('Nothing was noted.')];
  return [
    table(
      [
        ['time', 'Elapsed'],
        ['time', `Time (${say.zone})`],
        ['words', 'What happened'],
        ['short', 'Role'],
      ],
      keys.map((line) => [
        elapsed(line, review),
        say.time(line.at),
        lineCells({ ...line, notedLate: null, corrected: null }, say),
        line.doer?.role ?? '',
      ]),
    ),
    soft(
      `${plural(keys.length, 'key event')} of ${review.timeline.lines.length}; the full timeline is in Appendix A.`,
    ),
  ];
}

function rootCause(review: Review, say: Say): RootContent[] {
  const { texts, cause, namedCause, changes, hypotheses } = review;
  const others = hypotheses.filter(({ verdict }) => verdict === 'open' || verdict === 'inconclusive');
  const supported = hypotheses.filter(({ verdict }) => verdict === 'supported');
  const refuted = hypotheses.filter(({ verdict }) => verdict === 'refuted');
  return [
    ...(texts.rootCause === null ? [] : readMarkdown(texts.rootCause)),
    ...(cause === null && texts.rootCause === null ? [soft('No cause is recorded.')] : []),
    ...(namedCause === null ? [] : [paragraph(`Named as the cause during the incident: ${namedCause.text}`)]),
    ...(texts.factors === null ? [] : [heading('Contributing factors'), ...readMarkdown(texts.factors)]),
    ...(changes.length === 0
      ? []
      : [
          heading('Changes before and during it'),
          table(
            [
              ['time', `Time (${say.zone})`],
              ['words', 'Change'],
              ['words', 'Address'],
            ],
            changes.map(({ at, text: words, url }) => [say.time(at), words, url ?? '']),
          ),
        ]),
    ...tested('Confirmed by a test', supported, say),
    ...tested('Ruled out', refuted, say),
    ...tested('Neither confirmed nor ruled out', others, say),
  ];
}

function tested(title: string, found: Review['hypotheses'], say: Say): RootContent[] {
  if (found.length === 0) return [];
  const rows = found.flatMap(({ text: words, at, tests }) =>
    (tests.length === 0 ? [{ test: '', refutes: null, results: [] }] : tests).map(
      ({ test, refutes, results }, index): Cell[] => [
        index === 0 ? say.time(at) : '',
        index === 0 ? words : '',
        test,
        refutes ?? '',
        results.join('\n'),
      ],
    ),
  );
  return [
    heading(title),
    table(
      [
        ['time', `Time (${say.zone})`],
        ['words', 'Suspected'],
        ['words', 'Test'],
        ['words', 'Would be refuted if'],
        ['words', 'Result'],
      ],
      rows,
    ),
  ];
}

const wentWell = ({ texts, drafted }: Review): RootContent[] => [
  ...prose(texts.wentWell, drafted.wentWell),
  ...(texts.lucky === null ? [] : [heading('Where we were lucky'), ...readMarkdown(texts.lucky)]),
];

function actionItems(review: Review, say: Say): RootContent[] {
  const { actionItems: items, openRepairs, tasks, checklists } = review;
  const left = tasks.filter(({ doneAt }) => doneAt === null);
  return [
    items.length === 0
      ? paragraph('No action item is recorded.')
      : checklist(
          items.map((item) => {
            const more = [
              item.type === null ? '' : `type ${item.type}`,
              item.priority === null ? '' : `priority ${item.priority}`,
              item.state === 'done' ? (item.doneAt === null ? 'done' : `done ${say.time(item.doneAt)}`) : '',
              item.state === 'dropped' ? 'dropped' : '',
              item.why ?? '',
              item.ticket === null ? '' : `ticket ${item.ticket}`,
            ].filter(Boolean);
            const words = text(
              `${item.number} ${item.line}${more.length === 0 ? '' : ` · ${more.join(' · ')}`}`,
            );
            return {
              words: item.state === 'dropped' ? [{ type: 'delete', children: words }] : words,
              isDone: item.state === 'done',
            };
          }),
        ),
    ...(openRepairs.length === 0 ? [] : [heading('Temporary repairs still in place'), list(openRepairs)]),
    ...(left.length === 0
      ? []
      : [
          heading('Tasks left open'),
          list(left.map(({ text: words, owner }) => `${words}${owner === null ? '' : ` (${owner})`}`)),
        ]),
    ...(checklists.length === 0
      ? []
      : [
          heading('Checklists'),
          table(
            [
              ['words', 'Checklist'],
              ['value', 'Done'],
              ['words', 'Skipped'],
              ['words', 'Not done'],
            ],
            checklists.map(({ title, done, total, skipped, open }) => [
              title,
              `${done} of ${total}`,
              skipped.join('\n'),
              open.join('\n'),
            ]),
          ),
        ]),
  ];
}
