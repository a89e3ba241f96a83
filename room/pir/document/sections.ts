// RT1: the content of each part of a template: people's text for it, and data from the record.
import type { RootContent } from 'mdast';
import type { ReviewPart, ReviewTemplate, TemplateSection } from '../../facts/review-template.ts';
import { figureWords } from '../../facts/impact-figures.ts';
import { impactAreas, impactFigures } from '../../team/scales.ts';
import type { Sentence } from '../drafted.ts';
import { tellsImpact } from '../drafted-summary.ts';
import { asTyped, readMarkdown, writtenBlocks } from '../markdown/read.ts';
import { impactByService } from '../outages.ts';
import type { Review } from '../review.ts';
import { reviewTexts } from '../texts.ts';
import { sayDuration } from '../zone.ts';
import { hasPart, ownTexts, textNameOf, textsOf, placedTexts } from '../templates/template.ts';
import { elapsed, lineCells, messageBlocks, sayOrigin } from './appendix.ts';
import { changes, factorBlocks, rootCause } from './cause.ts';
import {
  draftedFromRecord,
  heading,
  list,
  paragraph,
  soft,
  table,
  text,
  type DocumentSection,
} from './document.ts';
import { actionBlocks, detectionBlocks, promiseBlocks, roleBlocks } from './response.ts';
import { notRecorded, plural, sayMetric, type Say } from './say.ts';
import { actionItems } from './work-left.ts';

type Made = { review: Review; say: Say; template: ReviewTemplate };

/** Empty when the section has no content. */
export function sectionBlocks(section: TemplateSection, made: Made): RootContent[] {
  const { review, template } = made;
  const written = writtenIn(review, textNameOf(section));
  if (template.public === true) return publicBlocks(section.part, written, made);
  return printers[section.part](made, written);
}

/** RT5: of the record, only the messages to customers. */
function publicBlocks(part: ReviewPart, written: string | null, { review, say }: Made): RootContent[] {
  if (part !== 'messages') return written === null ? [] : readMarkdown(written);
  return review.messages
    .filter(({ side }) => side === 'external')
    .flatMap(({ at, text: words }) => [heading(`${say.time(at)} ${say.zone}`), ...asTyped(words)]);
}

const printers: Readonly<Record<ReviewPart, (made: Made, written: string | null) => RootContent[]>> = {
  summary: ({ review, say, template }) => [
    ...summary(review),
    ...(hasPart(template, 'impact') ? [] : impactBlocks(review, say, heading('Impact'))),
  ],
  impact: ({ review, say }, written) =>
    orNothing([...writtenBlocks(written), ...lasted(review), ...impactBlocks(review, say)]),
  timeline: ({ review, say, template }) => keyEvents(review, say, template.appendices !== false),
  changes: ({ review, say }, written) => orNothing([...writtenBlocks(written), ...changes(review, say)]),
  cause: rootCause,
  factors: ({ review }, written) => orNothing(factorBlocks(review, written)),
  detection: ({ review, say, template }) => detectionBlocks(review, say, (part) => hasPart(template, part)),
  people: ({ review, say }, written) => [...writtenBlocks(written), ...roleBlocks(review, say)],
  resolution: ({ review, say }, written) => [...writtenBlocks(written), ...actionBlocks(review, say)],
  messages: ({ review, say }) => orNothing([...messageBlocks(review, say), ...promiseBlocks(review, say)]),
  wentWell: ({ review, template }) => wentWell(review, !hasPart(template, 'lucky')),
  lucky: (_made, written) => orNothing(writtenBlocks(written)),
  improve: ({ review }) => prose(review.texts.improve, review.drafted.improve),
  items: ({ review, say }) => actionItems(review, say),
  text: (_made, written) => orNothing(writtenBlocks(written)),
};

const orNothing = (blocks: RootContent[]): RootContent[] =>
  blocks.length === 0 ? [soft('Nothing is recorded here.')] : blocks;

function lasted({ metrics }: Review): RootContent[] {
  const impact = metrics.find(({ id }) => id === 'impact');
  return impact === undefined || impact.ms === null
    ? []
    : [paragraph(`Customers were affected for ${sayMetric(impact)}.`)];
}

const keys = Object.entries(reviewTexts) as [keyof Review['texts'], string][];

/** The room's text with this name; null when it is empty. */
function writtenIn({ texts, written = {} }: Review, name: string | null): string | null {
  if (name === null) return null;
  const key = keys.find(([, each]) => each === name)?.[0];
  return key === undefined ? (written[name] ?? null) : texts[key];
}

