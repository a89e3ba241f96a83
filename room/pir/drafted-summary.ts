// The drafted executive summary: two or three sentences for somebody who reads nothing else.
import { sayNoticed } from '../facts/noticed.ts';
import { sayWhatItWas } from '../facts/withdrawn.ts';
import { figureWords } from '../facts/impact-figures.ts';
import { owesFollowUp } from '../comms/update-reminder.ts';
import { impactAreas, impactFigures, impactLevels } from '../team/scales.ts';
import { sayList } from '../text/words.ts';
import {
  capital,
  ended,
  findCause,
  measured,
  quote,
  sayCount,
  sayStart,
  stillDown,
  type DraftSources,
  type Sentence,
} from './drafted.ts';
import { startOf, startWords, whyOf } from './instants.ts';
import { downFor, sayStill, standing } from './outages.ts';
import { oneLine } from './phrases.ts';
import { clocksInProse, dayInProse, sayDay, sayDuration, sayZone } from './zone.ts';

/** A text of people that is longer is not part of a sentence: it stands in its own section. */
const longestPart = 120;
const isShort = (text: string): boolean => text !== '' && text.length <= longestPart;

/** What happened and to whom; how it came to light and what ended it; how it stands, and what is still owed. */
export function draftSummary(known: DraftSources): Sentence[] {
  const { room, instants } = known;
  const isDeclared = room.title !== '';
  const isOver = (instants.resolved.at ?? instants.closed.at) !== null;
  return [
    isDeclared ? sayImpact(known) : null,
    sayCourse(known),
    isDeclared || isOver ? sayStanding(known) : null,
  ].filter((each) => each !== null);
}

/** A part of a sentence with its source facts. */
type Part = Sentence;
const factsOf = (parts: readonly Part[]): string[] => [...new Set(parts.flatMap(({ facts }) => facts))];

function sayImpact(known: DraftSources): Sentence {
  const parts = [sayWho(known), sayHarm(known)].filter((each) => each !== null);
  const [who = '', harm] = parts.map(({ text }) => text);
  return {
    text: ended(harm === undefined ? who : `${who.replace(/\.$/u, '')}; ${harm}`),
    facts: factsOf(parts),
  };
}

function sayWho(known: DraftSources): Part {
  const { room, zone, instants } = known;
  const { impactBegan, impactEnded, detected, declared } = instants;
  const what = oneLine(room.title);
  const at = impactBegan.at ?? detected.at;
  if (at === null) return { text: what, facts: declared.facts };
  const day = dayInProse(zone, at);
  const inZone = sayZone(zone);
  const facts = [...declared.facts, ...impactBegan.facts, ...impactEnded.facts];
  const [began = '', over = ''] = clocksInProse(zone, [at, impactEnded.at ?? at]);
  if (impactBegan.at === null)
    return {
      text: `On ${day} at ${began} ${inZone}, ${startWords[startOf(known)].came}: ${what}`,
      facts: [...detected.facts, ...facts],
    };
  const whose = sayCustomers(room.service);
  const worst = sayWorst(known);
  const harm = worst === null ? '' : `, with ${worst.text}`;
  const lasted = measured(known, 'impact');
  return {
    text:
      lasted !== null && impactEnded.at !== null
        ? `On ${day}, ${whose} were affected for ${sayDuration(lasted)}, from ${began} to ${over.replace(/^\S+/u, `$& ${inZone}`)}${harm}: ${what}`
        : `On ${day} at ${began} ${inZone}, ${whose} began to be affected${harm}: ${what}`,
    facts: [...facts, ...(worst?.facts ?? [])],
  };
}

function sayCustomers(service: string | null): string {
  const name = oneLine(service ?? '');
  return name === '' ? 'customers' : `customers of the ${name}${/\bservice$/iu.test(name) ? '' : ' service'}`;
}

/** Where it was worst, as a part of a sentence; null where nobody assessed any harm. */
function sayWorst({ room }: DraftSources): Part | null {
  const { levels } = room.impact;
  const worst = impactLevels.findLast((level) => impactAreas.some((area) => levels[area] === level));
  if (worst === undefined || worst === 'none') return null;
  const areas = impactAreas.filter((area) => levels[area] === worst);
  return { text: `${worst} impact on ${sayList(areas)}`, facts: impactFacts(room) };
}

const impactFacts = (room: DraftSources['room']): string[] =>
  standing(room).flatMap(({ fact, id }) => (fact.kind === 'impact' ? [id] : []));

