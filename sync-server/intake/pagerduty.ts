// PagerDuty's Events API v2: its senders only change their address. More lenient than PagerDuty: an event that can be
// understood pages, whatever its other fields hold. The names of version 1 (`event_type`, `incident_key`) are read too.
import { clip, linkTo, PayloadRefused, readSeverity, type Alert, type AlertLink } from './alert.ts';
import { alertFields, defineIntake, readSeverities } from './kind.ts';
import { fieldsOf, firstText, isFields, listOf, sayValue, textOf, type Fields } from './read.ts';

const actions = ['trigger', 'acknowledge', 'resolve'] as const;

export const pagerduty = defineIntake({
  label: 'PagerDuty Events v2',
  fields: alertFields,
  parse: (body, settings) => {
    const given = fieldsOf(body);
    const action = actions.find(
      (each) => each === firstText(given['event_action'], given['event_type'])?.toLowerCase(),
    );
    if (action === undefined)
      throw new PayloadRefused([{ field: 'event_action', expected: `one of ${actions.join(', ')}` }]);
    const key = firstText(given['dedup_key'], given['incident_key']);
    const nothing = { severity: null, service: null, source: null, details: null, links: linksOf(given) };
    if (action !== 'trigger') {
      if (key === null)
        throw new PayloadRefused([{ field: 'dedup_key', expected: 'a string, to acknowledge or resolve' }]);
      return { alerts: [{ ...nothing, dedupKey: key, action, summary: clip(key, 1_024) }], changes: [] };
    }
    const [payload] = [given['payload']].flat();
    const said = fieldsOf(payload);
    const service = settings.serviceFrom === '' ? null : textOf(said[settings.serviceFrom]);
    const alert: Alert = {
      ...nothing,
      dedupKey: key ?? '',
      action: 'trigger',
      summary: clip(summaryOf(given, said), 1_024),
      severity: readSeverity(said['severity'], readSeverities(settings.severities) ?? {}),
      service: service && clip(service, 120),
      source: textOf(said['source']),
      details: detailsOf(said) ?? sayValue(given['details']),
    };
    return { alerts: [alert], changes: [] };
  },
});

/** Throws PayloadRefused when no field says what is wrong. */
function summaryOf(given: Fields, said: Fields): string {
  const summary = firstText(given['payload'], said['summary'], said['description'], given['description']);
  if (summary !== null) return summary;
  const about = firstText(said['source'], said['component'], said['class'], said['group'], given['client']);
  if (about !== null) return `An alert without a summary from ${about}`;
  const isEmpty = sayValue(said['custom_details']) === null && textOf(given['dedup_key']) === null;
  if (isEmpty || !isFields([given['payload']].flat()[0]))
    throw new PayloadRefused([{ field: 'payload.summary', expected: 'some text' }]);
  return 'An alert without a summary';
}

function linksOf(given: Fields): AlertLink[] {
  const links = listOf(given['links']).map(fieldsOf).slice(0, 50);
  const images = listOf(given['images']).map(fieldsOf).slice(0, 50);
  return [
    ...links.flatMap(({ href, text }) => linkTo(href, textOf(text))),
    ...images.flatMap(({ src, alt }) => linkTo(src, textOf(alt) ?? 'image')),
    ...linkTo(given['client_url'], textOf(given['client'])),
  ];
}

function detailsOf(said: Fields): string | null {
  const named = (['component', 'group', 'class'] as const).flatMap((name) => {
    const text = textOf(said[name]);
    return text === null ? [] : [`${name}: ${text}`];
  });
  const rest = sayValue(said['custom_details']);
  return [...named, ...(rest === null ? [] : [rest])].join('\n') || null;
}
