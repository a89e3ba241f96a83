// RV7: the list of missing parts. A review with missing parts, or of an open incident, is a draft.
import type { Room } from '../view/room-view.ts';
import type { ReviewTemplate } from '../facts/review-template.ts';
import { oneLine, type Metric } from './metrics.ts';
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

export function findMissing(sources: Sources): string[] {
  const { room, template, metrics, actions, items, tasks, openRepairs } = sources;
  // RT5: internal open points must not be in a public review.
  if (template?.public === true) return missingTexts(sources);
  const open = items.filter(({ state }) => state === 'open');
  const asksForItem = template === undefined || (hasPart(template, 'items') && hasPart(template, 'improve'));
  return [
    ...(room.closedAt === null ? ['Close the incident when its review and prevention are done.'] : []),
    ...missingTexts(sources),
    ...(room.impactBeganAt === null ? ['When customer impact began, or that there was none.'] : []),
    ...(room.impactBeganAt !== null && room.impactEndedAt === null ? ['When customer impact ended.'] : []),
    ...metrics.flatMap(({ state, name, note }) =>
      state === 'invalid' ? [`${name} is invalid: ${note ?? ''}. Correct one of the two times.`] : [],
    ),
    ...actions.flatMap(({ grade, text }) =>
      grade === null ? [`Whether this helped: ${oneLine(text)}`] : [],
    ),
    ...openRepairs.map((text) => `What replaces this temporary repair: ${oneLine(text)}`),
    ...tasks.flatMap(({ doneAt, text }) => (doneAt === null ? [`Task left open: ${oneLine(text)}`] : [])),
    ...(items.length === 0 && asksForItem
      ? ['At least one action item, or a sentence that none is needed.']
      : []),
    ...open.flatMap(({ number, owner }) => (owner === null ? [`An owner for ${number}.`] : [])),
    ...open.flatMap(({ number, due }) => (due === null ? [`A date for ${number}.`] : [])),
  ];
}

const always: Partial<Record<keyof ReviewTexts, string>> = {
  summary: 'Executive summary: read the draft and put it into your own words.',
  rootCause: 'Root cause: what made it possible, and what set it off.',
  wentWell: 'What went well.',
  improve: 'What we can improve.',
};

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
    return Object.entries(always).flatMap(([key, words]) =>
      texts[key as keyof ReviewTexts] === null ? [words] : [],
    );
  return template.sections.flatMap((section) => {
    const { part, heading, ask } = section;
    const name = textNameOf(section);
    if (name === null || mayBeEmpty.has(part)) return [];
    const key = keyOf[part];
    const isThere = key === undefined ? own[name] !== undefined : texts[key] !== null;
    return isThere ? [] : [ask === undefined ? `${heading}.` : `${heading}: ${ask}`];
  });
}
