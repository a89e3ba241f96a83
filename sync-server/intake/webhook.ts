// The generic webhook. JSONata expressions may find each value. Without them it reads the usual field names, such as
// those of GoAlert and Grafana OnCall.
import { evaluate, wrongInExpression } from '../outgoing/expressions.ts';
import { textField } from '../forms/fields.ts';
import { clip, PayloadRefused, readSeverity, type Alert } from './alert.ts';
import { isOfPrometheus, optionsOf, readGroups } from './alertmanager.ts';
import { alertFields, defineIntake, readSeverities } from './kind.ts';
import { readKnownTool } from './known-tools.ts';
import { fieldsOf, isFields, tame, textOf, type Fields } from './read.ts';
import { readAction } from './state-words.ts';
import {
  findAlerts,
  mostAlerts,
  pick,
  toAlert,
  usualNames,
  type FoundParts,
  type PartName,
} from './usual-alert.ts';

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
const parts = Object.keys(usualNames) as readonly PartName[];

export const webhook = defineIntake({
  label: 'Webhook',
  formats: ['webhook'],
  fields: { ...alertFields, ...paths },
  check: async (settings) =>
    parts.flatMap((name) => {
      const trouble = settings[name] === '' ? null : wrongIn(settings[name]);
      return trouble === null ? [] : [{ field: `settings.${name}`, expected: trouble }];
    }),
  parse: async (body, settings, now) => {
    const payload = withinPush(body);
    const hasPaths = parts.some((part) => settings[part] !== '');
    if (!hasPaths && isOfPrometheus(payload))
      return { alerts: readGroups(payload, optionsOf(settings), now).slice(0, mostAlerts), changes: [] };
    const given = hasPaths && isFields(payload) ? [payload] : findAlerts(payload);
    if (given.length === 0) throw new PayloadRefused([{ field: '(body)', expected: 'an object' }]);
    const read = await Promise.all(
      given.slice(0, mostAlerts).map((fields) => readAlert(fields, payload, settings)),
    );
    const taken = read.flatMap(({ alert }) => (alert instanceof PayloadRefused ? [] : [alert]));
    const [first] = read;
    if (taken.length === 0 && first?.alert instanceof PayloadRefused) throw first.alert;
    const left = read.length - taken.length;
    const more = given.length - read.length;
    const tooMany = more > 0 ? [`${more} alerts: beyond the ${mostAlerts} of one delivery`] : [];
    const notes = [...read.flatMap((each) => each.notes), ...tooMany];
    return {
      alerts: taken,
      changes: [],
      notes: left === 0 ? notes : [...notes, `${left} of ${read.length} alerts: no title`],
    };
  },
});

/** The message that a push subscription of Google Pub/Sub carries in base64. */
function withinPush(body: unknown): unknown {
  const data = textOf(fieldsOf(fieldsOf(body)['message'])['data']);
  if (data === null || textOf(fieldsOf(body)['subscription']) === null) return body;
  const text = Buffer.from(data, 'base64').toString();
  try {
    return tame(JSON.parse(text));
  } catch {
    return tame(text);
  }
}

type Settings = Record<PartName | 'serviceFrom' | 'severities', string>;

/** `payload` is what expressions see: the whole body, or the element of a list. */
async function readAlert(fields: Fields, whole: unknown, settings: Settings) {
  const payload = isFields(whole) ? whole : fields;
  const found: FoundParts = {};
  const known = readKnownTool(fields);
  const notes: string[] = [];
  let wrongTitle: string | null = null;
  for (const part of parts) {
    const path = settings[part];
    const read = path === '' ? null : await find(part, path, payload);
    if (read?.note != null) notes.push(read.note);
    if (part === 'title' && read?.note != null)
      wrongTitle = `some text: ${read.note.slice('title: '.length)}`;
    // When an expression finds nothing useful, the usual names are tried: the alert is still taken.
    const isOfUse = read !== null && read.note === null && isUsable(part, read.value);
    found[part] = isOfUse ? read.value : known === null ? pick(fields, part) : known[part];
    if (read !== null && read.note === null && !isOfUse && part !== 'details' && part !== 'link')
      notes.push(`${part}: ${path} gave no usable value`);
  }
  const noTitle =
    settings.title === ''
      ? { field: 'summary', expected: 'some text (or title, message, text, name)' }
      : { field: 'title', expected: wrongTitle ?? `some text where ${settings.title} points` };
  const service = settings.serviceFrom === '' ? null : textOf(payload[settings.serviceFrom]);
  return { alert: alertOf(found, noTitle, service, settings), notes };
}

function alertOf(
  found: FoundParts,
  noTitle: { field: string; expected: string },
  service: string | null,
  { severities }: Settings,
): Alert | PayloadRefused {
  const own = readSeverities(severities) ?? {};
  try {
    return {
      ...toAlert(found, noTitle),
      severity: readSeverity(found.severityFrom, own) ?? readSeverity(found.action, own),
      service: service && clip(service, 120),
    };
  } catch (error) {
    if (error instanceof PayloadRefused) return error;
    throw error;
  }
}

const isUsable = (part: PartName, value: unknown): boolean => {
  if (part === 'action') return readAction(value) !== null;
  return part === 'details' || part === 'link' || part === 'severityFrom' ? true : textOf(value) !== null;
};

function wrongIn(text: string): string | null {
  const wrong = wrongInExpression(text);
  return wrong === null ? null : `a JSONata expression (${clip(wrong, 200)})`;
}

/** A failed expression loses its part, not the alert. */
async function find(
  part: string,
  text: string,
  payload: unknown,
): Promise<{ value: unknown; note: string | null }> {
  try {
    return { value: await evaluate(text, payload), note: null };
  } catch (error) {
    const why = clip(error instanceof Error ? error.message : String(error), 200);
    return { value: undefined, note: `${part}: ${text} could not be computed (${why})` };
  }
}
