// The figures that every process has, also one that does not lead (MP6): itself, its sockets and its rooms.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Rooms } from '../sync/rooms.ts';
import { readOnAsk } from './read-on-ask.ts';

/** `leads`: false in a process that only serves rooms. */
export function addRoomMetrics(
  registry: Registry,
  { rooms, leads }: { rooms: Pick<Rooms, 'counts'>; leads: boolean },
): void {
  // In ms. Prometheus' usual 10 ms would be half of the work of an idle server.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const { gauge, counter } = readOnAsk(registry);
  gauge('muster_leads', '1 in the process that leads, 0 in one that serves rooms beside it', () =>
    leads ? 1 : 0,
  );
  gauge('muster_clients_connected', 'Open synchronisation sockets', () => rooms.counts().sockets);
  gauge('muster_documents_loaded', 'Documents held in memory', () => rooms.counts().documents);
  counter('muster_updates_total', 'Document updates written since the start', () => rooms.counts().updates);
  counter('muster_commits_total', 'Durable commits since the start', () => rooms.counts().commits);
}

export function addBuild(registry: Registry, version: string): void {
  const build = new Gauge({
    name: 'muster_build_info',
    help: 'Always 1, with the version of Muster and Node',
    registers: [registry],
    labelNames: ['version', 'node'],
  });
  build.set({ version, node: process.versions.node }, 1);
}

/** All figures of a process that does not lead. */
export function openRoomMetrics(options: {
  rooms: Pick<Rooms, 'counts'>;
  version: string;
  leads: false;
  isReady: () => boolean;
}): Registry {
  const registry = new Registry();
  addRoomMetrics(registry, options);
  addBuild(registry, options.version);
  readOnAsk(registry).gauge('muster_ready', '1 while this process can serve rooms', () =>
    options.isReady() ? 1 : 0,
  );
  return registry;
}
