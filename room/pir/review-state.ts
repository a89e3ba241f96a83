// RS: when a review is due, when to remind of it, and the hash of its content. Pure.
import { hashOf } from '../comms/hash.ts';
import type { Fact, Severity } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { standing } from './outages.ts';
import { typedSections } from './templates/template.ts';
import { severities } from '../team/scales.ts';
import { addWorkingDays } from '../time/workdays.ts';

const dayMs = 86_400_000;

/** A review that is due. */
export type ReviewDue = { state: 'draft' | 'in-review'; owner: string | null; from: number; dueAt: number };

/** Null when none is due: a drill, a severity without reviews (RS3), withdrawn, unresolved, or already reviewed. */
export function findReviewDue(room: Room): ReviewDue | null {
  const { resolvedAt, drill, withdrawn, review } = room;
  const { state } = review;
  if (drill || withdrawn !== null || resolvedAt === null || state === 'reviewed' || state === 'closed')
    return null;
  const { reviewDays, workdays } = room.terms[peakOf(room)];
  if (reviewDays === null) return null;
  return {
    state,
    owner: ownerOfReview(room),
    from: resolvedAt,
    dueAt: addWorkingDays(resolvedAt, reviewDays, workdays),
  };
}

/** RS3: who owes the review: its owner, else the commander; null without either. */
export const ownerOfReview = ({ review, roles }: Room): string | null =>
  review.owner ?? roles.find(({ role }) => role === 'commander')?.primary[0]?.person ?? null;

/** The highest severity the incident had, even if it was lowered later. */
export function peakOf(room: Room): Severity {
  const said = new Set<Severity | undefined>([room.severity.value]);
  for (const { fact } of standing(room))
    if (fact.kind === 'severity' || fact.kind === 'declared') said.add(fact.severity);
  return severities.find((each) => said.has(each)) ?? room.severity.value;
}

/** RS4: reminders at half of the time, at the due time, and a day later. */
export const reviewReminders = ({ from, dueAt }: Pick<ReviewDue, 'from' | 'dueAt'>) =>
  [
    { kind: 'half', at: from + (dueAt - from) / 2 },
    { kind: 'due', at: dueAt },
    { kind: 'after', at: dueAt + dayMs },
  ] as const;

const texts = [
  'summary',
  'review/executive-summary',
  'review/root-cause',
  'review/factors',
  'review/detection',
  'review/went-well',
  'review/lucky',
  'review/improve',
] as const;

/** RS2: a hash of the review's texts and of all facts, except facts about the review or later changes of its items. */
export function hashOfReview(room: Room, textOf: (name: string) => string): string {
  const facts = room.timeline
    .filter(({ fact }) => !isAside(fact))
    .map(({ fact, retracted }) => JSON.stringify([fact, retracted?.id ?? null]))
    .toSorted();
  const typed = texts.map((name) => textOf(name).trim());
  const template = room.review.templates.at(-1);
  const more = choicesOf(room);
  if (template === undefined) return hashOf(JSON.stringify([facts, typed, ...more]));
  const own = typedSections(template).map(({ name }) => textOf(name).trim());
  return hashOf(JSON.stringify([facts, typed, template, own, ...more]));
}

/** Only what is there counts: a review that was agreed to before an addition keeps its hash. */
const choicesOf = ({ review: { frozen, pictures, story } }: Room): object[] => [
  ...(frozen.size === 0 ? [] : [{ frozen: [...frozen].toSorted(([a], [b]) => (a < b ? -1 : 1)) }]),
  ...(story.size === 0 ? [] : [{ story: [...story].toSorted(([a], [b]) => (a < b ? -1 : 1)) }]),
  ...(pictures.strip || pictures.files.length > 0 ? [{ pictures }] : []),
];

/** What the hash covers besides facts and texts. */
export const otherChoices = (room: Room): string =>
  JSON.stringify([room.review.templates.at(-1) ?? null, ...choicesOf(room)]);

/** The names of the texts that the hash covers, each once. */
export const typedTexts = ({ review }: Room): string[] => {
  const template = review.templates.at(-1);
  const own = template === undefined ? [] : typedSections(template).map(({ name }) => name);
  return [...new Set([...texts, ...own])];
};

export function isAside(fact: Fact): boolean {
  if (fact.kind === 'review' || fact.kind === 'joined' || fact.kind === 'numbered') return true;
  if (fact.kind === 'status') return fact.status === 'closed';
  if (fact.kind !== 'action-item-changed') return false;
  const { text, owner, due, type, priority } = fact;
  return [text, owner, due, type, priority].every((each) => each === undefined);
}
