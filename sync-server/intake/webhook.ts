// The generic webhook. Each value may be found by a JSONata expression; without any, the bodies of GoAlert and
// Grafana OnCall and whatever calls its fields alike are understood.
import { evaluate, wrongInExpression } from '../outgoing/expressions.ts';
import { textField } from '../forms/fields.ts';
import { clip, linkTo, PayloadRefused, readSeverity, type AlertAction } from './alert.ts';
import { alertFields, defineIntake, readSeverities } from './kind.ts';
import { sayValue } from './pagerduty.ts';

const expression = (label: string, example: string) =>
  textField({ label, hint: `JSONata, such as ${example}`, group: 'Where things are', max: 500 });

const paths = {
  title: expression('Title', 'alert.name'),
  dedupKey: expression('Dedup key', 'alert.id'),
  action: expression('Action', 'state = "ok" ? "resolve" : "trigger"'),
  severityFrom: expression('Severity', 'labels.severity'),
  details: expression('Details', 'alert.description'),
  link: expression('Link', 'alert.url'),
};
type PathName = keyof typeof paths;
const pathNames = Object.keys(paths) as readonly PathName[];

const usual: Readonly<Record<Exclude<PathName, 'action'>, readonly string[]>> = {
  title: ['summary', 'title', 'message', 'msg', 'text', 'name', 'subject'],
  dedupKey: ['dedup', 'dedup_key', 'dedupKey', 'alert_uid', 'id', 'key', 'fingerprint'],
  severityFrom: ['severity', 'priority', 'level'],
  details: ['details', 'description', 'message', 'body'],
  link: ['link_to_upstream_details', 'url', 'link', 'image_url'],
};

export const webhook = defineIntake({
  label: 'Webhook',
  fields: { ...alertFields, ...paths },
  check: async (settings) =>
    pathNames.flatMap((name) => {
      const trouble = settings[name] === '' ? null : wrongIn(settings[name]);
      return trouble === null ? [] : [{ field: `settings.${name}`, expected: trouble }];
    }),
  parse: async (body, settings) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new PayloadRefused([{ field: '(body)', expected: 'an object' }]);
    const payload = body as Record<string, unknown>;
    const get = async (name: Exclude<PathName, 'action'>) =>
      settings[name] === '' ? pick(payload, usual[name]) : find(name, settings[name], payload);
    const title = await get('title');
    if (typeof title !== 'string' || title.trim() === '') throw noTitle(settings.title);
    const key = await get('dedupKey');
    const isKey = (typeof key === 'string' && key !== '') || typeof key === 'number';
    const said = settings.action === '' ? null : await find('action', settings.action, payload);
    const details = await get('details');
    const service = settings.serviceFrom === '' ? null : payload[settings.serviceFrom];
    const hasDetails = details !== undefined && details !== null && details !== title;
    const alert = {
      dedupKey: clip(isKey ? String(key) : title, 4_000),
      action: settings.action === '' ? usualAction(payload) : readAction(said),
      summary: clip(title, 1_024),
      severity: readSeverity(await get('severityFrom'), readSeverities(settings.severities) ?? {}),
      service: typeof service === 'string' && service.trim() !== '' ? clip(service, 120) : null,
      source: null,
      details: hasDetails ? sayValue(details) : null,
      links: linkTo(await get('link')),
    };
    return { alerts: [alert], changes: [] };
  },
});

const noTitle = (path: string) =>
  new PayloadRefused([
    path === ''
      ? { field: 'summary', expected: 'some text (or title, message, text, name)' }
      : { field: 'title', expected: `some text where ${path} points` },
  ]);

const pick = (payload: Record<string, unknown>, names: readonly string[]): unknown =>
  names.map((name) => payload[name]).find((value) => value !== undefined && value !== null && value !== '');

const closing = new Set(['close', 'closed', 'resolve', 'resolved', 'ok', 'up', 'recovered', 'inactive']);
const acknowledging = new Set(['ack', 'acknowledge', 'acknowledged']);

/** Null when the word is not one of ours: an unknown word still tells of trouble. */
function usualAction(payload: Record<string, unknown>): AlertAction {
  return toAction(pick(payload, ['action', 'event_action', 'state', 'status'])) ?? 'trigger';
}

function toAction(word: unknown): AlertAction | null {
  const text = typeof word === 'string' ? word.trim().toLowerCase() : '';
  if (closing.has(text)) return 'resolve';
  if (acknowledging.has(text)) return 'acknowledge';
  return ['trigger', 'open', 'firing', 'alerting', 'down', 'problem', 'triggered'].includes(text)
    ? 'trigger'
    : null;
}

function readAction(value: unknown): AlertAction {
  const action = toAction(value);
  if (action !== null) return action;
  const field = { field: 'action', expected: 'an expression that gives trigger, acknowledge or resolve' };
  throw new PayloadRefused([field]);
}

function wrongIn(text: string): string | null {
  const wrong = wrongInExpression(text);
  return wrong === null ? null : `a JSONata expression (${clip(wrong, 200)})`;
}

async function find(field: string, text: string, payload: unknown): Promise<unknown> {
  try {
    return await evaluate(text, payload);
  } catch (error) {
    const why = clip(error instanceof Error ? error.message : String(error), 200);
    throw new PayloadRefused([{ field, expected: `something ${text} can be worked out of (${why})` }]);
  }
}
