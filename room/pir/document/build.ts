// RV1: the order and the headings of the review, the most important first.
import { sayLate } from '../../journal/late.ts';
import { appendices } from './appendix.ts';
import { changedSection } from './changed.ts';
import { roleTitle } from '../people.ts';
import { missingWords } from '../missing.ts';
import { publicFiles } from '../copies/public-pictures.ts';
import type { Review } from '../review.ts';
import { standardTemplate } from '../templates/shipped.ts';
import { hasPart } from '../templates/template.ts';
import { sayZone, type Zone } from '../zone.ts';
import { list, pictureOf, soft, type Document, type Figure, type DocumentSection } from './document.ts';
import { partsOf, sayFrozen } from './frozen.ts';
import { notRecorded, plural, sayer, sayMetric, titleOf, type Say } from './say.ts';
import { alsoWritten, sectionBlocks } from './sections.ts';

/** The sections of a review without a template of its own, in their order. */
export const headings: readonly string[] = standardTemplate.sections.map(({ heading }) => heading);

/** RT1, RT5: in the order and with the headings of its template. */
export function buildDocument(review: Review): Document {
  const say = sayer(review);
  const template = review.template ?? standardTemplate;
  const isPublic = template.public === true;
  const partOf = partsOf(review);
  const { missing } = review;
  return {
    title: titleOf(review),
    facts: isPublic ? publicFacts(review, say) : headFacts(review, say),
    isDraft: review.isDraft,
    notices: notices(review),
    figures: figuresLine(review, isPublic ? ['impact'] : Object.keys(figureNames)),
    sections: [
      ...(missing.length === 0
        ? []
        : [{ heading: missingWords.heading, isForWriters: true as const, blocks: [list(missing)] }]),
      ...(isPublic ? [] : changedSection(review, say)),
      ...template.sections.flatMap((section): DocumentSection[] => {
        const shown = partOf(section.part);
        const blocks = sectionBlocks(section, { review: shown, say, template });
        const hasStrip = section.part === 'timeline' && !isPublic;
        if (blocks.length === 0) return [];
        const mark = sayFrozen(review, section.part, say);
        return [{ heading: section.heading, ...(hasStrip && { hasStrip }), blocks: [...mark, ...blocks] }];
      }),
      ...(isPublic ? publicPictures(review) : []),
      ...alsoWritten(review, template),
      ...(template.appendices === false || isPublic
        ? []
        : appendices(review, say, {
            hasMessages: !hasPart(template, 'messages'),
            timeline: {
              review: partOf('timeline'),
              mark: hasPart(template, 'timeline') ? sayFrozen(review, 'timeline', say) : [],
            },
          })),
    ],
    foot: [...(isPublic ? [] : originOf(review)), blamelessWords].join(' '),
  };
}

const blamelessWords = 'A review asks what made each step reasonable when it was taken, not who took it.';

/** JN3: what a reader needs to find the room, and to compare the review with a record. */
const originOf = ({ id, counts, journal }: Review): string[] => [
  `Made by Muster from ${plural(counts.facts, 'fact')} of the room muster://room/${id}.`,
  ...(journal === undefined ? [] : [`Head of the journal: ${journal}.`]),
];

/** The heading of the pictures of a public review. */
export const picturesHeading = 'Pictures';

/** RV24: only what its writers chose. */
function publicPictures(review: Review): DocumentSection[] {
  const hasStrip = review.pictures?.strip === true;
  const files = publicFiles(review).map(({ name, picture }) => pictureOf(name, picture));
  if (!hasStrip && files.length === 0) return [];
  const about = hasStrip
    ? [soft('Customer impact, and what customers were told, on one time axis. All times as above.')]
    : [];
  return [{ heading: picturesHeading, ...(hasStrip && { hasStrip }), blocks: [...about, ...files] }];
}

/** RT5: no names of people and no address of the room. */
const publicFacts = (review: Review, say: Say): Figure[] => {
  const outside = new Set(['Severity', 'Service', 'Date', 'Times']);
  return headFacts(review, say).filter(({ name }) => outside.has(name));
};

function headFacts(review: Review, say: Say): Figure[] {
  const { severity, service, zone, asOf, status, roles, signedLate = [] } = review;
  const primaries = roles.filter(({ as }) => as === 'primary');
  const held = [...new Set(primaries.map(({ role }) => role))];
  const holders = (role: string): string =>
    [...new Set(primaries.filter((each) => each.role === role).map(({ person }) => person))].join(', ');
  return [
    { name: 'Severity', value: sayPeak(review) },
    ...(severity.history.length > 1
      ? [
          {
            name: 'Severity history',
            value: severity.history.map((each) => `${each.severity} at ${say.time(each.at)}`).join(', '),
          },
        ]
      : []),
    { name: 'Service', value: service ?? notRecorded },
    { name: 'Date', value: say.day ?? notRecorded },
    { name: 'Times', value: sayTimes(zone) },
    { name: 'Status', value: status },
    ...held.map((role) => ({ name: roleTitle(role), value: holders(role) })),
    ...progressFacts(review, say),
    { name: 'Record as of', value: say.time(asOf) },
    ...(signedLate.length === 0
      ? []
      : [{ name: 'Signed after a key ended', value: signedLate.map(sayLate).join('; ') }]),
  ];
}

/** `Europe/Berlin (UTC+01:00)`; UTC needs no offset. */
const sayTimes = (zone: Zone): string =>
  zone.name === sayZone(zone) ? zone.name : `${zone.name} (${sayZone(zone)})`;

const stateWords = {
  draft: 'draft',
  'in-review': 'in review',
  reviewed: 'reviewed',
  closed: 'closed',
} as const;

/** RS1: who wrote the review, where it stands and who agreed to it. */
function progressFacts({ progress }: Review, say: Say): Figure[] {
  if (progress === undefined) return [];
  const { state, owner, writers, readings } = progress;
  const agreed = readings.map(
    ({ person, at, isThis }) => `${person} at ${say.time(at)}${isThis ? '' : ' (an earlier version)'}`,
  );
  return [
    ...(writers.length === 0 ? [] : [{ name: 'Written by', value: writers.join(', ') }]),
    { name: 'Review', value: `${stateWords[state]}${owner === null ? '' : `, owned by ${owner}`}` },
    ...(agreed.length === 0 ? [] : [{ name: 'Agreed to by', value: agreed.join(', ') }]),
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

const figuresLine = ({ metrics }: Review, shown: readonly string[]): Figure[] =>
  metrics.flatMap((metric) => {
    const name = shown.includes(metric.id) ? figureNames[metric.id] : undefined;
    return name === undefined ? [] : [{ name, value: sayMetric(metric) }];
  });
