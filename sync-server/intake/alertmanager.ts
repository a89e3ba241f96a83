// Alertmanager's webhook, version 4. One payload is one group: the group is the outage, its alerts are the members.
// Prometheus itself sends a list without groups: each alert is an outage.
import {
  clip,
  linkTo,
  PayloadRefused,
  readSeverity,
  type Alert,
  type AlertLink,
  type AlertMember,
} from './alert.ts';
import { alertFields, defineIntake, readSeverities } from './kind.ts';
import { fieldsOf, firstText, isFields, listOf, textOf, type Fields } from './read.ts';

const severityOrder = ['P1', 'P2', 'P3', 'P4'] as const;

export const alertmanager = defineIntake({
  label: 'Prometheus Alertmanager',
  formats: ['alertmanager', 'grafana'],
  fields: alertFields,
  parse: (body, settings, now) => ({ alerts: readGroups(body, optionsOf(settings), now), changes: [] }),
});

export const optionsOf = (settings: { severities: string; serviceFrom: string }): Options => ({
  own: readSeverities(settings.severities) ?? {},
  serviceFrom: settings.serviceFrom || 'service',
});

type Options = { own: NonNullable<ReturnType<typeof readSeverities>>; serviceFrom: string };
type Member = { fields: Fields; labels: Fields; annotations: Fields; isFiring: boolean };

const isNamed = (alert: unknown) => textOf(fieldsOf(fieldsOf(alert)['labels'])['alertname']) !== null;

/** Whether a body is a group of Alertmanager's, or a list as Prometheus sends it. */
export function isOfPrometheus(body: unknown): boolean {
  if (Array.isArray(body)) return body.length > 0 && body.every(isNamed);
  const { alerts, groupLabels, commonLabels } = fieldsOf(body);
  return Array.isArray(alerts) && (isFields(groupLabels) || isFields(commonLabels));
}

/** Throws PayloadRefused when it holds no alert. `now` is epoch ms. */
export function readGroups(body: unknown, options: Options, now: number): Alert[] {
  if (!Array.isArray(body)) return [readGroup(body, options)];
  const alerts = body.filter(isFields).filter(({ labels }) => isFields(labels));
  if (alerts.length === 0) throw noAlerts;
  return alerts.map((alert) => readGroup(groupOf(alert, now), options));
}

/**
 * An alert as Prometheus, vmalert and the rulers of Loki and Mimir send it to `/api/v2/alerts`, as a group of its own:
 * without a state, with an end that lies ahead while it fires.
 */
function groupOf(alert: Fields, now: number): Fields {
  const status = (timeOf(alert['endsAt']) ?? Infinity) <= now ? 'resolved' : 'firing';
  const { labels, annotations } = alert;
  return {
    status,
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: annotations,
    alerts: [alert],
  };
}

function readGroup(body: unknown, { own, serviceFrom }: Options): Alert {
  const given = fieldsOf(body);
  const state = textOf(given['status'])?.toLowerCase() ?? null;
  const listed = listOf(given['alerts'])
    .filter(isFields)
    .map((fields) => readMember(fields, state));
  const members = listed.length > 0 ? listed : [groupItself(given, state)];
  const common = fieldsOf(given['commonLabels']);
  const grouped = fieldsOf(given['groupLabels']);
  const firing = members.filter(({ isFiring }) => isFiring);
  // A resolved alert says nothing about the present severity.
  const severities = firing.flatMap(({ labels }) => readSeverity(labels['severity'], own) ?? []);
  const service = firstText(common[serviceFrom], grouped[serviceFrom]);
  return {
    dedupKey: keyOf(given, members),
    action: firing.length > 0 ? 'trigger' : 'resolve',
    summary: clip(summaryOf(given, firing.length > 0 ? firing : members), 1_024),
    severity: severityOrder.find((each) => severities.includes(each)) ?? null,
    service: service && clip(service, 120),
    source: textOf(common['instance']),
    details: detailsOf(given, members),
    links: linksOf(given, members),
    members: members.map(toMember),
    // A group that lists no members stands for all of them.
    leftOut: Math.max(leftOutOf(given), listed.length > 0 ? 0 : 1),
  };
}

const noAlerts = new PayloadRefused([{ field: 'alerts', expected: 'a list with at least one alert' }]);

/**
 * Alertmanager always lists alerts; what imitates it may only say how the group is. Throws PayloadRefused when that
 * does not say it either.
 */
