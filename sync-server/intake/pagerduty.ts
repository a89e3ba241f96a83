// PagerDuty's Events API v2, so that its senders only change their address.
import { z } from 'zod';
import { clip, linkTo, readSeverity, type Alert } from './alert.ts';
import { alertFields, defineIntake, readPayload, readSeverities } from './kind.ts';

const words = z.string().nullish();
const event = z.looseObject({
  event_action: z.enum(['trigger', 'acknowledge', 'resolve'], 'one of trigger, acknowledge, resolve'),
  dedup_key: z.string().min(1).max(255).optional(),
  client: words,
  client_url: words,
  links: z
    .array(z.looseObject({ href: z.string(), text: words }))
    .max(50)
    .nullish(),
  images: z
    .array(z.looseObject({ src: z.string(), href: words, alt: words }))
    .max(50)
    .nullish(),
});
const payload = z.looseObject({
  summary: z.string().regex(/\S/, 'some text').max(1_024),
  source: z.string().regex(/\S/, 'some text').max(1_024),
  severity: z.enum(['critical', 'error', 'warning', 'info'], 'one of critical, error, warning, info'),
  timestamp: words,
  component: words,
  group: words,
  class: words,
  custom_details: z.unknown().optional(),
});
const triggering = z.looseObject({ payload });
const keyed = z.looseObject({ dedup_key: z.string('a string, to acknowledge or resolve').min(1).max(255) });

export const pagerduty = defineIntake({
  label: 'PagerDuty Events v2',
  fields: alertFields,
  parse: (body, settings) => {
    const given = readPayload(event, body);
    const links = [
      ...(given.links ?? []).flatMap(({ href, text }) => linkTo(href, text ?? null)),
      ...(given.images ?? []).flatMap(({ src, alt }) => linkTo(src, alt ?? 'image')),
      ...linkTo(given.client_url, given.client ?? null),
    ];
    const nothing = { severity: null, service: null, source: null, details: null, links };
    if (given.event_action !== 'trigger') {
      const { dedup_key: dedupKey } = readPayload(keyed, body);
      const alert: Alert = { ...nothing, dedupKey, action: given.event_action, summary: dedupKey };
      return { alerts: [alert], changes: [] };
    }
    const { payload: said } = readPayload(triggering, body);
    const from = (said as Record<string, unknown>)[settings.serviceFrom];
    const alert: Alert = {
      dedupKey: given.dedup_key ?? '',
      action: 'trigger',
      summary: said.summary,
      severity: readSeverity(said.severity, readSeverities(settings.severities) ?? {}),
      service: typeof from === 'string' && from.trim() !== '' ? clip(from, 120) : null,
      source: said.source,
      details: detailsOf(said),
      links,
    };
    return { alerts: [alert], changes: [] };
  },
});

function detailsOf(said: z.output<typeof payload>): string | null {
  const named = (['component', 'group', 'class'] as const).flatMap((name) =>
    said[name] ? [`${name}: ${said[name]}`] : [],
  );
  const { custom_details: more } = said;
  const rest = more === undefined || more === null ? [] : [sayValue(more)];
  return [...named, ...rest].join('\n') || null;
}

/** A flat object a line each, anything else as it is written in JSON. */
export function sayValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value) ?? '';
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${typeof each === 'string' ? each : JSON.stringify(each)}`)
    .join('\n');
}
