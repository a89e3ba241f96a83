import { Gauge, Histogram, Registry } from 'prom-client';
import { severities } from '#room/facts/fact.ts';
import type { MonitorStatus } from '#room/feed/feed.ts';
import type { AnsweredRequest } from '../http/app.ts';
import { addOperatorMetrics, type OperatorSources } from './operator-metrics.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import { checks } from '../checks/index.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { isOpen, type Incidents } from '../incidents/incidents.ts';
import type { Monitor, Monitors } from '../monitoring/monitors.ts';
import type { Samples } from '../monitoring/history/samples.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { Watch } from '../monitoring/watch.ts';
import { readOnAsk } from './read-on-ask.ts';
import { addRoomMetrics } from './room-metrics.ts';

export type Metrics = {
  contentType: string;
  /** `showsTargets`: with the addresses that monitors watch. */
  read(options: { showsTargets: boolean }): Promise<string>;
  /** Counts a request that was answered. */
  answered(request: AnsweredRequest): void;
};

export type MetricsOptions = {
  configuration: Pick<Configuration, 'state'>;
  rooms: Rooms;
  incidents: Incidents;
  monitors: Monitors;
  samples: Samples;
  watch: Pick<Watch, 'statusOf' | 'load' | 'monitoring' | 'onStart'>;
  feed: Pick<LiveFeed, 'followers'>;
  operator: OperatorSources;
};

// The names and numbers are Uptime Kuma's, for which people have dashboards.
const monitorNumbers: Record<MonitorStatus, number> = {
  up: 1,
  degraded: 1,
  down: 0,
  pending: 2,
  paused: 2,
  maintenance: 3,
};
const monitorLabels = [
  'monitor_id',
  'monitor_name',
  'monitor_type',
  'monitor_url',
  'monitor_hostname',
  'monitor_port',
] as const;
const musterLabels = ['monitor', 'name', 'kind', 'service'] as const;

/** The figures of each monitor; the addresses that they watch only in `withTargets`. */
function addMonitorMetrics(registry: Registry, { monitors, samples, watch }: MetricsOptions) {
  const registers = [registry];
  const withTargets = new Registry();
  const withoutTargets = new Registry();
  const latencyMs = ({ id }: Monitor) => samples.last(id)?.latencyMs ?? null;
  const status = (monitor: Monitor) => monitorNumbers[watch.statusOf(monitor)];
  for (const target of [withTargets, withoutTargets]) {
    const add = (name: string, help: string, value: Reading) =>
      monitorGauge(
        { name, help, registers: [target], labelNames: monitorLabels, monitors, value },
        (monitor) => labelsOf(monitor, target === withTargets),
      );
    add('monitor_status', 'Monitor status (1 up, 0 down, 2 pending or paused, 3 maintenance)', status);
    add('monitor_response_time', 'Response time of the last check in ms', latencyMs);
  }
  const add = (name: string, help: string, value: Reading) =>
    monitorGauge({ name, help, registers, labelNames: musterLabels, monitors, value }, musterLabelsOf);
  add('muster_monitor_status', 'Monitor status (1 up, 0 down, 2 pending or paused, 3 maintenance)', status);
  add('muster_monitor_response_seconds', 'Response time of the last check', (monitor) => {
    const ms = latencyMs(monitor);
    return ms === null ? null : ms / 1000;
  });
  return { withTargets, withoutTargets };
}

/** The figures of this process: its connections, its rooms and its checks. */
function addProcessMetrics(registry: Registry, { configuration, rooms, watch, feed }: MetricsOptions) {
  const { gauge, counter } = readOnAsk(registry);
  addRoomMetrics(registry, { rooms, leads: true });
  gauge('muster_feed_followers', 'Open live feeds', () => feed.followers());
  gauge(
    'muster_configuration_faults',
    'Faults in the configuration file when it was last read; with faults the earlier configuration stays in force',
    () => configuration.state().errors.length,
  );
  gauge('muster_checks_running', 'Checks that run now', () => watch.load().running);
  gauge(
    'muster_checks_waiting',
    'Checks that are due and wait for others to end',
    () => watch.load().waiting,
  );
  counter(
    'muster_checks_skipped_total',
    'Checks left out because the one before still ran',
    () => watch.load().skipped,
  );
  gauge('muster_monitoring_blind', '1 while our own network is away and nothing is declared', () =>
    watch.monitoring().blindSince === null ? 0 : 1,
  );
  const late = new Histogram({
    name: 'muster_check_start_late_seconds',
    help: 'Delay between the due time and the start of a check',
    registers: [registry],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5],
  });
  watch.onStart((lateMs) => late.observe(lateMs / 1000));
}

/** What Prometheus may read. Everything is looked up when it asks; nothing is counted in between. */
export function openMetrics(options: MetricsOptions): Metrics {
  const registry = new Registry();
  const { withTargets, withoutTargets } = addMonitorMetrics(registry, options);
  addProcessMetrics(registry, options);
  registry.registerMetric(openIncidentsGauge(options.incidents));
  const answered = addOperatorMetrics(registry, options.operator);
  return {
    contentType: registry.contentType,
    answered,
    read: ({ showsTargets }) =>
      Registry.merge([registry, showsTargets ? withTargets : withoutTargets]).metrics(),
  };
}

type Reading = (monitor: Monitor) => number | null;
type MonitorGauge<L extends string> = {
  name: string;
  help: string;
  registers: Registry[];
  labelNames: readonly L[];
  monitors: Monitors;
  value: Reading;
};

/** One figure of each monitor. */
function monitorGauge<L extends string>(
  { monitors, value, ...options }: MonitorGauge<L>,
  labels: (monitor: Monitor) => Record<L, string>,
): void {
  const gauge: Gauge<L> = new Gauge<L>({
    ...options,
    collect: () => {
      gauge.reset();
      for (const monitor of monitors.list()) {
        const reading = value(monitor);
        if (reading !== null) gauge.set(labels(monitor), reading);
      }
    },
  });
}

function openIncidentsGauge(incidents: Incidents) {
  return new Gauge({
    name: 'muster_incidents_open',
    help: 'Open incidents, without drills',
    registers: [],
    labelNames: ['severity'],
    collect() {
      const open = incidents.list().filter((incident) => isOpen(incident) && !incident.drill);
      for (const severity of severities) {
        this.set({ severity }, open.filter((incident) => incident.severity === severity).length);
      }
    },
  });
}

function labelsOf({ id, settings }: Monitor, showsTarget: boolean) {
  const target = showsTarget ? checks[settings.kind]?.target(settings.settings) : undefined;
  return {
    monitor_id: id,
    monitor_name: settings.name,
    monitor_type: settings.kind,
    monitor_url: target?.url ?? '',
    monitor_hostname: target?.hostname ?? '',
    monitor_port: target?.port ?? '',
  };
}

const musterLabelsOf = ({ id, settings }: Monitor) => ({
  monitor: id,
  name: settings.name,
  kind: settings.kind,
  service: settings.service ?? '',
});
