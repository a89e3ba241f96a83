// Sentences drafted from the record, each with its source facts. People's own text replaces them.
import type { Room } from '../view/room-view.ts';
import { impactAreas, impactLevels } from '../team/scales.ts';
import { sayList } from '../text/words.ts';
import type { ReviewMessage, ReviewPromise } from './messages.ts';
import { oneLine, type Instants, type Metric } from './metrics.ts';
import { standing, type Outage } from './outages.ts';
import type { People } from './people.ts';
import { causeNamed } from './phrases.ts';
import type { ReviewAction } from './work.ts';
import type { SeverityStory } from './severity.ts';
import { clockIn, dateIn, sayDuration, sayZone, type Zone } from './zone.ts';

export type Sentence = { text: string; facts: readonly string[] };

export type Known = {
  room: Room;
  zone: Zone;
  instants: Instants;
  metrics: readonly Metric[];
  outages: readonly Outage[];
  messages: readonly ReviewMessage[];
  promises: readonly ReviewPromise[];
  actions: readonly ReviewAction[];
  severity: SeverityStory;
  people: People;
};

const measured = ({ metrics }: Known, id: string): number | null =>
  metrics.find((each) => each.id === id)?.ms ?? null;
const ended = (text: string): string => (/[.!?…]$/u.test(text) ? text : `${text}.`);

/** Two or three sentences: what broke, for whom and how long; why; and what ended it. */
export function draftSummary(known: Known): Sentence[] {
  return [sayImpact(known), sayCause(known), sayEnd(known)].filter((each) => each !== null);
}

function sayImpact(known: Known): Sentence | null {
  const { room, zone, instants } = known;
  const { impactBegan, impactEnded, detected, declared } = instants;
  if (room.title === '') return null;
  const what = oneLine(room.title);
  const whose = room.service === null ? 'customers' : `customers of ${oneLine(room.service)}`;
  const at = impactBegan.at ?? detected.at;
  if (at === null) return { text: ended(what), facts: declared.facts };
  const day = dateIn(zone, at);
  const clock = (instant: number): string => clockIn(zone, instant, day);
  const inZone = sayZone(zone);
  const lasted = measured(known, 'impact');
  const levels = sayLevels(room);
  const how = levels === '' ? '' : ` (${levels})`;
  const impacts =
    levels === '' ? [] : standing(room).flatMap(({ fact, id }) => (fact.kind === 'impact' ? [id] : []));
  const facts = [...declared.facts, ...impactBegan.facts, ...impactEnded.facts, ...impacts];
  if (impactBegan.at === null)
    return {
      text: `On ${day} at ${clock(at)} ${inZone}, the first alert came${how}: ${ended(what)}`,
      facts: [...detected.facts, ...facts],
    };
  if (lasted !== null && impactEnded.at !== null)
    return {
      text: `On ${day}, ${whose} were affected for ${sayDuration(lasted)}, from ${clock(at)} to ${clock(impactEnded.at)} ${inZone}${how}: ${ended(what)}`,
      facts,
    };
  return {
    text: `On ${day} at ${clock(at)} ${inZone}, ${whose} began to be affected${how}: ${ended(what)}`,
    facts,
  };
}

