// Reads an alert from the field names that most tools use, for payloads without a fixed shape.
import { clip, linkTo, PayloadRefused, type Alert } from './alert.ts';
import { readKnownTool } from './known-tools.ts';
import { firstText, isFields, sayValue, textOf, type Fields } from './read.ts';
import { readAction, readTitle } from './state-words.ts';

export const usualNames = {
  title: [
    'summary',
    'title',
    'message',
    'msg',
    'text',
    'name',
    'subject',
    'ruleName',
    'alertname',
    'alert_name',
  ],
  dedupKey: ['dedup', 'dedup_key', 'dedupKey', 'alert_uid', 'id', 'key', 'fingerprint', 'ruleId'],
  severityFrom: ['severity', 'priority', 'level'],
  details: ['details', 'description', 'message', 'body'],
  link: ['link_to_upstream_details', 'url', 'link', 'ruleUrl', 'image_url', 'imageUrl'],
  action: ['action', 'event_action', 'state', 'status', 'alert_status', 'alertState'],
} as const satisfies Record<string, readonly string[]>;
export type PartName = keyof typeof usualNames;

/** The value that was found for each part, by an expression or by name. */
export type FoundParts = Partial<Record<PartName, unknown>>;

const isSaid = (value: unknown) => sayValue(value) !== null;

/** Looks for a part under its usual names; undefined when none of them has a value. */
export function pick(payload: Fields, part: PartName): unknown {
  const values = usualNames[part].map((name) => payload[name]);
  if (part === 'action') return values.find((value) => readAction(value) !== null);
  if (part === 'details' || part === 'severityFrom') return values.find(isSaid);
  return values.find((value) => textOf(value) !== null);
}

const mostAlerts = 100;
/** How far inside a payload an alert is looked for. */
const deepestAlert = 3;
/** Names that other things than alerts seldom have. */
const tellingNames = [
  'summary',
  'title',
  'message',
  'subject',
  'alertname',
  'alert_name',
  'ruleName',
] as const;
const tells = (fields: Fields) => tellingNames.some((name) => textOf(fields[name]) !== null);

/**
 * The alerts of a payload without a fixed shape: itself; the elements of a list; a text as its title; or, when it has
 * no title, what lies inside and has one, with the outer fields where it lacks them. At most 100.
 */
export function findAlerts(payload: unknown): readonly Fields[] {
  if (typeof payload === 'string') return [ofText(payload)];
  if (Array.isArray(payload)) return payload.slice(0, mostAlerts).flatMap(findAlerts);
  if (!isFields(payload)) return [];
  if (textOf(pick(payload, 'title')) !== null || readKnownTool(payload) !== null) return [payload];
  const inner = findInside(payload);
  return inner.length === 0 ? [payload] : inner.map((each) => ({ ...payload, ...each }));
}

/** Its first line is the title. */
function ofText(text: string): Fields {
  const [title = '', ...more] = text.trim().split('\n');
  return { title, ...(more.length > 0 && { details: text }) };
}

/** The nearest objects that tell something: one, or all of one list. */
function findInside(payload: Fields): readonly Fields[] {
  let level: readonly Fields[] = [payload];
  for (let depth = 0; depth < deepestAlert; depth += 1) {
    const values = level.flatMap((each) => Object.values(each));
    for (const value of values) {
      const found = (Array.isArray(value) ? value : [value]).filter(isFields).filter(tells);
      if (found.length > 0) return found.slice(0, mostAlerts);
    }
    level = values.filter(isFields);
  }
  return [];
}

/** Throws PayloadRefused without a title. */
export function toAlert(found: FoundParts, wrongTitle: { field: string; expected: string }): Alert {
  const title = firstText(found.title);
  if (title === null) throw new PayloadRefused([wrongTitle]);
  const { key, action } = readTitle(title);
  const details = sayValue(found.details);
  return {
    dedupKey: clip(textOf(found.dedupKey) ?? key, 4_000),
    action: readAction(found.action) ?? action ?? 'trigger',
    summary: clip(title, 1_024),
    severity: null,
    service: null,
    source: null,
    details: details === title ? null : details,
    links: linkTo(found.link),
  };
}