function groupItself(given: Fields, state: string | null): Member {
  const labels = { ...fieldsOf(given['groupLabels']), ...fieldsOf(given['commonLabels']) };
  const annotations = fieldsOf(given['commonAnnotations']);
  const isNamed =
    firstText(annotations['summary'], labels['alertname'], given['title'], given['groupKey']) !== null;
  if (!isNamed || (state !== 'firing' && state !== 'resolved')) throw noAlerts;
  return { fields: {}, labels, annotations, isFiring: state === 'firing' };
}

function readMember(fields: Fields, group: string | null): Member {
  const said = textOf(fields['status'])?.toLowerCase() ?? group;
  const isOver = group === 'resolved' || said === 'resolved';
  const isFiring = said === 'firing' || said === 'resolved' ? !isOver : timeOf(fields['endsAt']) === null;
  return {
    fields,
    labels: fieldsOf(fields['labels']),
    annotations: fieldsOf(fields['annotations']),
    isFiring,
  };
}

/** Epoch milliseconds; null for none, which Go writes as the year 1. */
function timeOf(value: unknown): number | null {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(at) && at > 0 ? at : null;
}

const sorted = (labels: Fields) =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

function keyOf(given: Fields, [first]: readonly Member[]): string {
  const key = textOf(given['groupKey']);
  if (key !== null) return key;
  const grouped = fieldsOf(given['groupLabels']);
  if (Object.keys(grouped).length > 0) return `labels:${sorted(grouped)}`;
  return `alert:${firstText(first?.labels['alertname'], first?.annotations['summary'], given['title']) ?? ''}`;
}

function toMember(member: Member): AlertMember {
  const { fields, labels, isFiring } = member;
  return {
    id: textOf(fields['fingerprint']) ?? sorted(labels),
    name: nameOf(member),
    isFiring,
    startsAt: timeOf(fields['startsAt']),
    endsAt: isFiring ? null : timeOf(fields['endsAt']),
  };
}

function nameOf({ labels, annotations }: Member): string {
  const name = firstText(annotations['summary'], labels['alertname']) ?? 'an alert';
  const where = textOf(labels['instance']);
  return clip(where === null || name.includes(where) ? name : `${name} (${where})`, 200);
}

/** `shown`: the firing members, or all of them when the group is resolved. */
function summaryOf(given: Fields, shown: readonly Member[]): string {
  const title = firstText(
    fieldsOf(given['commonAnnotations'])['summary'],
    fieldsOf(given['commonLabels'])['alertname'],
    fieldsOf(given['groupLabels'])['alertname'],
  );
  if (title !== null) return title;
  const [first] = shown;
  const isNamed =
    first !== undefined && firstText(first.annotations['summary'], first.labels['alertname']) !== null;
  const name = isNamed ? nameOf(first) : (textOf(given['title']) ?? 'An alert without a name');
  return shown.length > 1 && isNamed ? `${name} and ${shown.length - 1} more` : name;
}

const leftOutOf = (given: Fields): number => {
  const count = given['truncatedAlerts'];
  return typeof count === 'number' && count > 0 && Number.isFinite(count) ? Math.floor(count) : 0;
};

function detailsOf(given: Fields, members: readonly Member[]): string {
  const shown = members.slice(0, 20);
  const lines = shown.map((each) => `${each.isFiring ? 'firing' : 'resolved'}: ${nameOf(each)}`);
  const more = members.length - shown.length;
  const leftOut = leftOutOf(given);
  const description = textOf(fieldsOf(given['commonAnnotations'])['description']);
  return [
    ...(description === null ? [] : [description]),
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(leftOut > 0 ? [`${leftOut} further alerts were left out by the sender`] : []),
  ].join('\n');
}

function linksOf(given: Fields, [first]: readonly Member[]): AlertLink[] {
  const runbook = firstText(
    fieldsOf(given['commonAnnotations'])['runbook_url'],
    first?.annotations['runbook_url'],
  );
  return [
    ...linkTo(runbook, 'Runbook'),
    ...linkTo(first?.fields['dashboardURL'], 'Dashboard'),
    ...linkTo(first?.fields['panelURL'], 'Panel'),
    ...linkTo(first?.fields['silenceURL'], 'Silence'),
    ...linkTo(first?.fields['generatorURL'], 'Source'),
  ];
}
