// Alertmanager's webhook, version 4. One payload is one group: the group is the outage, its alerts are members.
import { z } from 'zod';
import { clip, linkTo, readSeverity, type Alert, type AlertMember } from './alert.ts';
import { alertFields, defineIntake, readPayload, readSeverities } from './kind.ts';

const labels = z.record(z.string(), z.string()).default({});
const status = z.enum(['firing', 'resolved'], 'firing or resolved');
const member = z.looseObject({
  status,
  labels,
  annotations: labels,
  generatorURL: z.string().optional(),
  fingerprint: z.string().max(200).optional(),
});
const group = z.looseObject({
  version: z.string().optional(),
  groupKey: z.string().min(1).max(20_000),
  truncatedAlerts: z.int().min(0).default(0),
  status,
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string().optional(),
  title: z.string().optional(),
  alerts: z.array(member).min(1).max(5_000),
});
type Group = z.output<typeof group>;
type Member = z.output<typeof member>;

const severityOrder = ['P1', 'P2', 'P3', 'P4'] as const;

export const alertmanager = defineIntake({
  label: 'Prometheus Alertmanager',
  fields: alertFields,
  parse: (body, settings) => {
    const given = readPayload(group, body);
    const own = readSeverities(settings.severities) ?? {};
    const label = settings.serviceFrom || 'service';
    const firing = given.alerts.filter((each) => each.status === 'firing');
    const named = given.alerts.flatMap((each) => readSeverity(each.labels['severity'], own) ?? []);
    const service = given.commonLabels[label] ?? given.groupLabels[label];
    const alert: Alert = {
      dedupKey: given.groupKey,
      action: given.status === 'firing' ? 'trigger' : 'resolve',
      summary: summaryOf(given, firing),
      severity: severityOrder.find((each) => named.includes(each)) ?? null,
      service: service === undefined || service.trim() === '' ? null : clip(service, 120),
      source: given.commonLabels['instance'] ?? null,
      details: detailsOf(given),
      links: linksOf(given),
      members: given.alerts.map(toMember),
    };
    return { alerts: [alert], changes: [] };
  },
});

function toMember(each: Member): AlertMember {
  const { labels: own, fingerprint, status: state } = each;
  const id = fingerprint ?? JSON.stringify(Object.entries(own).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { id, name: nameOf(each), isFiring: state === 'firing' };
}

function nameOf({ labels: own, annotations }: Member): string {
  const name = annotations['summary'] ?? own['alertname'] ?? 'an alert';
  const where = own['instance'] ?? '';
  return clip(where === '' || name.includes(where) ? name : `${name} (${where})`, 200);
}

function summaryOf(given: Group, firing: readonly Member[]): string {
  const { commonAnnotations, commonLabels, groupLabels, alerts } = given;
  const title = commonAnnotations['summary'] ?? commonLabels['alertname'] ?? groupLabels['alertname'];
  const [first] = firing.length > 0 ? firing : alerts;
  const name = title ?? (first === undefined ? (given.title ?? 'alerts') : nameOf(first));
  const count = Math.max(firing.length, alerts.length);
  return title === undefined && count > 1 ? `${name} and ${count - 1} more` : name;
}

function detailsOf({ alerts, truncatedAlerts, commonAnnotations }: Group): string {
  const shown = alerts.slice(0, 20);
  const lines = shown.map((each) => `${each.status}: ${nameOf(each)}`);
  const more = alerts.length - shown.length;
  return [
    ...(commonAnnotations['description'] ? [commonAnnotations['description']] : []),
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(truncatedAlerts > 0 ? [`${truncatedAlerts} further alerts were left out by the sender`] : []),
  ].join('\n');
}

function linksOf(given: Group) {
  const [first] = given.alerts;
  const runbook = given.commonAnnotations['runbook_url'] ?? first?.annotations['runbook_url'];
  const extra = first as Record<string, unknown> | undefined;
  return [
    ...linkTo(runbook, 'Runbook'),
    ...linkTo(extra?.['dashboardURL'], 'Dashboard'),
    ...linkTo(extra?.['panelURL'], 'Panel'),
    ...linkTo(extra?.['silenceURL'], 'Silence'),
    ...linkTo(first?.generatorURL, 'Source'),
  ];
}