/** What it came to: figures, else the first sentence of what people wrote about it, else how long checks were down. */
function sayHarm(known: DraftSources): Part | null {
  const { room, instants } = known;
  const { figures, text } = room.impact;
  const given = impactFigures.flatMap((figure) => {
    const value = oneLine(figures[figure] ?? '');
    return value === '' ? [] : [`${figureWords[figure].toLowerCase()}: ${value.replace(/\.$/u, '')}`];
  });
  const counted = given.join(', ');
  const told = firstSentence(text ?? '');
  const said = isShort(counted) ? counted : isShort(told) ? midSentence(told) : null;
  const worst = instants.impactBegan.at === null ? sayWorst(known) : null;
  if (said === null && worst === null) return instants.impactBegan.at === null ? sayDown(known) : null;
  const parts = [worst === null ? '' : `there was ${worst.text}`, said ?? ''].filter(Boolean);
  return { text: parts.join('; '), facts: impactFacts(room) };
}

/** A dot ends a sentence where it follows no short word (`no. 7`) and a capital or a figure comes next. */
const firstSentence = (text: string): string =>
  (/^.+?(?<=\S{3})[.!?…](?= +[\p{Lu}\p{N}])/u.exec(oneLine(text))?.[0] ?? oneLine(text)).replace(/\.$/u, '');

/** Only words that never name anything lose their capital. */
const midSentence = (text: string): string =>
  text.replace(
    /^(?:A|About|All|An|Around|Customers|Every|Few|Half|In|It|Many|Most|Nearly|No|Nobody|None|One|Orders|Payments|People|Some|The|They|Users|We)\b/u,
    (word) => word.toLowerCase(),
  );

/** Whether the drafted summary holds all that people wrote about the impact. */
export const tellsImpact = (summary: readonly Sentence[], written: string): boolean => {
  const words = oneLine(written).replace(/\.$/u, '').toLowerCase();
  return summary.some(({ text }) => text.toLowerCase().includes(words));
};

/** How long checks were down until it was resolved; null while one is, or where nobody saw it recover. */
function sayDown({ outages: all, room: { resolvedAt } }: DraftSources): Part | null {
  const outages = all.filter(({ from }) => resolvedAt === null || from <= resolvedAt);
  const ms = downFor(outages);
  if (ms === null || outages.every(({ isDegraded }) => isDegraded)) return null;
  const names = [...new Set(outages.map(({ name }) => `“${oneLine(name)}”`))];
  const what = names.length === 1 ? `the check ${names[0]} was` : `${sayCount(names.length)} checks were`;
  return { text: `${what} down for ${sayDuration(ms)}`, facts: outages.flatMap(({ facts }) => facts) };
}

/** How it came to light, what caused it, and what helped; null where nothing of it is recorded. */
function sayCourse(known: DraftSources): Sentence | null {
  const found = sayFound(known);
  const ending = [sayCause(known), sayHelp(known)].filter((each) => each !== null);
  const parts = [...(found === null ? [] : [found]), ...ending];
  if (parts.length === 0) return null;
  const course = ending.map(({ text }) => text).join(', and ');
  return {
    text: ended(capital([found?.text, course].filter(Boolean).join('; '))),
    facts: factsOf(parts),
  };
}

/** What came first, counted from the beginning of the impact; without that, the first sentence has it. */
function sayFound(known: DraftSources): Part | null {
  const { instants, room, metrics } = known;
  const noticed = startOf(known) === 'person' ? room.declared?.noticed : undefined;
  const seen = noticed === undefined ? '' : `it was noticed ${sayNoticed(noticed)}`;
  const facts = [...instants.impactBegan.facts, ...instants.detected.facts];
  const ahead = metrics.find(({ id, isAhead }) => id === 'detect' && isAhead === true)?.note;
  const lag = measured(known, 'detect');
  if (ahead) return { text: ahead, facts };
  if (lag === null) return seen === '' ? null : { text: seen, facts: instants.declared.facts };
  const when = lag === 0 ? 'as it began' : `${sayDuration(lag)} after it began`;
  const came = seen === '' ? startWords[startOf(known)].came : `${seen} and declared`;
  return { text: `${came} ${when}`, facts };
}

function sayCause({ room }: DraftSources): Part | null {
  const cause = findCause(room);
  if (cause === null) return null;
  const isTested = room.hypotheses.some(({ verdict }) => verdict === 'supported');
  if (!isShort(cause.text))
    return { ...cause, text: isTested ? 'a test confirmed the cause' : 'the cause was named' };
  return {
    ...cause,
    text: isTested
      ? `a test confirmed the cause, ${quote(cause.text)}`
      : `the cause was named as ${quote(cause.text)}`,
  };
}

/** The most actions that the sentence names. */
const mostNamed = 2;

function sayHelp({ actions }: DraftSources): Part | null {
  const helped = actions.filter(({ grade }) => grade?.outcome === 'helped');
  if (helped.length === 0) return null;
  const named = helped.flatMap(({ text }) => (isShort(text) ? [quote(text)] : [])).slice(0, mostNamed);
  const others = helped.length - named.length;
  const more = named.length === 0 ? '' : ' more';
  const rest = others === 0 ? [] : [`${sayCount(others)}${more} ${others === 1 ? 'action' : 'actions'}`];
  return { text: `${sayList([...named, ...rest])} helped`, facts: helped.map(({ fact }) => fact) };
}

