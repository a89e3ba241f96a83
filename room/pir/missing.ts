// RV7: the list of missing parts. A review with missing parts, or of an open incident, is a draft.
import type { Room } from '../view/room-view.ts';
import type { ReviewTemplate } from '../facts/review-template.ts';
import type { Metric } from './metrics.ts';
import { oneLine } from './phrases.ts';
import { table } from '../text/words.ts';
import { hasPart, textNameOf } from './templates/template.ts';
import type { ReviewAction, ReviewItem, ReviewTask } from './work.ts';

export type ReviewTexts = {
  summary: string | null;
  factors: string | null;
  rootCause: string | null;
  detection: string | null;
  wentWell: string | null;
  lucky: string | null;
  improve: string | null;
};

type Sources = {
  room: Room;
  /** Absent when none was chosen; then the standard template applies. */
  template: ReviewTemplate | undefined;
  texts: ReviewTexts;
  /** RT4: other typed texts, by name. */
  own: Readonly<Record<string, string>>;
  metrics: readonly Metric[];
  actions: readonly ReviewAction[];
  items: readonly ReviewItem[];
  tasks: readonly ReviewTask[];
  openRepairs: readonly string[];
};

/** LG2: for the writer of a draft, so in the language of their window. */
export const missingWords = table({
  heading: 'Still to write',
  close: 'Close the incident when its review and prevention are done.',
  summary: 'Executive summary: read the draft and put it into your own words.',
  rootCause: 'Root cause: what made it possible, and what set it off.',
  wentWell: 'What went well.',
  improve: 'What we can improve.',
  severity: 'Its severity, which nobody set; P3 is only the default.',
  impactBegan: 'When customer impact began, or that there was none.',
  impactEnded: 'When customer impact ended.',
  invalid: (metric: string, note: string) => `${metric} is invalid: ${note}. Correct one of the two times.`,
  ungraded: (action: string) => `Whether this helped: ${action}`,
  repair: (repair: string) => `What replaces this temporary repair: ${repair}`,
  task: (task: string) => `Task left open: ${task}`,
  noItem: 'At least one action item, or a sentence that none is needed.',
  noOwner: (item: string) => `An owner for ${item}.`,
  noDay: (item: string) => `A date for ${item}.`,
});

export function findMissing(sources: Sources): string[] {
  const { room, template, metrics, actions, items, tasks, openRepairs } = sources;
  // RT5: internal open points must not be in a public review.
  if (template?.public === true) return missingTexts(sources);
  const open = items.filter(({ state }) => state === 'open');
  const asksForItem = template === undefined || (hasPart(template, 'items') && hasPart(template, 'improve'));
  const words = missingWords;
  return [
    ...(room.closedAt === null ? [words.close] : []),
    ...missingTexts(sources),
    ...(room.severity.isSet ? [] : [words.severity]),
    ...(room.impactBeganAt === null ? [words.impactBegan] : []),
    ...(room.impactBeganAt !== null && room.impactEndedAt === null ? [words.impactEnded] : []),
    ...metrics.flatMap(({ state, name, note }) =>
      state === 'invalid' ? [words.invalid(name, note ?? '')] : [],
    ),
    ...actions.flatMap(({ grade, text }) => (grade === null ? [words.ungraded(oneLine(text))] : [])),
    ...openRepairs.map((text) => words.repair(oneLine(text))),
    ...tasks.flatMap(({ doneAt, text }) => (doneAt === null ? [words.task(oneLine(text))] : [])),
    ...(items.length === 0 && asksForItem ? [words.noItem] : []),
    ...open.flatMap(({ number, owner }) => (owner === null ? [words.noOwner(number)] : [])),
    ...open.flatMap(({ number, due }) => (due === null ? [words.noDay(number)] : [])),
  ];
}

/** The texts that every review without a template has. */
const always = ['summary', 'rootCause', 'wentWell', 'improve'] as const;

/** Optional texts: they accompany a table or may be empty. */
const mayBeEmpty = new Set(['factors', 'detection', 'changes', 'people', 'lucky']);
const keyOf: Readonly<Record<string, keyof ReviewTexts>> = {
  summary: 'summary',
  cause: 'rootCause',
  wentWell: 'wentWell',
  improve: 'improve',
};

function missingTexts({ template, texts, own }: Sources): string[] {
  if (template === undefined)
    return always.flatMap((key) => (texts[key] === null ? [missingWords[key]] : []));
  return template.sections.flatMap((section) => {
    const { part, heading, ask } = section;
    const name = textNameOf(section);
    if (name === null || mayBeEmpty.has(part)) return [];
    const key = keyOf[part];
    const isThere = key === undefined ? own[name] !== undefined : texts[key] !== null;
    return isThere ? [] : [ask === undefined ? `${heading}.` : `${heading}: ${ask}`];
  });
}
