// How tools say that a problem begins, is acknowledged and ends: in a field, or before a title.
import type { AlertAction } from './alert.ts';

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
    'trigger triggered retriggered renotify open opened firing fire fired alerting alert alarm down problem problems ' +
    'critical warning warn rewarn error failed started activated ' +
    'failing failure unhealthy offline unavailable unreachable nodata renodata unknown major minor disaster high red broken'
  ).split(' '),
);

/** Null for an unknown word, which still counts as a trigger. Case, spaces and punctuation do not matter. */
export function readAction(word: unknown): AlertAction | null {
  if (typeof word !== 'string') return null;
  const text = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (closing.has(text)) return 'resolve';
  if (acknowledging.has(text)) return 'acknowledge';
  return opening.has(text) ? 'trigger' : null;
}

/**
 * `[OK] `, `[FIRING:2] `, `RECOVERY: `, `✅ [Resolved] `, `[P1] [Warn on {host:web-1}] `, with a possible symbol before
 * it. Datadog's scope belongs to the key.
 */
const front =
  /^(?:\[P[1-5]\]\s?)?[^\p{L}\p{N}[]{0,4}(?:\[\s*(?<bracket>\p{L}[\p{L} _-]{0,20}?)\s*(?::\s*\d+|on (?<scope>\{[^}\]]{0,1000}\}))?\s*\]|(?<plain>\p{Lu}[\p{L}_-]{0,20})\s*:(?=\s))\s*[-:–]?\s*/u;
/** ` is down`, ` - OK`. Used only for the key: a load that “is up” is no recovery. */
const back = /\s+(?:is|has|now|->|→|[-–:])\s+(?<word>\p{L}{2,12})[.!]?$/u;

/**
 * `key`: the title without its state word, so that “[Alerting] x” and “[OK] x” are one outage. `action`: the meaning
 * of a state word at the front.
 */
export function readTitle(title: string): { key: string; action: AlertAction | null } {
  const { groups, 0: found = '' } = front.exec(title) ?? {};
  const action = readAction(groups?.['bracket'] ?? groups?.['plain']);
  const rest = action === null ? title : title.slice(found.length).trim();
  const end = back.exec(rest);
  const isState = end !== null && readAction(end.groups?.['word']) !== null;
  const plain = isState ? rest.slice(0, end.index).trim() : rest;
  const scope = action === null ? undefined : groups?.['scope'];
  const key = scope === undefined ? plain : `${plain} ${scope}`;
  return { key: plain === '' ? title : key, action };
}
