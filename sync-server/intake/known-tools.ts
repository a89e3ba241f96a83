// IT14: tools whose bodies the usual names do not fit, because other names tell of their alerts, or because their `id`
// is that of a message and not of an outage. A new tool is one entry.
import { fieldsOf, isFields, listOf, sayValue, textOf } from './read.ts';
import type { FoundParts, PartName } from './usual-alert.ts';

/** Paths in the body. Of the details all that are there are told; of every other part the first text counts. */
type Tool = { signs: readonly string[]; least: number } & Readonly<
  Record<Exclude<PartName, 'details'>, readonly string[]> & { details: readonly string[] }
>;

/** Amazon CloudWatch, as its alarms come through SNS. */
const cloudWatch: Tool = {
  signs: ['AlarmName'],
  least: 1,
  title: ['AlarmName'],
  dedupKey: ['AlarmArn', 'AlarmName'],
  action: ['NewStateValue'],
  severityFrom: [],
  details: ['AlarmDescription', 'NewStateReason'],
  link: [],
};

/** The same alarms as Amazon EventBridge sends them. */
const eventBridge: Tool = {
  signs: ['detail.alarmName'],
  least: 1,
  title: ['detail.alarmName'],
  dedupKey: ['resources.0', 'detail.alarmName'],
  action: ['detail.state.value'],
  severityFrom: [],
  details: ['detail.configuration.description', 'detail.state.reason'],
  link: [],
};

/** Its default body and the usual own ones. `id` is the event's; `aggreg_key` is one for monitor and group. */
const datadog: Tool = {
  signs: [
    'alert_transition',
    'alert_cycle_key',
    'aggreg_key',
    'event_type',
    'last_updated',
    'org.id',
    'org.name',
  ],
  least: 2,
  title: ['alert_title', 'event_title', 'title'],
  dedupKey: ['aggreg_key', 'aggregation_key', 'aggregate', 'alert_cycle_key'],
  action: ['alert_transition', 'alert_status', 'alert_type'],
  severityFrom: ['alert_priority', 'severity', 'alert_transition'],
  details: ['body', 'event_msg', 'text_only_msg', 'alert_query'],
  link: ['link', 'url', 'event_link'],
};

const googleCloud: Tool = {
  signs: ['incident.policy_name', 'incident.condition_name', 'incident.incident_id'],
  least: 2,
  title: ['incident.policy_name', 'incident.condition_name'],
  dedupKey: ['incident.incident_id'],
  action: ['incident.state'],
  severityFrom: ['incident.severity'],
  details: ['incident.summary', 'incident.documentation.content'],
  link: ['incident.url'],
};

/** Azure Monitor's common schema. Its Sev0 is the worst, so its numbers are not those of SEV-1. */
const azure: Tool = {
  signs: ['data.essentials.alertRule', 'data.essentials.alertId', 'data.essentials.monitorCondition'],
  least: 2,
  title: ['data.essentials.alertRule'],
  dedupKey: ['data.essentials.alertId'],
  action: ['data.essentials.monitorCondition'],
  severityFrom: ['data.essentials.severity'],
  details: ['data.essentials.description'],
  link: ['data.essentials.investigationLink'],
};
const azureWords: Readonly<Record<string, string>> = {
  sev0: 'P1',
  sev1: 'P2',
  sev2: 'P3',
  sev3: 'P4',
  sev4: 'P4',
};

const pingdom: Tool = {
  signs: ['check_name', 'current_state', 'check_id'],
  least: 2,
  title: ['check_name'],
  dedupKey: ['check_id', 'check_name'],
  action: ['current_state'],
  severityFrom: ['importance_level'],
  details: ['description', 'long_description'],
  link: ['check_params.url', 'check_params.full_url'],
};

const uptimeRobot: Tool = {
  signs: ['monitorFriendlyName', 'alertTypeFriendlyName', 'monitorID'],
  least: 2,
  title: ['monitorFriendlyName'],
  dedupKey: ['monitorID', 'monitorFriendlyName'],
  action: ['alertTypeFriendlyName'],
  severityFrom: [],
  details: ['alertDetails'],
  link: ['monitorURL'],
};

const betterStack: Tool = {
  signs: ['data.attributes.name', 'data.attributes.cause', 'data.attributes.started_at'],
  least: 2,
  title: ['data.attributes.name', 'data.attributes.cause'],
  dedupKey: ['data.id'],
  action: ['data.attributes.status'],
  severityFrom: [],
  details: ['data.attributes.cause'],
  link: ['data.attributes.url'],
};

const tools = [cloudWatch, eventBridge, datadog, googleCloud, azure, pingdom, uptimeRobot, betterStack];

/** The parts of a body that one of the tools sent; null when none of them did. */
export function readKnownTool(payload: unknown): FoundParts | null {
  if (!isFields(payload)) return null;
  const isSaid = (path: string) => textOf(valueAt(payload, path)) !== null;
  const tool = tools.find(
    ({ signs, least, title }) => signs.filter(isSaid).length >= least && title.some(isSaid),
  );
  if (tool === undefined) return null;
  const first = (paths: readonly string[]) =>
    paths.map((path) => valueAt(payload, path)).find((value) => textOf(value) !== null);
  const severity = first(tool.severityFrom);
  const details = tool.details.flatMap((path) => sayValue(valueAt(payload, path)) ?? []);
  return {
    title: first(tool.title),
    dedupKey: first(tool.dedupKey),
    action: first(tool.action),
    severityFrom: tool === azure ? (azureWords[String(severity).toLowerCase()] ?? severity) : severity,
    details: details.length === 0 ? undefined : details.join('\n'),
    link: first(tool.link),
  };
}

/** `a.b.0`: fields and positions in lists. */
const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (found, name) => (Array.isArray(found) ? listOf(found)[Number(name)] : fieldsOf(found)[name]),
      value,
    );
