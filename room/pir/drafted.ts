// Sentences drafted from the record, each with its source facts. People's own text replaces them.
import type { Room } from '../view/room-view.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';
import { impactAreas, impactLevels } from '../team/scales.ts';
import { sayList } from '../text/words.ts';
import type { ReviewMessage, ReviewPromise } from './messages.ts';
import { startOf, startWords, whyOf, type Instants } from './instants.ts';
import type { Metric } from './metrics.ts';
import { downFor, sayStill, standing, type ReviewOutage } from './outages.ts';
import type { People } from './people.ts';
import { causeNamed, oneLine } from './phrases.ts';
import type { ReviewAction } from './work.ts';
import type { SeverityStory } from './severity.ts';
import { clocksInProse, dayInProse, sayDuration, sayZone, type Zone } from './zone.ts';

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

/** Two or three sentences: what broke, for whom and how long; how bad it was; why, and what ended it. */
export function draftSummary(known: DraftSources): Sentence[] {
  return [sayImpact(known), sayHowBad(known), sayCauseAndEnd(known)].filter((each) => each !== null);
}

function sayImpact(known: DraftSources): Sentence | null {
  const { room, zone, instants } = known;
  const { impactBegan, impactEnded, detected, declared } = instants;
  if (room.title === '') return null;
  const what = ended(oneLine(room.title));
  const service = oneLine(room.service ?? '');
  const whose = service && `customers of the ${service}${/\bservice$/iu.test(service) ? '' : ' service'}`;
  const at = impactBegan.at ?? detected.at;
  if (at === null) return { text: what, facts: declared.facts };
  const day = dayInProse(zone, at);
  const inZone = sayZone(zone);
  const lasted = measured(known, 'impact');
  const facts = [...declared.facts, ...impactBegan.facts, ...impactEnded.facts];
  const [began = '', over = ''] = clocksInProse(zone, [at, impactEnded.at ?? at]);
  if (impactBegan.at === null) {
    const down = sayDown(known);
    const { came } = startWords[startOf(known)];
    return {
      text: [`On ${day} at ${began} ${inZone}, ${came}: ${what}`, down?.text].filter(Boolean).join(' '),
      facts: [...detected.facts, ...facts, ...(down?.facts ?? [])],
    };
  }
  if (lasted !== null && impactEnded.at !== null)
    return {
      text: `On ${day}, ${whose || 'customers'} were affected for ${sayDuration(lasted)}, from ${began} to ${over.replace(/^\S+/u, `$& ${inZone}`)}: ${what}`,
      facts,
    };
  return {
    text: `On ${day} at ${began} ${inZone}, ${whose || 'customers'} began to be affected: ${what}`,
    facts,
  };
}

/**
 * How long checks were down until it was resolved, where nobody noted an impact; null while one is, or where nobody saw it
 * recover.
 */
function sayDown({ outages: all, room: { resolvedAt } }: DraftSources): Sentence | null {
  const outages = all.filter(({ from }) => resolvedAt === null || from <= resolvedAt);
  const ms = downFor(outages);
  if (ms === null || outages.every(({ isDegraded }) => isDegraded)) return null;
  const names = [...new Set(outages.map(({ name }) => `“${oneLine(name)}”`))];
  const [only = ''] = names;
  const what =
    names.length === 1 ? `The check ${only} was` : `${capital(sayCount(names.length))} checks were`;
  return { text: `${what} down for ${sayDuration(ms)}.`, facts: outages.flatMap(({ facts }) => facts) };
}

/** A longer description of the impact stands under Impact alone. */
const longestDescription = 240;

