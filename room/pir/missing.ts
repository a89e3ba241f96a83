// RV7: what the writer still owes, as one list; a review with anything on it, or of an open incident, is a draft.
import type { Room } from '../incident.ts';
import { oneLine, type Metric } from './metrics.ts';
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
  texts: ReviewTexts;
  metrics: readonly Metric[];
  actions: readonly ReviewAction[];
  items: readonly ReviewItem[];
  tasks: readonly ReviewTask[];
  openRepairs: readonly string[];
};

export function findMissing({ room, texts, metrics, actions, items, tasks, openRepairs }: Sources): string[] {
  const open = items.filter(({ state }) => state === 'open');
  return [
    ...(room.closedAt === null ? ['Close the incident when its review and prevention are done.'] : []),
    ...(texts.summary === null ? ['Executive summary: read the draft and put it into your own words.'] : []),
    ...(texts.rootCause === null ? ['Root cause: what made it possible, and what set it off.'] : []),
    ...(texts.wentWell === null ? ['What went well.'] : []),
    ...(texts.improve === null ? ['What we can improve.'] : []),
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
    ...(items.length === 0 ? ['At least one action item, or a sentence that none is needed.'] : []),
    ...open.flatMap(({ number, owner }) => (owner === null ? [`An owner for ${number}.`] : [])),
    ...open.flatMap(({ number, due }) => (due === null ? [`A date for ${number}.`] : [])),
  ];
}
