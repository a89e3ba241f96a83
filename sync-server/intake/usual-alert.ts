// Reads an alert from the field names that most tools use, for payloads without a fixed shape.
import { clip, linkTo, PayloadRefused, type Alert } from './alert.ts';
import { readKnownTool } from './known-tools.ts';
import { firstText, isFields, sayValue, textOf, type Fields } from './read.ts';
import { readAction, readEnd, readTitle } from './state-words.ts';

/** Case and what separates the words of a name do not matter: `ALERT_TITLE` is `alertTitle`. */
export const usualNames = {
  title: (
    'summary title subject message msg text name ruleName alertName alertTitle alertSubject eventTitle ' +
    'problemTitle problemName triggerName conditionName checkName monitorName searchName entityDisplayName displayName'
  ).split(' '),
  dedupKey: (
    'dedup dedupKey deduplicationKey alertUid alias incidentKey fingerprint id key ruleId triggerId problemId incidentId ' +
    'alertId monitorId checkId entityId'
  ).split(' '),
  severityFrom:
    'severity priority level alertSeverity eventSeverity problemSeverity alertPriority urgency'.split(' '),
  details: 'details description message body output alertMessage problemDetailsText stateMessage'.split(' '),
  link: (
    'linkToUpstreamDetails url link ruleUrl imageUrl problemUrl alertUrl incidentUrl issueUrl webUrl htmlUrl monitorUrl ' +
    'resultsLink resultUrl sourceUrl permalink'
  ).split(' '),
  action: (
    'action eventAction state status alertStatus alertState currentState newState eventStatus triggerStatus serviceState ' +
    'hostState checkStateName incidentState monitorStatus monitorState checkStatus lastStatus'
  ).split(' '),
} as const satisfies Record<string, readonly string[]>;
export type PartName = keyof typeof usualNames;

/** Fields that tell of an end, but otherwise of other things than states. */
const perhapsStates =
  'notificationType messageType alertTransition transition eventType alertType triggerType eventName event type result'.split(
    ' ',
  );
/** Of a severity only these words are an end: `normal` may be a priority. */
const noSeverity = /^(?:ok|clear|cleared|resolved|recovered|recovery)$/i;
const severities = ['severity', 'level', 'alertSeverity', 'alertLevel'];
/** Switches that tell of an end: what they are then. */
const switches = {
  resolved: true,
  isResolved: true,
  recovered: true,
  firing: false,
  alerting: false,
} as const;

/** The value that was found for each part, by an expression or by name. */
export type FoundParts = Partial<Record<PartName, unknown>>;

const isSaid = (value: unknown) => sayValue(value) !== null;
const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
const bareFields = new WeakMap<Fields, ReadonlyMap<string, unknown>>();

/** The values under these names, by the order of the names. Of two fields of one name the first that is not empty counts. */
function valuesOf(payload: Fields, names: readonly string[]): unknown[] {
  const known = bareFields.get(payload);
  if (known !== undefined) return names.map((name) => known.get(bare(name)));
  const said = Object.entries(payload).filter(([, value]) => value !== null && value !== '');
  bareFields.set(payload, new Map(said.toReversed().map(([name, value]) => [bare(name), value])));
  return valuesOf(payload, names);
}

/** Looks for a part under its usual names; undefined when none of them has a value. */
export function pick(payload: Fields, part: PartName): unknown {
  const values = valuesOf(payload, usualNames[part]);
  if (part === 'action') return values.find((value) => readAction(value) !== null) ?? findEnd(payload);
  if (part === 'details' || part === 'severityFrom') return values.find(isSaid);
  return values.find((value) => textOf(value) !== null) ?? (part === 'title' ? titleOf(payload) : undefined);
}

/** A title of what has none under the usual names: what it is about, else the first line of what it tells. */
function titleOf(payload: Fields): string | undefined {
  const told = firstText(
    ...valuesOf(payload, ['description', 'content', 'eventName', 'reason', ...usualNames.details]),
  );
  return findPlace(payload) ?? told?.split('\n', 1)[0];
}

const hasTitle = (payload: Fields) =>
  valuesOf(payload, usualNames.title).some((value) => textOf(value) !== null) ||
  readKnownTool(payload) !== null;

function findEnd(payload: Fields): unknown {
  const word = valuesOf(payload, perhapsStates).find((value) => readEnd(value) !== null);
  const isOver =
    valuesOf(payload, severities).some((value) => noSeverity.test(textOf(value) ?? '')) ||
    Object.entries(switches).some(([name, over]) => valuesOf(payload, [name])[0] === over);
  return word ?? (isOver ? 'resolved' : undefined);
}

/** What has a state and no other title is called by what it is about: `HTTP on web-1`. */
function findPlace(payload: Fields): string | undefined {
  const hasState = valuesOf(payload, usualNames.action).some((value) => textOf(value) !== null);
  const [service, host] = [
    ['service', 'serviceDesc', 'check', 'monitor', 'alert'],
    ['host', 'hostname', 'device', 'entity', 'instance'],
  ].map((names) => firstText(...valuesOf(payload, names)));
  if (!hasState || (service == null && host == null)) return undefined;
  return service == null || host == null ? (service ?? host ?? undefined) : `${service} on ${host}`;
}

/** Of one delivery. */
export const mostAlerts = 1_000;
/** How far inside a payload an alert is looked for. */
const deepestAlert = 3;
/** Names that other things than alerts seldom have. */
const tellingNames = 'summary title message subject alertName ruleName alertTitle problemTitle'.split(' ');
const tells = (fields: Fields) => valuesOf(fields, tellingNames).some((value) => textOf(value) !== null);

/**
 * The alerts of a payload without a fixed shape: itself; the elements of a list; a text as its title; or, when it has
 * no title, what lies inside and has one, with the outer fields where it lacks them.
 */
export function findAlerts(payload: unknown): readonly Fields[] {
  if (typeof payload === 'string') return [ofText(payload)];
  if (Array.isArray(payload)) return payload.flatMap(findAlerts);
  if (!isFields(payload)) return [];
  if (hasTitle(payload)) return [payload];
  const inner = findInside(payload);
  if (inner.length === 0) return [payload];
  // What is beyond the limit is only counted.
  return inner.map((each, index) => (index < mostAlerts ? { ...payload, ...each } : each));
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
      if (found.length > 0) return found;
    }
    level = values
      .flatMap((value) => (Array.isArray(value) ? value.slice(0, mostAlerts) : [value]))
      .filter(isFields);
  }
  return [];
}

/** Throws PayloadRefused without a title. */
export function toAlert(found: FoundParts, wrongTitle: { field: string; expected: string }): Alert {
  const title = firstText(found.title);
  if (title === null) throw new PayloadRefused([wrongTitle]);
  const { key, action, mayEnd } = readTitle(title);
  const said = readAction(found.action) ?? action;
  const details = sayValue(found.details);
  return {
    dedupKey: clip(textOf(found.dedupKey) ?? key, 4_000),
    action: said ?? 'trigger',
    ...(said === null && mayEnd && { endsOther: true }),
    summary: clip(title, 1_024),
    severity: null,
    service: null,
    source: null,
    details: details === title ? null : details,
    links: linkTo(found.link),
  };
}
