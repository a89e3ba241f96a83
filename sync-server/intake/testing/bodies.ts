// Bodies as tools send them when trouble begins and when it is over.
export type Json = Record<string, unknown>;

export const member = (fingerprint: string, status: string) => ({
  status,
  labels: { alertname: 'Lag', severity: 'warning', instance: fingerprint, service: 'queue' },
  annotations: { summary: 'Queue lags', description: '900 waiting', runbook_url: 'https://run.example/lag' },
  startsAt: '2026-01-05T10:00:00Z',
  endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-01-05T10:20:00Z',
  generatorURL: 'https://prometheus.example/graph',
  fingerprint,
});
export const group = (status: string): Json => ({
  version: '4',
  groupKey: '{}:{alertname="Lag"}',
  truncatedAlerts: 0,
  status,
  receiver: 'muster',
  groupLabels: { alertname: 'Lag' },
  commonLabels: { alertname: 'Lag', service: 'queue', instance: 'a' },
  commonAnnotations: { summary: 'Queue lags', description: '900 waiting' },
  externalURL: 'https://alertmanager.example',
  alerts: [member('a', status), member('b', status)],
});

const cloudWatch = (state: string): Json => ({
  AlarmName: 'db cpu',
  AlarmDescription: 'CPU of the database',
  AWSAccountId: '123456789012',
  NewStateValue: state,
  NewStateReason: 'Threshold Crossed: 1 datapoint (93.0) was greater than the threshold (90.0).',
  StateChangeTime: '2026-01-05T10:00:00.000+0000',
  Region: 'EU (Frankfurt)',
  AlarmArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:db cpu',
  OldStateValue: 'OK',
  Trigger: {
    MetricName: 'CPUUtilization',
    Namespace: 'AWS/RDS',
    Dimensions: [{ value: 'db-1', name: 'DBInstanceIdentifier' }],
    Threshold: 90,
  },
});
export const eventBridge = (state: string, id: string): Json => ({
  version: '0',
  id,
  'detail-type': 'CloudWatch Alarm State Change',
  source: 'aws.cloudwatch',
  account: '123456789012',
  region: 'eu-central-1',
  resources: ['arn:aws:cloudwatch:eu-central-1:123456789012:alarm:db cpu'],
  detail: {
    alarmName: 'db cpu',
    state: { value: state, reason: 'Threshold Crossed' },
    previousState: { value: 'OK' },
    configuration: { description: 'CPU of the database' },
  },
});
/** `id` is that of the event, and another one each time. */
export const datadog = (title: string, id: string): Json => ({
  body: 'Disk of web-1 is full @webhook-muster',
  last_updated: '1767607200000',
  event_type: 'query_alert_monitor',
  title,
  date: '1767607200000',
  org: { id: '11', name: 'Shop' },
  id,
});
export const datadogOwn = (transition: string, title: string): Json => ({
  alert_transition: transition,
  alert_id: '4711',
  alert_title: title,
  alert_type: transition === 'Recovered' ? 'success' : 'error',
  alert_priority: 'P2',
  priority: 'normal',
  aggreg_key: 'c0ffee',
  event_type: 'query_alert_monitor',
  org: { id: '11' },
  link: 'https://app.datadoghq.com/monitors/4711',
  event_msg: 'Disk of web-1 is full',
});
const googleCloud = (state: string, summary: string): Json => ({
  version: '1.2',
  incident: {
    incident_id: '0.abc',
    scoping_project_id: 'shop',
    policy_name: 'CPU is high',
    condition_name: 'CPU above 80 %',
    state,
    severity: 'Critical',
    summary,
    url: 'https://console.cloud.google.com/monitoring/alerting/incidents/0.abc',
    started_at: 1767607200,
  },
});
export const azure = (condition: string): Json => ({
  schemaId: 'azureMonitorCommonAlertSchema',
  data: {
    essentials: {
      alertId: '/subscriptions/1/providers/Microsoft.AlertsManagement/alerts/a1',
      alertRule: 'High latency',
      severity: 'Sev0',
      signalType: 'Metric',
      monitorCondition: condition,
      description: 'Latency of the shop',
      firedDateTime: '2026-01-05T10:00:00.000Z',
    },
    alertContext: { properties: null },
  },
});
const pingdom = (state: string): Json => ({
  check_id: 12345,
  check_name: 'Shop',
  check_type: 'HTTP',
  check_params: { hostname: 'shop.example', full_url: 'https://shop.example/' },
  previous_state: 'UP',
  current_state: state,
  importance_level: 'HIGH',
  description: 'HTTP error 500',
  long_description: 'Internal Server Error',
});
const uptimeRobot = (type: string, words: string): Json => ({
  monitorID: '777',
  monitorURL: 'https://shop.example',
  monitorFriendlyName: 'Shop',
  alertType: type,
  alertTypeFriendlyName: words,
  alertDetails: 'HTTP 500',
});
const betterStack = (status: string): Json => ({
  data: {
    id: '25',
    type: 'incident',
    attributes: {
      name: 'shop.example',
      url: 'https://shop.example',
      cause: 'Status 500',
      started_at: '2026-01-05T10:00:00.000Z',
      status,
    },
  },
});

