// Lessons drafted from the record: what went well, and what to improve.
import {
  capital,
  measured,
  ended,
  quote,
  sayCame,
  sayStart,
  stillDown,
  type DraftSources,
  type Sentence,
} from './drafted.ts';
import { owesFollowUp } from '../comms/update-reminder.ts';
import { whyOf } from './instants.ts';
import { sayStill, standing } from './outages.ts';
import { roleTitle } from './people.ts';
import { oneLine, sayPage } from './phrases.ts';
import type { Response } from './response.ts';
import { sayDuration, toSecond } from './zone.ts';

const minute = 60_000;
/** The target time for an alert. */
const detectWithin = 5 * minute;
/** Used when the severity has no target, in minutes. */
const usualAcknowledge = 5;

/** Lessons from the record: what went well, and what to improve. */
export function draftLessons(
  known: DraftSources,
  response: Response,
): { well: Sentence[]; improve: Sentence[] } {
  // WD5: of what was no incident, only pages can have gone wrong.
  const isReal = known.room.withdrawn === null;
  const found = [
    ...(isReal ? judgeSpeed(known) : []),
    ...judgePages(response),
    ...(isReal ? [...judgeMessages(known), ...judgePromises(known), ...judgeWork(known)] : []),
  ];
  const side = (good: boolean): Sentence[] =>
    found.flatMap(({ isGood, ...rest }) => (isGood === good ? [rest] : []));
  return { well: side(true), improve: side(false) };
}

type Judged = Sentence & { isGood: boolean };

function judgeSpeed(known: DraftSources): Judged[] {
  const { instants, severity, outages, messages, metrics, room } = known;
  const terms = severity.peak === null ? null : room.terms[severity.peak];
  const acknowledgeWithin = (terms?.acknowledgeMinutes ?? usualAcknowledge) * minute;
  const peak = severity.peak === null ? '' : ` for ${severity.peak}`;
  const found: Judged[] = [];
  const [detect, acknowledge, tell] = ['detect', 'acknowledge', 'tell'].map((id) => measured(known, id));
  if (detect !== null && detect !== undefined && outages.length > 0)
    found.push({
      isGood: detect <= detectWithin,
      text: `${sayCame(known, `${sayDuration(detect)} after customers began to be affected`)}; the target is ${sayDuration(detectWithin)}.`,
      facts: [...instants.impactBegan.facts, ...instants.detected.facts],
    });
  const early = metrics.find(({ id, isAhead }) => id === 'detect' && isAhead === true);
  if (early?.note)
    found.push({
      isGood: true,
      text: `${capital(early.note)}.`,
      facts: [...instants.detected.facts, ...instants.impactBegan.facts],
    });
  if (acknowledge !== null && acknowledge !== undefined)
    found.push({
      isGood: acknowledge <= acknowledgeWithin,
      text: `Somebody answered ${sayDuration(acknowledge)} after ${sayStart(known)}; the target${peak} is ${sayDuration(acknowledgeWithin)}.`,
      facts: [...instants.detected.facts, ...instants.acknowledged.facts],
    });
  // The first update has the same time limit as later ones.
  const limit = terms === null || terms.updateMinutes === null ? null : terms.updateMinutes * minute;
  if (limit !== null && tell !== null && tell !== undefined)
    found.push({
      isGood: tell <= limit,
      text: `Customers were first told ${sayDuration(tell)} after ${sayStart(known)}; the target for ${severity.peak} is ${sayDuration(limit)}.`,
      facts: [...instants.detected.facts, ...instants.firstExternal.facts],
    });
  if (limit !== null && instants.resolved.at !== null && !messages.some(({ side }) => side === 'external'))
    found.push({ isGood: false, text: 'No customer update is recorded.', facts: instants.resolved.facts });
  return found;
}

/** One sentence for each channel whose pages failed. */
function judgePages({ pages }: Response): Judged[] {
  const failed = pages.filter(({ ok }) => !ok);
  return [...Map.groupBy(failed, ({ channel }) => channel)].map(([channel, rows]) => {
    const [only] = rows;
    const why = rows.length === 1 && only?.reason ? `: ${oneLine(only.reason)}` : '';
    const what = rows.length === 1 ? sayPage(channel, 'A page') : sayPage(channel, `${rows.length} pages`);
    return { isGood: false, text: ended(`${what} failed${why}`), facts: rows.map(({ fact }) => fact) };
  });
}

/** Customer updates that went out although nobody had approved them, and a follow-up that never went out. */
function judgeMessages({ messages, room, instants }: DraftSources): Judged[] {
  const found = messages.flatMap(({ side, number, override, facts }): Judged[] => {
    if (side !== 'external' || override === null) return [];
    const text = ended(`Customer update ${number} was sent without an approval: ${oneLine(override)}`);
    return [{ isGood: false, text, facts }];
  });
  if (instants.closed.at === null || !owesFollowUp(room)) return found;
  const text = 'Customers were not told afterwards what will change.';
  return [...found, { isGood: false, text, facts: instants.closed.facts }];
}

function judgePromises({ promises, messages }: DraftSources): Judged[] {
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

/** Each time that it was resolved too early. */
const judgeReopening = ({ room }: DraftSources): Judged[] =>
  room.reopened.map(({ resolvedAt, at }) => {
    const opened = standing(room).find((entry) => entry.fact.kind === 'status' && entry.at === at);
    const why = whyOf(opened);
    const later = sayDuration(toSecond(at) - toSecond(resolvedAt));
    return {
      isGood: false,
      text: ended(`It was opened again ${later} after it was resolved${why === null ? '' : `: ${why}`}`),
      facts: opened === undefined ? [] : [opened.id],
    };
  });

function judgeWork(known: DraftSources): Judged[] {
  const { actions, people, severity } = known;
  const found: Judged[] = actions.flatMap(({ text, grade, fact }): Judged[] => {
    if (grade?.outcome !== 'made-worse' && grade?.outcome !== 'helped') return [];
    const isGood = grade.outcome === 'helped';
    const shown = grade.evidence ? `: ${oneLine(grade.evidence)}` : '';
    const did = isGood ? 'helped' : 'made things worse';
    return [{ isGood, text: ended(`${quote(text)} ${did}${shown}`), facts: [fact] }];
  });
  found.push(...judgeReopening(known));
  for (const outage of stillDown(known))
    found.push({
      isGood: false,
      text: `${capital(sayStill([outage], ['was', 'were']))} when the incident was resolved.`,
      facts: outage.facts,
    });
  const isMajor = severity.peak === 'P1' || severity.peak === 'P2';
  const needed = people.vacant.filter((role) => role === 'commander' || role === 'communications');
  if (isMajor && needed.length > 0)
    found.push({
      isGood: false,
      text: `Nobody held the role of ${needed.map(roleTitle).join(' or ').toLowerCase()}.`,
      facts: [],
    });
  return found;
}
