// Detection and response: figures, alerts, responders, actions and promised updates.
import type { RootContent } from 'mdast';
import { markOf } from '../../facts/action-type.ts';
import type { ReviewPart } from '../../facts/review-template.ts';
import { readMarkdown } from '../markdown/read.ts';
import { roleTitle } from '../people.ts';
import { sayPage } from '../phrases.ts';
import { everybodyThere, type Confirmed } from '../response.ts';
import type { Timestamp } from '../instants.ts';
import type { Review } from '../review.ts';
import type { ReviewAction } from '../work.ts';
import { sayDuration, toSecond } from '../zone.ts';
import { draftedFromRecord, heading, list, paragraph, soft, table, type CellContent } from './document.ts';
import { notRecorded, notYet, plural, sayGrade, sayMetric, type Say } from './say.ts';

/** `isElsewhere`: parts that have their own section in the template are left out here. */
export const detectionBlocks = (
  review: Review,
  say: Say,
  isElsewhere: (part: ReviewPart) => boolean,
): RootContent[] => [
  ...detectionText(review),
  ...figures(review),
  ...timestamps(review, say),
  ...alerts(review, say),
  ...paging(review, say),
  ...(isElsewhere('people') ? [] : [heading('People in roles'), ...roleBlocks(review, say)]),
  ...(isElsewhere('resolution')
    ? []
    : [heading('What was tried, and whether it helped'), ...actionBlocks(review, say)]),
  ...(isElsewhere('messages') ? [] : promiseBlocks(review, say)),
  ...confirmed(review, say),
  ...outages(review, say),
];

function detectionText({ texts, drafted }: Review): RootContent[] {
  if (texts.detection !== null) return readMarkdown(texts.detection);
  if (drafted.detection.length === 0) return [];
  const words = drafted.detection.map((sentence) => sentence.text).join(' ');
  return [paragraph(words), soft(draftedFromRecord)];
}

const figures = ({ metrics }: Review): RootContent[] => [
  heading('Figures'),
  table(
    [
      ['short', 'Figure'],
      ['value', 'Value'],
      ['words', 'What it counts'],
    ],
    metrics.map((metric) => [
      metric.name,
      metric.note === null ? sayMetric(metric) : `${sayMetric(metric)} (${metric.note})`,
      metric.definition,
    ]),
  ),
];

const timestamps = ({ timestamps: rows }: Review, say: Say): RootContent[] => [
  heading('Key timestamps'),
  table(
    [
      ['time', `Time (${say.zone})`],
      ['words', 'What'],
      ['words', 'Note'],
    ],
    atOnce(rows).map(({ at, label, note, isPending }) => [isPending ? notYet : say.time(at), label, note]),
  ),
];

const isBare = ({ at, note }: Timestamp): boolean => at === null && note === null;

/** One row for all that happened at the same second, and one for all that is not recorded and needs no reason. */
function atOnce(rows: readonly Timestamp[]): Timestamp[] {
  const joined: Timestamp[] = [];
  for (const row of rows) {
    const last = joined.at(-1);
    const isAlike =
      row.at === null
        ? last !== undefined && isBare(last) && isBare(row) && last.isPending === row.isPending
        : row.at === last?.at;
    if (last === undefined || !isAlike) joined.push(row);
    else
      joined[joined.length - 1] = {
        ...last,
        label: `${last.label}; ${row.label.charAt(0).toLowerCase()}${row.label.slice(1)}`,
        note: [...new Set([last.note, row.note])].filter(Boolean).join('; ') || null,
      };
  }
  return joined;
}

const alerts = ({ response }: Review, say: Say): RootContent[] => [
  heading('What alerted us'),
  response.alerts.length === 0
    ? paragraph('No alert is recorded.')
    : table(
        [
          ['time', `Time (${say.zone})`],
          ['short', 'Source'],
          ['words', 'What it said'],
        ],
        response.alerts.map(({ at, source, text }) => [say.time(at), source, text]),
      ),
  ...(response.moreAlerts === undefined
    ? []
    : [soft(`${plural(response.moreAlerts, 'later alert is', 'later alerts are')} in the full timeline.`)]),
];

function paging({ response }: Review, say: Say): RootContent[] {
  const rows: { at: number; cells: CellContent[] }[] = [
    ...response.pages.map(({ at, whom, channel, ok, reason }) => ({
      at,
      cells: [
        say.time(at),
        whom === everybodyThere ? `Message to ${channel}` : sayPage(channel),
        whom,
        ok ? 'delivered' : `failed${reason ? `: ${reason}` : ''}`,
      ],
    })),
    ...response.answers.map(({ at, person, how }) => ({ at, cells: [say.time(at), 'Answer', person, how] })),
  ];
  if (rows.length === 0) return [heading('Who was paged'), paragraph('No page is recorded.')];
  return [
    heading('Who was paged, and who answered'),
    table(
      [
        ['time', `Time (${say.zone})`],
        ['short', 'What'],
        ['short', 'Who'],
        ['words', 'Result'],
      ],
      rows.toSorted((a, b) => a.at - b.at).map(({ cells }) => cells),
    ),
  ];
}