/** The names of a team's own headings are stored in lower case. */
const ownTitle = (name: string): string => {
  const words = name.slice(ownTexts.length);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** RT4: texts written for an earlier template that have no section in this one. */
export function alsoWritten(review: Review, template: ReviewTemplate): DocumentSection[] {
  if (review.template === undefined || template.public === true) return [];
  const placed = placedTexts(template);
  const known = textsOf([review.template]);
  const own = Object.keys(review.written ?? {}).map((name) => [name, ownTitle(name)] as const);
  const all = new Map([...own, ...known]);
  const blocks = [...all].flatMap(([name, title]) => {
    // Skip the summary: it is drafted automatically, so nothing is lost.
    const words = placed.has(name) || name === reviewTexts.summary ? null : writtenIn(review, name);
    return words === null ? [] : [heading(title), ...readMarkdown(words)];
  });
  return blocks.length === 0 ? [] : [{ heading: 'Also written', blocks }];
}

/** People's text, else sentences drafted from the record and marked as such. */
function prose(written: string | null, drafted: readonly Sentence[]): RootContent[] {
  if (written !== null) return readMarkdown(written);
  if (drafted.length === 0) return [soft('Nothing is recorded here.')];
  return [list(drafted.map(({ text: words }) => words)), soft(draftedFromRecord)];
}

function summary({ texts, drafted, declaration }: Review): RootContent[] {
  if (texts.summary !== null) return readMarkdown(texts.summary);
  const words = drafted.summary.map((sentence) => sentence.text).join(' ');
  const declared =
    declaration === undefined ? [] : [paragraph('As it was declared:'), ...asTyped(declaration)];
  if (words === '') return declared.length > 0 ? declared : [soft('Nothing is recorded here.')];
  return [paragraph(words), ...declared, soft(draftedFromRecord)];
}

/** The recorded impact, under its heading if there is any. */
function impactBlocks(review: Review, say: Say, title?: RootContent): RootContent[] {
  const { impact, texts, drafted } = review;
  const levels = impactAreas.flatMap((area): string[] => {
    const level = impact.levels[area];
    return level === undefined ? [] : [`${area.charAt(0).toUpperCase()}${area.slice(1)}: ${level}`];
  });
  const figures = impactFigures.map(
    (figure) => `${figureWords[figure]}: ${impact.figures[figure] ?? notRecorded}`,
  );
  const hasFigures = Object.keys(impact.figures).length > 0;
  const services = [...reportBlocks(review, say), ...serviceBlocks(review, say)];
  if (levels.length === 0 && !impact.text && !hasFigures && services.length === 0) return [];
  const isSaidAbove =
    title !== undefined && texts.summary === null && tellsImpact(drafted.summary, impact.text ?? '');
  return [
    ...(title === undefined ? [] : [title]),
    ...(impact.text && !isSaidAbove ? asTyped(impact.text) : []),
    ...(levels.length === 0 ? [] : [paragraph(levels.join(' · '))]),
    ...(hasFigures ? [paragraph(figures.join(' · '))] : []),
    ...services,
  ];
}

/** How many people reported it by form. */
function reportBlocks({ response: { reports } }: Review, say: Say): RootContent[] {
  if (reports === undefined) return [];
  const { count, from, until } = reports;
  return [
    paragraph(`${count} reports came by form, from ${say.time(from)} to ${say.time(until)} ${say.zone}.`),
  ];
}

/** RV26: for each service, how long a check of it was down. */
function serviceBlocks({ outages }: Review, say: Say): RootContent[] {
  const rows = impactByService(outages);
  if (rows.length === 0) return [];
  return [
    table(
      [
        ['words', 'Service'],
        ['time', `Down from (${say.zone})`],
        ['time', `Until (${say.zone})`],
        ['value', 'For'],
        ['words', 'Checks that were down'],
      ],
      rows.map(({ service, from, until, isUnwatched, downMs, isDegraded, checks }) => [
        service,
        say.time(from),
        until !== null
          ? say.time(until)
          : isUnwatched
            ? notRecorded
            : `still ${isDegraded ? 'degraded' : 'down'}`,
        downMs === null ? '' : sayDuration(downMs),
        checks.join(', '),
      ]),
    ),
  ];
}

function keyEvents(review: Review, say: Say, hasAppendix: boolean): RootContent[] {
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
        line.told === undefined
          ? lineCells({ ...line, notedLate: null, corrected: null }, say)
          : text(line.told),
        line.doer?.role ?? '',
      ]),
    ),
    ...[sayKept(keys.length, review, hasAppendix), hasAppendix ? null : sayOrigin(review, say)]
      .filter((words) => words !== null)
      .map((words) => soft(words)),
  ];
}

/** How many entries are key events, and where the others are, if this review has them. */
function sayKept(keys: number, { timeline }: Review, hasAppendix: boolean): string | null {
  const all = timeline.lines.length;
  if (keys === all) return hasAppendix ? 'Appendix A holds the full timeline, with names.' : null;
  const kept = `${plural(keys, 'key event')} of ${all}`;
  return hasAppendix ? `${kept}; the full timeline is in Appendix A.` : `${kept} entries in the timeline.`;
}

const wentWell = ({ texts, drafted }: Review, hasLuck: boolean): RootContent[] => [
  ...prose(texts.wentWell, drafted.wentWell),
  ...(texts.lucky === null || !hasLuck ? [] : [heading('Where we were lucky'), ...readMarkdown(texts.lucky)]),
];
