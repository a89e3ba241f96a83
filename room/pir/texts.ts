// The texts that people typed for a review, by their names in the room.
import type { Room } from '../view/room-view.ts';
import { findBlame, type Blame } from './blame.ts';
import type { ReviewTexts } from './missing.ts';
import { textsOf } from './templates/template.ts';

/** The names of the texts that people type for a review. */
export const reviewTexts = {
  summary: 'review/executive-summary',
  rootCause: 'review/root-cause',
  factors: 'review/factors',
  detection: 'review/detection',
  wentWell: 'review/went-well',
  lucky: 'review/lucky',
  improve: 'review/improve',
} as const satisfies Record<keyof ReviewTexts, string>;

export function readTexts(texts: (name: string) => string): ReviewTexts {
  const written = (name: string): string | null => texts(name).trim() || null;
  const own = Object.fromEntries(
    Object.entries(reviewTexts).map(([key, name]) => [key, written(name)]),
  ) as ReviewTexts;
  return { ...own, summary: own.summary ?? written('summary') };
}

const isOwn = (name: string): boolean => !(Object.values(reviewTexts) as string[]).includes(name);

/** RT4: the texts typed for any template of this review, besides the texts that every review has. */
export const readOwnTexts = (texts: (name: string) => string, room: Room): Record<string, string> =>
  Object.fromEntries(
    [...textsOf(room.review.templates).keys()].flatMap((name) => {
      const typed = isOwn(name) ? texts(name).trim() : '';
      return typed === '' ? [] : [[name, typed]];
    }),
  );

/** The names of all texts that people type in a room, also those that are empty. */
export const namesOfTexts = (room: Room): string[] => [
  'summary',
  ...Object.values(reviewTexts),
  ...[...textsOf(room.review.templates).keys()].filter(isOwn),
  ...room.drafts.map(({ draft }) => `draft/${draft}`),
];

export const collectTexts = (texts: (name: string) => string, room: Room): Record<string, string> =>
  Object.fromEntries(namesOfTexts(room).flatMap((name) => (texts(name) === '' ? [] : [[name, texts(name)]])));

/** RV18: of the texts that are people's own words about the incident. */
export function findWording(
  texts: (name: string) => string,
  room: Room,
  people: readonly string[],
): (Blame & { text: string })[] {
  const own = [...textsOf(room.review.templates).keys()].filter(isOwn);
  return [...Object.values(reviewTexts), ...own].flatMap((text) =>
    findBlame(texts(text), people).map((found) => ({ text, ...found })),
  );
}
