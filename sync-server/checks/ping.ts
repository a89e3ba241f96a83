import { spawn } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { platform } from 'node:os';
import { hostField, numberField } from '../forms/fields.ts';
import { isUnansweredName } from '../outgoing/name-failure.ts';
import { defineCheck, degraded, down, unknown, up, type CheckResult } from './check.ts';
import { explainFailure } from './explain.ts';
import { slowField } from './measure.ts';

export const ping = defineCheck({
  label: 'Ping',
  about: 'Asks a host for an echo (ICMP) with the ping program of this server.',
  area: 'infrastructure',
  fields: {
    host: hostField({ label: 'Host' }),
    slowAfterMs: slowField,
    count: numberField({
      label: 'Echoes',
      hint: 'With more than one, the loss of some counts as degraded',
      group: 'Answer',
      min: 1,
      max: 5,
      fallback: 1,
    }),
  },
  target: ({ host }) => ({ url: '', hostname: host, port: '' }),
  run: async ({ host, count, slowAfterMs }, { signal, egress }) => {
    const startedAt = performance.now();
    try {
      signal.throwIfAborted();
      // The address, not the name: it is the one that was checked, and it cannot be read as an option of ping.
      const addresses = firstOfEach(await egress.resolveAll(host, signal));
      const asked = addresses.map((address) => runPing(address, Math.round(count), signal));
      const results = (await Promise.all(asked)).map((outcome) => judge(outcome, slowAfterMs));
      // A host with an IPv4 and an IPv6 address is reachable when one of them is.
      return (
        results.find(({ status }) => status === 'up') ??
        results.find(({ status }) => status === 'degraded') ??
        results[0]!
      );
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT')
        return unknown('there is no ping program on this server (Debian: apt install iputils-ping)');
      const reason = explainFailure(error, signal, performance.now() - startedAt);
      return down(reason, null, { isUnresolved: isUnansweredName(error) });
    }
  },
});

const firstOfEach = (addresses: readonly LookupAddress[]): string[] =>
  addresses
    .filter(({ family }, index) => addresses.findIndex((each) => each.family === family) === index)
    .map(({ address }) => address);

type Outcome = { output: string; code: number | null };

function runPing(address: string, count: number, signal: AbortSignal): Promise<Outcome> {
  const amount = platform() === 'win32' ? '-n' : '-c';
  return new Promise((resolve, reject) => {
    const child = spawn('ping', [amount, String(count), address], {
      signal,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    let output = '';
    const read = (chunk: Buffer) => (output = (output + chunk.toString()).slice(0, 10_000));
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', reject);
    child.on('close', (code) => resolve({ output, code }));
  });
}

function judge({ output, code }: Outcome, slowAfterMs: number | null): CheckResult {
  if (/not permitted|permission denied/i.test(output))
    return unknown('this server may not ping (it lacks the right to send ICMP)');
  const times = [...output.matchAll(/time[=<]\s*([\d.]+)\s*ms/gi)].map((match) => Number(match[1]));
  const loss = Number(/([\d.]+)% (?:packet )?loss/.exec(output)?.[1] ?? (code === 0 ? 0 : 100));
  if (times.length === 0) return down(sayFailure(output));
  const latencyMs = times.reduce((sum, time) => sum + time, 0) / times.length;
  if (loss > 0) return degraded(`${Math.round(loss)} % of the echoes were lost`, latencyMs);
  const isSlow = slowAfterMs !== null && latencyMs > slowAfterMs;
  return isSlow ? degraded(`slow: ${Math.round(latencyMs)} ms`, latencyMs) : up(latencyMs);
}

function sayFailure(output: string): string {
  if (/unreachable/i.test(output))
    return /network/i.test(output) ? 'network unreachable' : 'host unreachable';
  return 'no echo came back';
}
