// Reads an alert from the field names that most tools use, for payloads without a fixed shape.
import { clip, linkTo, PayloadRefused, type Alert } from './alert.ts';
import { firstText, sayValue, textOf, type Fields } from './read.ts';
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
