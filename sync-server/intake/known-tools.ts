// IT14: tools whose bodies the usual names do not fit, because other names tell of their alerts, or because their `id`
// is that of a message and not of an outage. A new tool is one entry.
import { readCheckNotice } from './check-notices.ts';
import { fieldsOf, isFields, listOf, sayValue, textOf } from './read.ts';
import type { FoundParts, PartName } from './usual-alert.ts';

/** Paths in the body. Of the details all that are there are told; of every other part the first text counts. */
type Tool = Readonly<Record<PartName, readonly string[]>> & {
  signs: readonly string[];
  least: number;
  /** What its numbers and words for states and severities mean, where those of other tools mean something else. */
  states?: Readonly<Record<string, string>>;
  severities?: Readonly<Record<string, string>>;
};

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
  severities: { sev0: 'P1', sev1: 'P2', sev2: 'P3', sev3: 'P4', sev4: 'P4' },
};

/** Its older bodies of one metric each, and of the activity log. */
const azureMetric: Tool = {
  signs: ['data.context.name', 'data.context.id', 'data.context.conditionType', 'data.context.portalLink'],
  least: 2,
  title: ['data.context.name', 'data.context.id'],
  dedupKey: ['data.context.id', 'data.context.name'],
  action: ['data.status'],
  severityFrom: ['data.context.severity'],
  details: ['data.context.description'],
  link: ['data.context.portalLink'],
  severities: { 0: 'P1', 1: 'P2', 2: 'P3', 3: 'P4', 4: 'P4' },
};

/** Its classic alerts. */
const azureClassic: Tool = {
  signs: ['context.name', 'context.id', 'context.conditionType', 'context.portalLink'],
  least: 2,
  title: ['context.name'],
  dedupKey: ['context.id', 'context.name'],
  action: ['status'],
  severityFrom: [],
  details: ['context.description'],
  link: ['context.portalLink'],
};

const pingdom: Tool = {
  signs: ['check_name', 'current_state', 'check_id', 'check_type', 'previous_state', 'importance_level'],
  least: 3,
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
  action: ['alertTypeFriendlyName', 'alertType'],
  severityFrom: [],
  details: ['alertDetails'],
  link: ['monitorURL'],
  states: { 1: 'down', 2: 'up' },
};

/** Policies of New Relic. Its workflows have the usual names. */
const newRelic: Tool = {
  signs: ['condition_name', 'policy_name', 'current_state', 'incident_id'],
  least: 3,
  title: ['condition_name', 'policy_name'],
  dedupKey: ['incident_id', 'condition_id', 'condition_name'],
  action: ['current_state'],
  severityFrom: ['severity'],
  details: ['details'],
  link: ['incident_url'],
};

/** A webhook whose parameters are named after Zabbix's macros. Its severities are also numbers. */
const zabbix: Tool = {
  signs: ['event_id', 'event_value', 'trigger_id', 'event_nseverity', 'event_status'],
  least: 2,
  title: [
    'event_name',
    'trigger_name',
    'alert_subject',
    'subject',
    'name',
    'title',
    'alert_message',
    'message',
  ],
  dedupKey: ['event_id', 'trigger_id'],
  action: ['event_value', 'event_status', 'trigger_status', 'status'],
  severityFrom: ['event_severity', 'trigger_severity', 'event_nseverity', 'severity'],
  details: ['alert_message', 'message', 'event_opdata'],
  link: ['trigger_url', 'event_url'],
  states: { 0: 'resolved', 1: 'problem' },
  severities: { 5: 'P1', 4: 'P2', 3: 'P3', 2: 'P3', 1: 'P4', 0: 'P4' },
};

/** Its body where it does not come to an intake of its kind. */
const uptimeKuma: Tool = {
  signs: ['heartbeat.status', 'monitor.name', 'monitor.id'],
  least: 2,
  title: ['monitor.name', 'msg'],
  dedupKey: ['monitor.id', 'monitor.name'],
  action: ['heartbeat.status'],
  severityFrom: [],
  details: ['heartbeat.msg'],
  link: ['monitor.url'],
  states: { 0: 'down', 1: 'up' },
};

