// How tools say that a problem begins, is acknowledged and ends: in a field, or before a title.
import type { AlertAction } from './alert.ts';
import { shortLine } from './read.ts';

const closing = new Set(
  (
    'close closed closing resolve resolved resolves ok okay up recovered recovery recover inactive healthy normal ' +
    'success succeeded successful clear cleared fixed passing passed green good online alive completed ended deactivated ' +
    'autoresolved autoclosed backtonormal normalized available reachable restored operational working solved finished ' +
    'done end'
  ).split(' '),
);
const acknowledging = new Set([
  'ack',
  'acked',
  'acknowledge',
  'acknowledged',
  'acknowledgement',
  'acknowledgment',
]);
const opening = new Set(
  (
    'trigger triggered retriggered renotify open opened reopen reopened firing fire fired alerting alert alarm down problem ' +
    'problems critical crit warning warn rewarn error failed started activated unresolved breached degraded outage ' +
    'failing failure unhealthy offline unavailable unreachable nodata renodata unknown major minor disaster high red broken'
  ).split(' '),
);

/** Null for an unknown word, which still counts as a trigger. Case, spaces and punctuation do not matter. */
export function readAction(word: unknown): AlertAction | null {
  if (typeof word !== 'string') return null;
  return readWord(word) ?? readEventName(word);
}

function readWord(word: string): AlertAction | null {
  const text = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (closing.has(text)) return 'resolve';
  if (acknowledging.has(text)) return 'acknowledge';
  return opening.has(text) ? 'trigger' : null;
}

/** Beside one of these words, a word for an end says nothing of an end. */
const notOver = /^(?:not|no|non|un|partially|fail|failed|failing|failure|errors?|lost|re)$/;
const over = /^(?:resolved?|resolves|recover(?:ed|s|y)?|clear(?:ed)?|close)$/;
/** Of other things these words may be the trouble: `connection.closed`, `scale.up`. */
const overOf = /^(?:up|ok|closed)$/;
const ofAlerts =
  /^(?:alert|alarm|incident|issue|problem|event|monitor|check|checks|site|service|host|server|endpoint|node)$/;

/** An end in the name of an event: `incident.resolved`, `ALERT_RECOVERY`, `ResolvedCritical`, `check.up`. */
function readEventName(name: string): AlertAction | null {
  if (!/^[A-Za-z][\w.:/-]{2,60}$/.test(name)) return null;
  const parts = name.replaceAll(/([a-z])(?=[A-Z])/g, '$1.').split(/[^A-Za-z]+/);
  const words = parts.map((each) => each.toLowerCase());
  if (words.length < 2 || words.some((each) => notOver.test(each))) return null;
  const isOver = words.some((each) => over.test(each));
  if (isOver || (words.some((each) => overOf.test(each)) && words.some((each) => ofAlerts.test(each))))
    return 'resolve';
  return words.some((each) => acknowledging.has(each)) ? 'acknowledge' : null;
}

/** What a field says of an end that usually says something else, such as `event` or `type`. */
export function readEnd(word: unknown): AlertAction | null {
  const action = readAction(word);
  if (typeof word !== 'string' || action === null || action === 'trigger') return null;
  const isEnd = action === 'acknowledge' || readEventName(word) !== null;
  return isEnd || /^(?:ok|success|closed|ended)$/i.test(word) || over.test(word.trim().toLowerCase())
    ? action
    : null;
}

/**
 * `[OK] `, `[FIRING:2] `, `RECOVERY: `, `✅ [Resolved] `, `[P1] [Warn on {host:web-1}] `, `Resolved in 5m 3s: `,
 * `** PROBLEM Service Alert: `, `CRIT - `, with a possible symbol before it. Datadog's scope belongs to the key.
 */
const front =
  /^(?:\[P[1-5]\]\s?)?[^\p{L}\p{N}[]{0,4}(?:\[\s*(?<bracket>\p{L}[\p{L} _-]{0,20}?)\s*(?::\s*\d+|on (?<scope>\{[^}\]]{0,1000}\}))?\s*\]|(?<plain>\p{Lu}[\p{L}_-]{0,20})(?: in(?: \d+\p{L}+){1,4}| (?:Service|Host) Alert)?\s*:(?=\s)|(?<dashed>\p{Lu}{2,12})(?= - ))\s*[-:–]?\s*/u;
/** ` is down`, ` - OK`, ` CRIT -> OK`, with a possible symbol behind it. */
const back =
  /\s+(?:(?:(?:\p{Lu}{2,12}\s+)?(?:->|→))|is|ist|est|has|went|now|[-–:])\s+(?:back\s+)?(?<word>\p{L}{2,12})[.!]?(?:\s*[^\p{L}\p{N}\s]{1,4})?$/u;
const symbols = /^[\p{So}\p{M}\p{Cf}\s]+/u;

type TitleParts = {
  /** The title without its state word, so that “[Alerting] x” and “[OK] x” are one outage. */
  key: string;
  /** The meaning of a state word at the front. */
  action: AlertAction | null;
  /** Whether it ends as in “x is up”. That may be an alert (“Load is up”), or the end of another one. */
  mayEnd: boolean;
};

/** LibreNMS: `Alert for device db-1 - Ports down got worse` is over with `Device db-1 recovered from Ports down`. */
const ofDevice =
  /^(?:Alert for device (?<device>.{1,200}?) - (?<rule>.+?)(?: got (?:worse|better|(?<acked>acknowledged))| (?:has )?changed)?|Device (?<well>.{1,200}?) recovered from (?<past>.+))$/u;

export function readTitle(given: string): TitleParts {
  const title = shortLine(given);
  const of = ofDevice.exec(title)?.groups;
  if (of?.['well'] !== undefined)
    return { key: `${of['past']} on ${of['well']}`, action: 'resolve', mayEnd: false };
  if (of?.['device'] !== undefined) {
    const action = of['acked'] === undefined ? null : 'acknowledge';
    return { key: `${of['rule']} on ${of['device']}`, action, mayEnd: false };
  }
  const { groups, 0: found = '' } = front.exec(title) ?? {};
  const action = readAction(groups?.['bracket'] ?? groups?.['plain'] ?? groups?.['dashed']);
  const rest = action === null ? title : title.slice(found.length).trim();
  const end = back.exec(rest);
  const state = end === null ? null : readAction(end.groups?.['word']);
  const plain = state !== null && end !== null ? rest.slice(0, end.index).trim() : rest;
  const scope = action === null ? undefined : groups?.['scope'];
  const key = scope === undefined ? plain : `${plain} ${scope}`;
  const bare = state === null ? key : key.replace(symbols, '');
  return { key: plain === '' || bare === '' ? title : bare, action, mayEnd: state === 'resolve' };
}
