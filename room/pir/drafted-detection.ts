// The drafted prose of Detection & Response: how the incident came to light, who was paged and who answered.
import { sayNoticed } from '../facts/noticed.ts';
import { capital, measured, sayCount, sayStart, type DraftSources, type Sentence } from './drafted.ts';
import { startOf } from './instants.ts';
import { everybodyThere, type Response } from './response.ts';
import { clocksInProse, sayDuration, sayZone } from './zone.ts';

/**
 * How the incident came to light and who answered: what alerted first, how many were paged and when the first answer
 * came, and when customers were told. Empty without an alert.
 */
export function draftDetection(known: DraftSources, { alerts, pages }: Response): Sentence[] {
  const { zone, instants, room } = known;
  const { detected, acknowledged, firstExternal } = instants;
  if (detected.at === null || room.declared === null) return [];
  const [first = '', answer = '', told = ''] = clocksInProse(zone, [
    detected.at,
    acknowledged.at ?? detected.at,
    firstExternal.at ?? detected.at,
  ]);
  const [detect, acknowledge, tell] = ['detect', 'acknowledge', 'tell'].map((id) => measured(known, id));
  const lag = detect ? `, ${sayDuration(detect)} after customers began to be affected` : '';
  const found: Sentence[] = [
    {
      text: sayFirst(known, alerts[0], { first: `${first} ${sayZone(zone)}`, lag }),
      facts: [...detected.facts, ...(detect ? instants.impactBegan.facts : [])],
    },
  ];
  const since = startOf(known) === 'alert' ? 'the alert' : sayStart(known);
  const answered =
    acknowledged.at === null || acknowledge === null || acknowledge === undefined
      ? 'no answer is recorded'
      : `the first answer came at ${answer}, ${sayDuration(acknowledge)} after ${since}`;
  found.push({
    text: `${sayPaged(pages)}; ${answered}.`,
    facts: [...detected.facts, ...pages.map(({ fact }) => fact), ...acknowledged.facts],
  });
  if (firstExternal.at !== null && tell !== null && tell !== undefined)
    found.push({
      text: `Customers were first told at ${told}, ${sayDuration(tell)} after ${since}.`,
      facts: firstExternal.facts,
    });
  return found;
}

type First = { first: string; lag: string };

function sayFirst(
  known: DraftSources,
  alert: Response['alerts'][number] | undefined,
  { first, lag }: First,
): string {
  const start = startOf(known);
  if (start === 'alert') return `The first alert came ${sayFrom(alert)}at ${first}${lag}.`;
  const found = start === 'report' ? `A report came by form at ${first}` : sayFound(known);
  return `${found}${lag}. No alert came before that.`;
}

/** Who noticed it when, if somebody said so, and when it was declared. */
function sayFound({ room, zone, instants }: DraftSources): string {
  const { at: declared, noticed } = { at: instants.declared.at ?? 0, noticed: room.declared?.noticed };
  const seen = Math.min(noticed?.at ?? declared, declared);
  const [first = '', later = ''] = clocksInProse(zone, [seen, declared]);
  const inZone = sayZone(zone);
  if (noticed === undefined) return `A person declared it at ${first} ${inZone}`;
  const how = `It was noticed ${sayNoticed(noticed)}`;
  return noticed.at === undefined
    ? `${how} and declared at ${later} ${inZone}`
    : `${how} at ${first} ${inZone} and declared at ${later}`;
}

const spokenSources: Readonly<Record<string, string>> = {
  Check: 'a check',
};

/** `from Alertmanager `; empty without an alert. */
const sayFrom = (alert: Response['alerts'][number] | undefined): string =>
  alert === undefined ? '' : `from ${spokenSources[alert.source] ?? alert.source} `;

/** How many people pages reached, and how many pages failed. */
function sayPaged(pages: Response['pages']): string {
  const toPeople = pages.filter(({ whom }) => whom !== everybodyThere);
  const reached = new Set(toPeople.flatMap(({ whom, ok }) => (ok ? [whom] : []))).size;
  const failed = toPeople.filter(({ ok }) => !ok).length;
  const paged =
    reached === 0
      ? 'Nobody was paged'
      : capital(`${sayCount(reached)} ${reached === 1 ? 'person was' : 'people were'} paged`);
  if (failed === 0) return paged;
  const pagesFailed = `${sayCount(failed)} ${failed === 1 ? 'page' : 'pages'} failed`;
  return reached === 0 ? `Nobody could be paged: ${pagesFailed}` : `${paged} and ${pagesFailed}`;
}
