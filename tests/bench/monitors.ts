// 1,000 HTTP checks every 20 s against a target in another process: what a check costs the server, how late checks
// start, and whether memory stays flat. Compared with Debian's prometheus-blackbox-exporter, which probes the same
// target as often, at the same time. MUSTER_BENCH_MINUTES shortens the ten minutes.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { startDyingService } from '../helpers/dying-service.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import type { Figure } from './figure.ts';
import { readCpuMs } from './sync.ts';

const count = 1_000;
const intervalSeconds = 20;
const minutes = Number(process.env['MUSTER_BENCH_MINUTES'] ?? 10);
/** Time for the first check of each monitor and for the costs of starting. */
const settleMs = 25_000;
const minuteMs = 60_000;
/** Time for the server's clean-up after its start. */
const idleMs = 5_000;

export async function bench(): Promise<Figure[]> {
  await using service = await startDyingService();
  await using server = await startServer();
  await wait(idleMs);
  const idleMb = readMemoryMb(server.pid);
  await using exporter = await startExporter();
  for (let index = 0; index < count; index++) {
    const json = {
      name: `m${index}`,
      kind: 'http',
      settings: { url: `${service.url}?${index}` },
      intervalSeconds,
    };
    const { status } = await server.api('/api/v1/monitors', { json });
    if (status !== 201) throw new Error(`adding a monitor answered ${status}`);
  }
  const probing = exporter === null ? null : probe(exporter, service.url);
  await wait(settleMs);
  const before = await look(server);
  const exporterBefore =
    exporter === null ? null : { cpuMs: readCpuMs(exporter.pid), probes: probing?.done() ?? 0 };
  await wait(minutes * minuteMs);
  const after = await look(server);
  const checks = after.checks - before.checks;
  const lateShare = (seconds: string) => (after.late(seconds) - before.late(seconds)) / checks;
  const figures: Figure[] = [
    {
      name: `monitors: CPU per check, ${count} every ${intervalSeconds} s`,
      value: (after.cpuMs - before.cpuMs) / checks,
      unit: 'ms',
      limit: 2,
    },
    {
      name: 'monitors: starts more than 20 ms late',
      value: 100 * (1 - lateShare('0.02')),
      unit: '%',
      limit: 1,
    },
    { name: 'monitors: starts more than 5 ms late', value: 100 * (1 - lateShare('0.005')), unit: '%' },
    {
      name: `monitors: checks that should have run and did not, in ${minutes} min`,
      value: Math.max(0, (minutes * 60 * count) / intervalSeconds - checks),
      unit: 'checks',
      limit: count / 100,
    },
    { name: 'server: memory when idle', value: idleMb, unit: 'MB', limit: 120 },
    { name: 'monitors: memory at the beginning', value: before.memoryMb, unit: 'MB' },
    {
      name: `monitors: memory grown in ${minutes} min`,
      value: after.memoryMb - before.memoryMb,
      unit: 'MB',
      limit: 25,
    },
  ];
  if (exporter === null || exporterBefore === null || probing === null) {
    console.log('monitors: prometheus-blackbox-exporter is not installed; nothing to compare with');
    return figures;
  }
  const probes = probing.done() - exporterBefore.probes;
  probing.stop();
  return [
    ...figures,
    {
      name: 'blackbox_exporter: CPU per probe of the same target, without keeping anything',
      value: (readCpuMs(exporter.pid) - exporterBefore.cpuMs) / probes,
      unit: 'ms',
    },
    { name: 'blackbox_exporter: memory', value: readMemoryMb(exporter.pid), unit: 'MB' },
    { name: 'blackbox_exporter: probes', value: probes, unit: 'probes' },
  ];
}

async function look(server: RunningServer) {
  const { body } = await server.api<string>('/metrics', { token: null });
  const number = (pattern: RegExp) => Number(pattern.exec(body)?.[1] ?? Number.NaN);
  return {
    cpuMs: readCpuMs(server.pid),
    memoryMb: readMemoryMb(server.pid),
    checks: number(/^muster_check_start_late_seconds_count (\d+)$/m),
    late: (seconds: string) =>
      number(new RegExp(`^muster_check_start_late_seconds_bucket\\{le="${seconds}"\\} (\\d+)$`, 'm')),
  };
}

const readMemoryMb = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

type Exporter = { url: string; pid: number } & AsyncDisposable;

/** Null when it is not installed. */
async function startExporter(): Promise<Exporter | null> {
  const port = 19_115;
  const child: ChildProcess = spawn(
    'prometheus-blackbox-exporter',
    [
      `--web.listen-address=127.0.0.1:${port}`,
      '--config.file=/etc/prometheus/blackbox.yml',
      '--log.level=error',
    ],
    { stdio: 'ignore' },
  );
  const failed = once(child, 'error').then(() => true);
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries++) {
    const isThere = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isThere) {
      return {
        url,
        pid: child.pid ?? 0,
        [Symbol.asyncDispose]: async () => {
          child.kill();
          await once(child, 'exit');
        },
      };
    }
    if (await Promise.race([failed, wait(100, false)])) return null;
  }
  child.kill();
  return null;
}

/** Probes as often as the monitors, evenly spread. */
function probe({ url }: Exporter, target: string) {
  let done = 0;
  let asked = 0;
  const timer = setInterval(
    () => {
      const query = new URLSearchParams({ target: `${target}?${asked++ % count}`, module: 'http_2xx' });
      fetch(`${url}/probe?${query}`)
        .then((response) => response.text())
        .then(
          () => (done += 1),
          () => {},
        );
    },
    (intervalSeconds * 1_000) / count,
  );
  return { done: () => done, stop: () => clearInterval(timer) };
}
