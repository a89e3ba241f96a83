// Sentences drafted from the record, each with its source facts. People's own text replaces them.
import type { Room } from '../view/room-view.ts';
import type { ReviewMessage, ReviewPromise } from './messages.ts';
import { startOf, startWords, type Instants } from './instants.ts';
import type { Metric } from './metrics.ts';
import { standing, type ReviewOutage } from './outages.ts';
import type { People } from './people.ts';
import { causeNamed, oneLine } from './phrases.ts';
import type { ReviewAction, ReviewItem, ReviewTask } from './work.ts';
import type { SeverityStory } from './severity.ts';
import type { Zone } from './zone.ts';

export type Sentence = { text: string; facts: readonly string[] };

export type DraftSources = {
  room: Room;
  zone: Zone;
  instants: Instants;
  metrics: readonly Metric[];
  outages: readonly ReviewOutage[];
  messages: readonly ReviewMessage[];
  promises: readonly ReviewPromise[];
  actions: readonly ReviewAction[];
  items: readonly ReviewItem[];
  tasks: readonly ReviewTask[];
  severity: SeverityStory;
  people: People;
};

/** One of the review's figures, in ms; null when it is not known. */
export const measured = ({ metrics }: DraftSources, id: string): number | null =>
  metrics.find((each) => each.id === id)?.ms ?? null;
export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
/** With a full stop, unless it ends like a sentence already. */
export const ended = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

/** What the lengths of a review are counted from, in a sentence. */
export const sayStart = (known: DraftSources): string => startWords[startOf(known)].since;

/** What first came to light, as the beginning of a sentence about when; an alert that came late is no alert. */
export function sayCame(known: DraftSources, when: string): string {
  const start = startOf(known);
  return `${capital(startWords[start].came)} ${when}${start === 'alert' ? '' : ', and no alert before that'}`;
}

/** The newest supported hypothesis, else the cause named with the status `identified`. */
export function findCause(room: Room): Sentence | null {
  const supported = room.hypotheses.filter(({ verdict }) => verdict === 'supported').at(-1);
  const named = findNamedCause(room);
  if (!supported) return named;
  const facts = [supported.id, ...supported.findings.map(({ id }) => id)];
  return { text: oneLine(supported.text), facts };
}

export function findNamedCause(room: Room): Sentence | null {
  for (const { fact, id } of standing(room).toReversed()) {
    if (fact.kind !== 'status') continue;
    const asked = (fact.answers ?? []).find(
      ({ ask, answer, text }) => ask === 'The cause is named' && answer === 'yes' && text,
    );
    const words = asked?.text ?? (fact.status === 'identified' ? causeNamed(fact) : null);
    if (words) return { text: oneLine(words), facts: [id] };
  }
  return null;
}

/** A text of people as part of a sentence; what it quotes itself is in single marks. */
export const quote = (text: string): string =>
  `“${oneLine(text).replace(/\.$/u, '').replaceAll('“', '‘').replaceAll('”', '’')}”`;

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Up to ten as a word, as prose has it. */
export const sayCount = (count: number): string => smallNumbers[count] ?? String(count);

/** Checks that were down when the incident was resolved, and never came back. */
export const stillDown = ({ room: { resolvedAt }, outages }: DraftSources): ReviewOutage[] =>
  resolvedAt === null ? [] : outages.filter(({ from, until }) => until === null && from <= resolvedAt);