function sayStanding(known: DraftSources): Sentence {
  const end = sayEnd(known);
  const owed = sayOwed(known);
  return {
    text: ended(owed === null ? end.text : `${end.text}; ${owed.text}`),
    facts: factsOf([end, ...(owed === null ? [] : [owed])]),
  };
}

function sayEnd(known: DraftSources): Part {
  const { instants, zone, room } = known;
  if (room.withdrawn !== null) return sayWithdrawal(known, room.withdrawn);
  const again = sayReopened(known);
  const over = instants.resolved.at === null ? instants.closed : instants.resolved;
  const what = `${again?.text ?? `The ${room.drill ? 'drill' : 'incident'}`}${again === null ? '' : ' and'}`;
  if (over.at === null) {
    const status = standing(room).findLast(({ fact }) => fact.kind === 'status');
    return {
      text: `${what} is not resolved yet`,
      facts: [...(again?.facts ?? instants.declared.facts), ...(status === undefined ? [] : [status.id])],
    };
  }
  const took = over === instants.resolved ? measured(known, 'resolve') : null;
  const [, at = ''] = clocksInProse(zone, [instants.detected.at ?? over.at, over.at]);
  const left = stillDown(known);
  return {
    text: [
      `${what} was ${again === null ? '' : 'last '}${over === instants.closed ? 'closed' : 'resolved'} at ${at}`,
      took === null ? '' : `, ${sayDuration(took)} after ${sayStart(known)}`,
      left.length === 0 ? '' : `, while ${sayStill(left, ['was', 'were'])}`,
    ].join(''),
    facts: [
      ...(took === null ? [] : instants.detected.facts),
      ...over.facts,
      ...(again?.facts ?? []),
      ...left.flatMap((each) => each.facts),
    ],
  };
}

/** WD5: when and as what it was withdrawn, and why. */
function sayWithdrawal(
  { zone, instants }: DraftSources,
  withdrawn: NonNullable<DraftSources['room']['withdrawn']>,
): Part {
  const [, at = ''] = clocksInProse(zone, [instants.detected.at ?? withdrawn.at, withdrawn.at]);
  const why = withdrawn.why === null ? '' : `: ${oneLine(withdrawn.why).replace(/\.$/u, '')}`;
  return { text: `It was withdrawn at ${at} as ${sayWhatItWas(withdrawn)}${why}`, facts: [withdrawn.fact] };
}

/** That it was resolved before and opened again, and why; of several times, the last. Null if it never was. */
function sayReopened({ room, zone, instants }: DraftSources): Part | null {
  const last = room.reopened.at(-1);
  if (last === undefined) return null;
  const statuses = standing(room).filter(({ fact }) => fact.kind === 'status');
  const find = (when: number) => statuses.find((entry) => entry.at === when);
  const [, resolved = ''] = clocksInProse(zone, [instants.detected.at ?? last.resolvedAt, last.resolvedAt]);
  const [, opened = ''] = clocksInProse(zone, [last.resolvedAt, last.at]);
  const times = room.reopened.length === 1 ? '' : ` for the ${ordinal(room.reopened.length)} time`;
  const reason = whyOf(find(last.at));
  const why = reason === null ? '' : ` (${reason.replace(/\.$/u, '')})`;
  return {
    text: `The incident was resolved at ${resolved}, opened again${times} at ${opened}${why}`,
    facts: [last.resolvedAt, last.at].flatMap((when) => find(when)?.id ?? []),
  };
}

const ordinal = (count: number): string => ['', 'first', 'second', 'third'][count] ?? `${count}th`;

/** What is still to be done; null where nothing is. */
function sayOwed({ room, instants, items, tasks }: DraftSources): Part | null {
  const open = items.filter(({ state }) => state === 'open');
  const left = tasks.filter(({ doneAt }) => doneAt === null);
  const counts = [sayMany(open.length, 'action item'), sayMany(left.length, 'task')].filter(Boolean);
  const [due] = open.flatMap((item) => item.due ?? []).toSorted();
  const first =
    due === undefined ? '' : `${open.length === 1 ? ', due' : ', the first due'} on ${sayDay(due)}`;
  const work = `${sayList(counts)} ${open.length + left.length === 1 ? 'is' : 'are'} open`;
  const untold = instants.closed.at !== null && room.withdrawn === null && owesFollowUp(room);
  const said = [
    ...(counts.length === 0 ? [] : [`${work}${open.length > 0 && left.length > 0 ? '' : first}`]),
    ...(untold ? ['customers have not been told what will change'] : []),
  ];
  if (said.length === 0) return null;
  return {
    text: said.join(', and '),
    facts: [...[...open, ...left].map(({ fact }) => fact), ...(untold ? instants.closed.facts : [])],
  };
}

const sayMany = (count: number, what: string): string =>
  count === 0 ? '' : `${sayCount(count)} ${what}${count === 1 ? '' : 's'}`;