const zabbix = (value: string, status: string): Json => ({
  event_id: '1207',
  event_value: value,
  event_status: status,
  event_name: 'High CPU on db-1',
  event_severity: 'High',
  trigger_id: '301',
  alert_message: `the message of ${status}`,
  host: 'db-1',
});
const newRelic = (state: string): Json => ({
  account_id: 1,
  condition_id: 7,
  condition_name: 'Response time',
  current_state: state,
  details: 'above 2 s',
  event_type: 'INCIDENT',
  incident_id: 42,
  incident_url: 'https://alerts.newrelic.example/42',
  policy_name: 'Shop',
  severity: 'CRITICAL',
  timestamp: 1767607200000,
});
const azureMetric = (status: string): Json => ({
  schemaId: 'AzureMonitorMetricAlert',
  data: {
    version: '2.0',
    status,
    context: {
      timestamp: '2026-01-05T10:00:00.000Z',
      id: '/subscriptions/1/alertRules/storage',
      name: 'Storage is full',
      description: 'of the shop',
      conditionType: 'SingleResourceMultipleMetricCriteria',
      severity: '1',
      portalLink: 'https://portal.azure.example/storage',
    },
  },
});
const dynatrace = (state: string, id: string): Json => ({
  PID: '99',
  ProblemID: id,
  ProblemTitle: 'CPU saturation',
  ProblemDetailsText: 'of web-1',
  ProblemSeverity: 'RESOURCE_CONTENTION',
  ProblemURL: 'https://dynatrace.example/99',
  State: state,
});
const checkly = (type: string, title: string): Json => ({
  alert_title: title,
  alert_type: type,
  check_name: 'API of the shop',
  check_id: 'c1',
  link: 'https://app.checkly.example/c1',
});