/** The levels, the worst first, where there was no impact, and what people wrote about it; null without any impact. */
function sayHowBad({ room }: DraftSources): Sentence | null {
  const { levels, text } = room.impact;
  const said = impactLevels.toReversed().flatMap((level) => {
    const areas = impactAreas.filter((area) => levels[area] === level);
    return areas.length === 0 ? [] : [{ level, words: `${level} for ${sayList(areas)}` }];
  });
  const harmed = said.flatMap(({ level, words }) => (level === 'none' ? [] : [words]));
  if (harmed.length === 0) return null;
  const spared = said.flatMap(({ level, words }) => (level === 'none' ? [`; there was ${words}`] : []));
  const described = oneLine(text ?? '');
  const isShort = described !== '' && described.length <= longestDescription;
  const facts = standing(room).flatMap(({ fact, id }) => (fact.kind === 'impact' ? [id] : []));
  const all =
    harmed.length < 3 ? harmed.join(' and ') : `${harmed.slice(0, -1).join(', ')}, and ${harmed.at(-1)}`;
  const level = `The impact was ${all}${spared.join('')}.`;
  return { text: isShort ? `${level} ${ended(capital(described))}` : level, facts };
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

function sayCauseAndEnd(known: DraftSources): Sentence | null {
  const said = [sayCause(known.room), sayHelp(known), sayEnd(known)].filter((each) => each !== null);
  if (said.length === 0) return null;
  return { text: said.map(({ text }) => text).join(' '), facts: said.flatMap(({ facts }) => facts) };
}

function sayCause(room: Room): Sentence | null {
  const cause = findCause(room);
  if (cause === null) return null;
  const isTested = room.hypotheses.some(({ verdict }) => verdict === 'supported');
  const words = isTested ? 'A test confirmed the cause:' : 'The cause was named as';
  return { ...cause, text: `${words} ${quote(cause.text)}.` };
}

/** The most actions that a sentence names. */
const mostNamed = 3;

function sayHelp({ actions }: DraftSources): Sentence | null {
  const helped = actions.filter(({ grade }) => grade?.outcome === 'helped');
  if (helped.length === 0) return null;
  const [only] = helped;
  const facts = helped.map(({ fact }) => fact);
  if (helped.length === 1 && only !== undefined) {
    const shown = only.grade?.evidence;
    return { text: ended(`${quote(only.text)} helped${shown ? `: ${oneLine(shown)}` : ''}`), facts };
  }
  const named = helped.slice(0, mostNamed).map(sayHelped);
  const others = helped.length - named.length;
  const more = others === 0 ? [] : [`${sayCount(others)} more ${others === 1 ? 'action' : 'actions'}`];
  return { text: `${sayList([...named, ...more])} helped.`, facts };
}

const sayHelped = ({ text, grade }: ReviewAction): string =>
  `${quote(text)}${grade?.evidence ? ` (${oneLine(grade.evidence)})` : ''}`;

const smallNumbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
/** Up to ten as a word, as prose has it. */
export const sayCount = (count: number): string => smallNumbers[count] ?? String(count);

function sayEnd(known: DraftSources): Sentence | null {
  const { instants, zone } = known;
  if (known.room.withdrawn !== null) return sayWithdrawal(known, known.room.withdrawn);
  const took = measured(known, 'resolve');
  const again = sayReopened(known);
  if (took === null || instants.resolved.at === null || instants.detected.at === null) return again;
  const left = stillDown(known);
  const [, at = ''] = clocksInProse(zone, [instants.detected.at, instants.resolved.at]);
  const open = left.length === 0 ? '' : `; ${sayStill(left, ['was', 'were'])}`;
  const what = again === null ? 'The incident was' : `${again.text} It was last`;
  return {
    text: `${what} resolved at ${at}, ${sayDuration(took)} after ${sayStart(known)}${open}.`,
    facts: [
      ...instants.detected.facts,
      ...instants.resolved.facts,
      ...(again?.facts ?? []),
      ...left.flatMap((each) => each.facts),
    ],
  };
}

/** WD5: when and as what it was withdrawn, and why. */
function sayWithdrawal(
  { zone, instants }: DraftSources,
  withdrawn: NonNullable<Room['withdrawn']>,
): Sentence {
  const [, at = ''] = clocksInProse(zone, [instants.detected.at ?? withdrawn.at, withdrawn.at]);
  const why = withdrawn.why === null ? '' : `: ${oneLine(withdrawn.why).replace(/\.$/u, '')}`;
  return { text: `It was withdrawn at ${at} as ${sayWhatItWas(withdrawn)}${why}.`, facts: [withdrawn.fact] };
}

/** That it was resolved before and opened again, and why; of several times, the last. Null if it never was. */
function sayReopened({ room, zone, instants }: DraftSources): Sentence | null {
  const last = room.reopened.at(-1);
  if (last === undefined) return null;
  const statuses = standing(room).filter(({ fact }) => fact.kind === 'status');
  const find = (when: number) => statuses.find((entry) => entry.at === when);
  const [, resolved = ''] = clocksInProse(zone, [instants.detected.at ?? last.resolvedAt, last.resolvedAt]);
  const [, opened = ''] = clocksInProse(zone, [last.resolvedAt, last.at]);
  const times = room.reopened.length === 1 ? '' : ` for the ${ordinal(room.reopened.length)} time`;
  const reason = whyOf(find(last.at));
  const why = reason === null ? '' : `: ${reason.replace(/\.$/u, '')}`;
  return {
    text: `The incident was resolved at ${resolved} and opened again${times} at ${opened}${why}.`,
    facts: [last.resolvedAt, last.at].flatMap((when) => find(when)?.id ?? []),
  };
}

const ordinal = (count: number): string => ['', 'first', 'second', 'third'][count] ?? `${count}th`;

/** Checks that were down when the incident was resolved, and never came back. */
export const stillDown = ({ room: { resolvedAt }, outages }: DraftSources): ReviewOutage[] =>
  resolvedAt === null ? [] : outages.filter(({ from, until }) => until === null && from <= resolvedAt);
