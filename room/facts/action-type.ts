// GR6: what kind of action somebody took: chosen, or else read from its words.
import { table } from '../text/words.ts';

export const actionTypes = [
  'restart',
  'rollback',
  'scale',
  'config',
  'failover',
  'cache',
  'block',
  'other',
] as const;
export type ActionType = (typeof actionTypes)[number];

export const actionTypeWords = table({
  restart: 'restart',
  rollback: 'rollback',
  scale: 'scaling',
  config: 'configuration',
  failover: 'failover',
  cache: 'cache',
  block: 'block',
  other: 'other',
});

/** The kind as a mark beside the words; null for `other`, and where the words themselves say it. */
export function markOf(type: ActionType | null, text: string): string | null {
  return type === null || type === 'other' || type === guessActionType(text) ? null : actionTypeWords[type];
}

/** English words of each kind; those of `other` are none. */
const signs: readonly (readonly [ActionType, RegExp])[] = [
  [
    'rollback',
    /\broll(?:ed|ing|s)?[ -]?back\b|\brevert(?:ed|ing|s)?\b|\bdowngrad\w+|\bback(?:ed|ing)? out\b/iu,
  ],
  ['restart', /\bre-?start\w*|\bre-?boot\w*|\brecycl\w+|\bbounc(?:e|ed|ing)\b|\bpower[ -]?cycl\w+/iu],
  [
    'scale',
    /\b(?:up|down|auto)?scal(?:e|ed|es|ing)\b|\bresiz\w+|\b(?:add|added|adding|doubled?|more) (?:\S+ ){0,3}?(?:replicas?|nodes?|pods?|workers?|instances?|capacity|memory|cpus?|disk)\b/iu,
  ],
  [
    'failover',
    /\bfail(?:ed|ing|s)?[ -]?over\b|\bpromot(?:e|ed|ing)\b|\bdrain(?:ed|ing|s)?\b|\bre-?rout\w+|\b(?:switch|switched|switching|move|moved|moving) (?:\S+ )*?(?:traffic|reads|writes|dns|region|zone|replica|standby|secondary)\b/iu,
  ],
  [
    'cache',
    /\b(?:purg|flush|clear|invalidat|empt)\w* (?:\S+ ){0,4}?caches?\b|\bcaches? (?:\S+ )?(?:purged|flushed|cleared|invalidated|emptied)\b/iu,
  ],
  [
    'block',
    /\bblock(?:ed|ing|s)?\b|\bban(?:ned|ning)?\b|\bblackhol\w+|\brate[ -]?limit\w*|\bthrottl\w+|\bshed(?:ding)? load\b|\bfirewall\w*|\bquarantin\w+|\bisolat\w+/iu,
  ],
  [
    'config',
    /\bconfig\w*|\bfeature flags?\b|\bflags? \S+ (?:on|off)\b|\btoggl\w+|\b(?:turn|turned|turning|switch|switched) (?:\S+ ){0,4}?(?:on|off)\b|\b(?:en|dis)abl(?:e|ed|ing)\b|\b(?:set|raise|raised|lower|lowered|increased?|reduced?|changed?) (?:\S+ ){0,4}?(?:to|limit|timeout|pool|setting|variable)\b/iu,
  ],
];

/** What was done stands at the beginning; a long text, such as a pasted log, is not searched. In UTF-16 units. */
const searched = 300;

/** The kind whose words come first at the beginning of the text; null when no kind has any there. */
export function guessActionType(text: string): ActionType | null {
  const beginning = text.slice(0, searched);
  let first: { type: ActionType; at: number } | null = null;
  for (const [type, sign] of signs) {
    const at = beginning.search(sign);
    if (at >= 0 && (first === null || at < first.at)) first = { type, at };
  }
  return first?.type ?? null;
}