/** What a tool sends when trouble begins and when it is over. */
export const recorded: Record<string, { kind: string; trigger: Json; resolve: Json; settings?: Json }> = {
  alertmanager: { kind: 'alertmanager', trigger: group('firing'), resolve: group('resolved') },
  grafana: {
    kind: 'grafana',
    trigger: { ...group('firing'), title: '[FIRING:2] Lag', state: 'alerting', orgId: 1, message: 'x' },
    resolve: { ...group('resolved'), title: '[RESOLVED] Lag', state: 'ok', orgId: 1, message: 'x' },
  },
  'grafana before version 8': {
    kind: 'grafana',
    trigger: {
      title: '[Alerting] Queue lags',
      ruleName: 'Queue lags',
      ruleId: 4,
      ruleUrl: 'https://g.example/4',
      state: 'alerting',
      message: '900',
      evalMatches: [{ metric: 'lag', value: 900 }],
      tags: { severity: 'critical' },
    },
    resolve: {
      title: '[OK] Queue lags',
      ruleName: 'Queue lags',
      ruleId: 4,
      ruleUrl: 'https://g.example/4',
      state: 'ok',
      message: '',
      evalMatches: [],
      tags: { severity: 'critical' },
    },
  },
  pagerduty: {
    kind: 'pagerduty',
    trigger: {
      routing_key: 'r',
      event_action: 'trigger',
      dedup_key: 'lag',
      client: 'Grafana',
      client_url: 'https://grafana.example',
      links: [{ href: 'https://grafana.example/d/1', text: 'Lag' }],
      images: [{ src: 'https://grafana.example/p.png', href: 'https://grafana.example', alt: 'graph' }],
      payload: {
        summary: 'Queue lags',
        source: 'db-1',
        severity: 'critical',
        timestamp: '2026-01-05T10:00:00Z',
        component: 'queue',
        group: 'data',
        class: 'lag',
        custom_details: { waiting: 900, more: { a: [1] } },
      },
    },
    resolve: {
      routing_key: 'r',
      event_action: 'resolve',
      dedup_key: 'lag',
      client: 'Grafana',
      links: [],
      images: [],
      payload: {},
    },
  },
  'uptime kuma': {
    kind: 'uptime-kuma',
    trigger: {
      heartbeat: {
        monitorID: 3,
        status: 0,
        time: '2026-01-05 10:00:00',
        msg: 'timeout',
        important: true,
        duration: 60,
      },
      monitor: { id: 3, name: 'Shop', url: 'https://shop.example', hostname: null, type: 'http', tags: [] },
      msg: '[Shop] [🔴 Down] timeout',
    },
    resolve: {
      heartbeat: {
        monitorID: 3,
        status: 1,
        time: '2026-01-05 10:05:00',
        msg: '200 - OK',
        important: true,
        duration: 60,
      },
      monitor: { id: 3, name: 'Shop', url: 'https://shop.example', hostname: null, type: 'http', tags: [] },
      msg: '[Shop] [✅ Up] 200 - OK',
    },
  },
  goalert: {
    kind: 'webhook',
    trigger: { summary: 'Pump stuck', details: 'since 10:00', action: '', dedup: 'pump' },
    resolve: { summary: 'Pump stuck', details: 'since 10:00', action: 'close', dedup: 'pump' },
  },
  oncall: {
    kind: 'webhook',
    trigger: {
      alert_uid: 'u1',
      title: 'Queue long',
      state: 'alerting',
      message: '900 waiting',
      image_url: 'https://g.example/i.png',
      link_to_upstream_details: 'https://g.example',
    },
    resolve: {
      alert_uid: 'u1',
      title: 'Queue long',
      state: 'ok',
      message: '3 waiting',
      image_url: 'https://g.example/i.png',
      link_to_upstream_details: 'https://g.example',
    },
  },
  cloudwatch: {
    kind: 'webhook',
    trigger: cloudWatch('ALARM'),
    resolve: cloudWatch('OK'),
  },
  eventbridge: {
    kind: 'webhook',
    trigger: eventBridge('ALARM', 'e1'),
    resolve: eventBridge('OK', 'e2'),
  },
  'datadog, its default body': {
    kind: 'webhook',
    trigger: datadog('[Triggered on {host:web-1}] Disk full', '71'),
    resolve: datadog('[Recovered on {host:web-1}] Disk full', '72'),
  },
  'datadog, an own body': {
    kind: 'webhook',
    trigger: datadogOwn('Triggered', '[P2] [Triggered on {host:web-1}] Disk full'),
    resolve: datadogOwn('Recovered', '[P2] [Recovered on {host:web-1}] Disk full'),
  },
  'google cloud': {
    kind: 'webhook',
    trigger: googleCloud('open', 'CPU of a is above the threshold of 0.8 with a value of 0.9'),
    resolve: googleCloud('closed', 'CPU of a returned to normal with a value of 0.2'),
  },
  azure: { kind: 'webhook', trigger: azure('Fired'), resolve: azure('Resolved') },
  pingdom: { kind: 'webhook', trigger: pingdom('DOWN'), resolve: pingdom('UP') },
  'uptime robot': { kind: 'webhook', trigger: uptimeRobot('1', 'Down'), resolve: uptimeRobot('2', 'Up') },
  'better stack': { kind: 'webhook', trigger: betterStack('Started'), resolve: betterStack('Resolved') },
  zabbix: { kind: 'webhook', trigger: zabbix('1', 'PROBLEM'), resolve: zabbix('0', 'RESOLVED') },
  'new relic policies': { kind: 'webhook', trigger: newRelic('open'), resolve: newRelic('closed') },
  'azure, one metric': {
    kind: 'webhook',
    trigger: azureMetric('Activated'),
    resolve: azureMetric('Deactivated'),
  },
  dynatrace: { kind: 'webhook', trigger: dynatrace('OPEN', 'P-1'), resolve: dynatrace('RESOLVED', 'P-1') },
  checkly: {
    kind: 'webhook',
    trigger: checkly('ALERT_FAILURE', 'Failed: API of the shop'),
    resolve: checkly('ALERT_RECOVERY', 'Recovered: API of the shop'),
  },
  'uptime kuma at a webhook': {
    kind: 'webhook',
    trigger: {
      heartbeat: { status: 0, msg: 'timeout' },
      monitor: { id: 3, name: 'Shop' },
      msg: '[Shop] down',
    },
    resolve: {
      heartbeat: { status: 1, msg: '200 - OK' },
      monitor: { id: 3, name: 'Shop' },
      msg: '[Shop] up',
    },
  },
  'pagerduty version 1': {
    kind: 'pagerduty',
    trigger: {
      service_key: 'k',
      event_type: 'trigger',
      incident_key: 'lag',
      description: 'Queue lags',
      details: { a: 1 },
    },
    resolve: { service_key: 'k', event_type: 'resolve', incident_key: 'lag' },
  },
  expressions: {
    kind: 'webhook',
    settings: {
      title: 'a.name',
      dedupKey: 'a.id',
      action: 'a.ok ? "resolve" : "trigger"',
      severityFrom: '$uppercase(a.how)',
      details: '$join(a.lines, " ")',
      link: '$lowercase(a.at)',
    },
    trigger: {
      a: {
        name: 'Belt torn',
        id: 'b7',
        ok: false,
        how: 'p1',
        lines: ['one', 'two'],
        at: 'HTTPS://x.example',
      },
      title: 'Belt torn',
      id: 'b7',
    },
    resolve: {
      a: { name: 'Belt torn', id: 'b7', ok: true, how: 'p1', lines: ['one', 'two'], at: 'HTTPS://x.example' },
      title: 'Belt torn',
      id: 'b7',
    },
  },
};