/** Metric alerts of Sentry: only the action tells how bad it is. */
const sentryMetric: Tool = {
  signs: ['data.metric_alert.id', 'data.metric_alert.title', 'data.description_title'],
  least: 2,
  title: ['data.metric_alert.title', 'data.description_title'],
  dedupKey: ['data.metric_alert.id', 'data.metric_alert.title'],
  action: ['action'],
  severityFrom: ['action'],
  details: ['data.description_text'],
  link: ['data.web_url'],
};

const instana: Tool = {
  signs: ['issue.id', 'issue.text', 'issue.state'],
  least: 2,
  title: ['issue.text', 'issue.id'],
  dedupKey: ['issue.id'],
  action: ['issue.state'],
  severityFrom: ['issue.severity'],
  details: ['issue.suggestion'],
  link: ['issue.link'],
  severities: { 10: 'P1', 5: 'P3' },
};

/** A card of Microsoft Teams, as tools send it that know Teams alone. */
const teamsCard: Tool = {
  signs: ['attachments.0.content.body.0.text'],
  least: 1,
  title: ['attachments.0.content.body.0.text'],
  dedupKey: [],
  action: [],
  severityFrom: [],
  details: ['attachments.0.content.body.1.text', 'attachments.0.content.body.2.text'],
  link: ['attachments.0.content.actions.0.url'],
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

/** Its template variables. `id` is that of the alert's beginning, `uid` that of each message. */
const libreNms: Tool = {
  signs: ['device_id', 'rule_id', 'alert_id', 'alerted', 'sysName', 'faults', 'elapsed', 'proc', 'rule'],
  least: 2,
  title: ['title', 'name', 'rule', 'msg'],
  dedupKey: ['alert_id', 'id'],
  action: ['state'],
  severityFrom: ['severity'],
  details: ['msg'],
  link: [],
  states: { 0: 'recovered', 1: 'alert', 2: 'acknowledged' },
};

const icingaNotifications: Tool = {
  signs: ['object.name', 'incident.id', 'event.type'],
  least: 3,
  title: ['object.name'],
  dedupKey: ['incident.id'],
  action: ['incident.severity', 'event.severity'],
  severityFrom: ['incident.severity', 'event.severity'],
  details: ['event.message'],
  link: ['incident.url', 'object.url'],
};

const updown: Tool = {
  signs: ['check.token', 'check.url', 'downtime.id', 'event'],
  least: 3,
  title: ['check.alias', 'check.url'],
  dedupKey: ['check.token', 'check.url'],
  action: ['event'],
  severityFrom: [],
  details: ['downtime.error', 'check.error', 'description'],
  link: ['check.url'],
};

const tools = [
  cloudWatch,
  eventBridge,
  datadog,
  googleCloud,
  azure,
  azureMetric,
  azureClassic,
  pingdom,
  uptimeRobot,
  betterStack,
  newRelic,
  zabbix,
  uptimeKuma,
  sentryMetric,
  instana,
  teamsCard,
  libreNms,
  icingaNotifications,
  updown,
];

const inWords = (value: unknown, words: Tool['states'] = {}): unknown => {
  const word = String(value).toLowerCase();
  return Object.hasOwn(words, word) ? words[word] : value;
};

/** The parts of a body that one of the tools sent; null when none of them did. */
export function readKnownTool(payload: unknown): FoundParts | null {
  if (!isFields(payload)) return null;
  const isSaid = (path: string) => textOf(valueAt(payload, path)) !== null;
  const tool = tools.find(
    ({ signs, least, title }) => signs.filter(isSaid).length >= least && title.some(isSaid),
  );
  if (tool === undefined) return readCheckNotice(payload);
  const first = (paths: readonly string[]) =>
    paths.map((path) => valueAt(payload, path)).find((value) => textOf(value) !== null);
  const details = tool.details.flatMap((path) => sayValue(valueAt(payload, path)) ?? []);
  return {
    title: first(tool.title),
    dedupKey: first(tool.dedupKey),
    action: inWords(first(tool.action), tool.states),
    severityFrom: inWords(first(tool.severityFrom), tool.severities),
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