/** The worst level first: `critical for business, major for users and availability`; empty without any. */
function sayLevels({ impact }: Room): string {
  return impactLevels
    .toReversed()
    .filter((level) => level !== 'none')
    .flatMap((level) => {
      const areas = impactAreas.filter((area) => impact.levels[area] === level);
      return areas.length === 0 ? [] : [`${level} for ${sayList(areas)}`];
    })
    .join(', ');
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

function sayCause({ room }: Known): Sentence | null {
  const cause = findCause(room);
  return cause && { text: `Cause: ${ended(cause.text)}`, facts: cause.facts };
}

function sayEnd(known: Known): Sentence | null {
  const { instants, actions } = known;
  const took = measured(known, 'resolve');
  const helped = actions.filter(({ grade }) => grade?.outcome === 'helped');
  const what =
    helped.length === 0 ? '' : `what helped: ${helped.map(({ text }) => oneLine(text)).join('; ')}`;
  const facts = helped.map(({ fact }) => fact);
  if (took === null) return what === '' ? null : { text: ended(`W${what.slice(1)}`), facts };
  const when = `It was resolved ${sayDuration(took)} after the first alert`;
  return {
    text: ended(what === '' ? when : `${when}; ${what}`),
    facts: [...instants.detected.facts, ...instants.resolved.facts, ...facts],
  };
}

const minute = 60_000;
/** The target time for an alert. */
const detectWithin = 5 * minute;
/** Used when the severity has no target, in minutes. */
const usualAcknowledge = 5;

/** Lessons from the record: what went well, and what to improve. */
export function draftLessons(known: Known): { well: Sentence[]; improve: Sentence[] } {
  const found = [...judgeSpeed(known), ...judgePromises(known), ...judgeWork(known)];
  const side = (good: boolean): Sentence[] =>
    found.flatMap(({ isGood, ...rest }) => (isGood === good ? [rest] : []));
  return { well: side(true), improve: side(false) };
}

type Judged = Sentence & { isGood: boolean };

function judgeSpeed(known: Known): Judged[] {
  const { instants, severity, outages, messages, room } = known;
  const terms = severity.peak === null ? null : room.terms[severity.peak];
  const acknowledgeWithin = (terms?.acknowledgeMinutes ?? usualAcknowledge) * minute;
  const found: Judged[] = [];
  const [detect, acknowledge, tell] = ['detect', 'acknowledge', 'tell'].map((id) => measured(known, id));
  if (detect !== null && detect !== undefined && outages.length > 0)
    found.push({
      isGood: detect <= detectWithin,
      text: `The first alert came ${sayDuration(detect)} after customers began to be affected.`,
      facts: [...instants.impactBegan.facts, ...instants.detected.facts],
    });
  if (acknowledge !== null && acknowledge !== undefined)
    found.push({
      isGood: acknowledge <= acknowledgeWithin,
      text: `Somebody answered ${sayDuration(acknowledge)} after the first alert.`,
      facts: [...instants.detected.facts, ...instants.acknowledged.facts],
    });
  // The first update has the same time limit as later ones.
  const limit = terms === null || terms.updateMinutes === null ? null : terms.updateMinutes * minute;
  if (limit !== null && tell !== null && tell !== undefined)
    found.push({
      isGood: tell <= limit,
      text: `Customers were first told ${sayDuration(tell)} after the first alert; the target for ${severity.peak} is ${sayDuration(limit)}.`,
      facts: [...instants.detected.facts, ...instants.firstExternal.facts],
    });
  if (limit !== null && instants.resolved.at !== null && !messages.some(({ side }) => side === 'external'))
    found.push({ isGood: false, text: 'No customer update is recorded.', facts: instants.resolved.facts });
  return found;
}

function judgePromises({ promises, messages }: Known): Judged[] {
  const factsOf = (number: number): readonly string[] =>
    messages.find((each) => each.side === 'external' && each.number === number)?.facts ?? [];
  return promises.flatMap(({ number, state, lateMs }): Judged[] => {
    const facts = factsOf(number);
    if (state === 'late')
      return [
        {
          isGood: false,
          text: `The update promised in customer update ${number} came ${sayDuration(lateMs ?? 0)} late.`,
          facts,
        },
      ];
    if (state === 'not sent')
      return [
        { isGood: false, text: `The update promised in customer update ${number} was not sent.`, facts },
      ];
    return state === 'on time'
      ? [{ isGood: true, text: `The update promised in customer update ${number} came on time.`, facts }]
      : [];
  });
}

function judgeWork({ actions, outages, room, people, severity }: Known): Judged[] {
  const found: Judged[] = actions.flatMap(({ text, grade, fact }): Judged[] => {
    if (grade?.outcome === 'made-worse')
      return [{ isGood: false, text: `This action made things worse: ${oneLine(text)}`, facts: [fact] }];
    return grade?.outcome === 'helped'
      ? [{ isGood: true, text: `This action helped: ${oneLine(text)}`, facts: [fact] }]
      : [];
  });
  const failing = outages.filter(({ until }) => until === null);
  if (room.resolvedAt !== null)
    for (const { name, facts } of failing)
      found.push({ isGood: false, text: `${name} was still down when the incident was resolved.`, facts });
  const isMajor = severity.peak === 'P1' || severity.peak === 'P2';
  const needed = people.vacant.filter((role) => role === 'commander' || role === 'communications');
  if (isMajor && needed.length > 0)
    found.push({ isGood: false, text: `Nobody held the role of ${needed.join(' or ')}.`, facts: [] });
  return found;
}