export function roleBlocks({ roles: rows, vacant, others }: Review, say: Say): RootContent[] {
  const remarks = [
    ...(vacant.length === 0 ? [] : [`Not filled: ${vacant.map(roleTitle).join(', ')}.`]),
    ...(others.length === 0 ? [] : [`Also took part: ${others.join(', ')}.`]),
  ];
  return [
    ...(rows.length === 0
      ? [paragraph('Nobody took a role.')]
      : [
          table(
            [
              ['short', 'Role'],
              ['short', 'Who'],
              ['time', `From (${say.zone})`],
              ['time', `Until (${say.zone})`],
            ],
            rows.map(({ role, person, as, from, until }) => [
              `${roleTitle(role)}${as === 'backup' ? ' (backup)' : ''}`,
              person,
              say.time(from),
              until === null ? 'still in the role' : say.time(until),
            ]),
          ),
        ]),
    ...(remarks.length === 0 ? [] : [soft(remarks.join(' '))]),
  ];
}

export const actionBlocks = ({ actions: rows }: Review, say: Say): RootContent[] => [
  rows.length === 0
    ? paragraph('No action is recorded.')
    : table(
        [
          ['time', `Time (${say.zone})`],
          ['words', 'Action'],
          ['value', 'Result'],
          ['words', 'Evidence'],
          ['words', 'Checks before'],
          ['words', 'Checks after'],
        ],
        rows.map(({ at, text, repair, type, grade, before, after }) => [
          say.time(at),
          sayAction(text, type, repair),
          sayGrade(grade),
          grade?.evidence ?? '',
          before,
          after,
        ]),
      ),
];

/** GR6: `Back to v41 (rollback, temporary)`, and `Rolled back (temporary)`. */
const sayAction = (text: string, ...marks: [ReviewAction['type'], ReviewAction['repair']]): string => {
  const [type, repair] = marks;
  const said = [markOf(type, text), repair].filter(Boolean);
  return said.length === 0 ? text : `${text.trim()} (${said.join(', ')})`;
};

const kept = {
  'on time': 'on time',
  late: 'late',
  'not sent': 'not sent',
  'resolved before': 'resolved before it was due',
};

export const promiseBlocks = ({ promises: rows }: Review, say: Say): RootContent[] =>
  rows.length === 0
    ? []
    : [
        heading('Updates promised and kept'),
        table(
          [
            ['words', 'Promised in'],
            ['time', `Promised for (${say.zone})`],
            ['time', `Sent (${say.zone})`],
            ['short', 'Kept'],
          ],
          rows.map(({ number, promisedAt, keptAt, state, lateMs }) => [
            `Customer update ${number}`,
            say.time(promisedAt),
            keptAt === null ? '' : say.time(keptAt),
            lateMs === null
              ? kept[state]
              : `${sayDuration(toSecond(keptAt ?? 0) - toSecond(promisedAt))} late`,
          ]),
        ),
      ];

const confirmed = ({ response }: Review, say: Say): RootContent[] =>
  response.confirmed.flatMap(({ at, status, answers, why }): RootContent[] => [
    heading(`Confirmed on ${status === 'closed' ? 'closing' : 'resolving'}, ${say.time(at)}`),
    list(answers.map(sayConfirmed)),
    ...(why === null ? [] : [paragraph(`Why not all was confirmed: ${why}`)]),
  ]);

const sayConfirmed = ({ ask, answer, text }: Confirmed): string =>
  `${ask}: ${answer === 'yes' ? 'confirmed' : 'not confirmed'}${text === null ? '' : `, ${text}`}`;

const outages = ({ outages: rows }: Review, say: Say): RootContent[] =>
  rows.length === 0
    ? []
    : [
        heading('When checks were down'),
        table(
          [
            ['words', 'Check'],
            ['time', `Down from (${say.zone})`],
            ['time', `Until (${say.zone})`],
            ['value', 'For'],
            ['words', 'Reason'],
          ],
          rows.map(({ name, from, until, isDegraded, unwatched, reason }) => [
            name,
            say.time(from),
            until === null ? `still ${isDegraded ? 'degraded' : 'down'}` : say.time(until),
            until === null
              ? ''
              : unwatched === null
                ? sayDuration(Math.max(0, toSecond(until) - toSecond(from)))
                : `${notRecorded}: the check was ${unwatched}`,
            reason,
          ]),
        ),
      ];
