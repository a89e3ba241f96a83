// OP28: figures for operators: waiting messages, refusals and failed writes.
import { existsSync, statSync } from 'node:fs';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { AnsweredRequest } from '../http/app.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import type { Outbox } from '../delivery/outbox/outbox.ts';
import type { Intakes } from '../intake/intakes.ts';
import type { Pager } from '../paging/pager.ts';
import type { Pulse } from '../paging/pulse.ts';
import type { Replica } from '../replica/replica.ts';
import type { Database } from '../storage/database.ts';
import { readOnAsk } from './read-on-ask.ts';
import { addBuild } from './room-metrics.ts';

export type OperatorSources = {
  version: string;
  database: Database;
  databaseFile: string;
  readiness: () => string | null;
  deliveries: Pick<Deliveries, 'counts'>;
  outbox: Pick<Outbox, 'waiting'>;
  intakes: Pick<Intakes, 'misunderstood'>;
  pager: Pick<Pager, 'openPages'> | null;
  pulse: Pulse | null;
  replica: Pick<Replica, 'states'> | null;
  now: () => number;
};

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

/** Adds them to the registry; answers how to count a request that was answered. */
export function addOperatorMetrics(
  registry: Registry,
  watched: OperatorSources,
): (answered: AnsweredRequest) => void {
  const { version, database, databaseFile, readiness, deliveries, outbox, intakes, now } = watched;
  const { gauge, counter } = readOnAsk(registry);
  const ageOf = (at: number | null) => (at === null ? 0 : Math.max(0, now() - at) / 1000);

  addBuild(registry, version);
  gauge('muster_ready', '1 while the server can store what it acknowledges', () =>
    readiness() === null ? 1 : 0,
  );
  gauge('muster_database_bytes', 'Size of the database', () => database.bytes() ?? sizeOf(databaseFile));
  gauge('muster_database_log_bytes', 'Size of its write-ahead log', () => sizeOf(`${databaseFile}-wal`));
  counter(
    'muster_store_errors_total',
    'Transactions that the disk or another program’s lock kept from being written',
    () => database.failures(),
  );
  gauge('muster_deliveries_queued', 'Messages to channels that wait', () => deliveries.counts().queued);
  gauge('muster_delivery_oldest_queued_seconds', 'How long the oldest of them waits', () =>
    ageOf(deliveries.counts().oldestAt),
  );
  addEnded(registry, deliveries);
  const letters = () => outbox.waiting('work', 'letters', 'mail', 'webhooks');
  gauge('muster_letters_queued', 'Messages to subscribers that wait', () => letters().queued);
  gauge('muster_letter_oldest_queued_seconds', 'How long the oldest of them waits', () =>
    ageOf(letters().oldestAt),
  );
  counter('muster_intake_refusals_total', 'Deliveries to intakes that were refused', () =>
    intakes.misunderstood.refused(),
  );
  addPaging(registry, watched);
  if (watched.replica !== null) addUpstreams(registry, watched.replica);
  return addRequests(registry);
}

function addEnded(registry: Registry, deliveries: OperatorSources['deliveries']) {
  const ended: Counter<'state' | 'purpose'> = new Counter({
    name: 'muster_deliveries_ended_total',
    help: 'Finished messages to channels since the start',
    registers: [registry],
    labelNames: ['state', 'purpose'],
    collect: () => {
      ended.reset();
      // A rate needs a first value: of what matters most it is there from the start.
      for (const state of ['sent', 'failed']) ended.inc({ state, purpose: 'page' }, 0);
      for (const { state, purpose, count } of deliveries.counts().ended) ended.inc({ state, purpose }, count);
    },
  });
}

function addPaging(registry: Registry, { pager, pulse }: OperatorSources) {
  if (pager === null || pulse === null) return;
  const { gauge } = readOnAsk(registry);
  gauge('muster_pages_open', 'Pages that wait for an answer', () => pager.openPages().length);
  gauge(
    'muster_paging_last_cycle_timestamp_seconds',
    'When the paging engine ended its last cycle',
    () => pulse.lastCycleAt() / 1000,
  );
  gauge('muster_paging_silent', '1 when no cycle has ended for 30 s', () =>
    pulse.silentSince() === null ? 0 : 1,
  );
}

function addUpstreams(registry: Registry, replica: Pick<Replica, 'states'>) {
  const labelNames = ['upstream'] as const;
  const registers = [registry];
  const connected = new Gauge({
    name: 'muster_upstream_connected',
    help: '1 while this server is connected to its upstream',
    registers,
    labelNames,
    collect() {
      for (const { url, state } of replica.states())
        connected.set({ upstream: url }, state === 'connected' ? 1 : 0);
    },
  });
  const unsent = new Gauge({
    name: 'muster_upstream_unsent',
    help: 'Rooms with changes that the upstream has not acknowledged',
    registers,
    labelNames,
    collect() {
      for (const state of replica.states()) unsent.set({ upstream: state.url }, state.unsent);
    },
  });
}

function addRequests(registry: Registry): (answered: AnsweredRequest) => void {
  const registers = [registry];
  const requests = new Counter({
    name: 'muster_http_requests_total',
    help: 'Requests answered since the start, by the part of the API',
    registers,
    labelNames: ['method', 'area', 'status'],
  });
  const seconds = new Histogram({
    name: 'muster_http_request_seconds',
    help: 'Response times, without live feeds',
    registers,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  });
  return ({ method, area, status, seconds: took }) => {
    requests.inc({ method, area, status: `${Math.floor(status / 100)}xx` });
    if (area !== 'live') seconds.observe(took);
  };
}
