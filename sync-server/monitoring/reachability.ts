// Checks whether this server itself is cut off: from the network (targets, or the default gateway) or from its name
// servers.
import { Resolver, type Resolver as NameResolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { dial } from '../outgoing/dial.ts';
import type { Egress } from '../outgoing/egress.ts';

/** `host:port` */
export type ProbeAddress = string;

const probeMs = 2_000;

/** Whether one of the targets accepts a connection; without targets, whether the default gateway answers. */
export async function reachAny(targets: readonly ProbeAddress[], egress: Egress): Promise<boolean> {
  if (targets.length > 0) return any(targets.map((target) => canConnect(target, egress)));
  const gateway = await findGateway();
  if (gateway === null) return false;
  // A refusal is an answer, so any port will do. The gateway comes from the operating system, so its address needs no
  // egress check.
  return any([53, 80].map((port) => answers(gateway, port)));
}

/** Whether one of this machine's name servers gives any answer. */
export async function reachNames(makeResolver: () => NameResolver = newResolver): Promise<boolean> {
  const servers = makeResolver().getServers();
  return any(
    servers.map(async (server) => {
      const resolver = makeResolver();
      resolver.setServers([server]);
      try {
        // Every resolver knows the root, or can ask for it.
        await resolver.resolveNs('.');
        return true;
      } catch (error) {
        return error instanceof Error && 'code' in error && !silence.has(String(error.code));
      }
    }),
  );
}

const newResolver = () => new Resolver({ timeout: probeMs, tries: 1 });
const silence = new Set(['ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL', 'ECANCELLED']);

const any = (answers: readonly Promise<boolean>[]) =>
  Promise.any(answers.map(async (answer) => (await answer) || Promise.reject(new Error('no')))).catch(
    () => false,
  );

async function canConnect(target: ProbeAddress, egress: Egress): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${target}`);
  const signal = AbortSignal.timeout(probeMs);
  try {
    const socket = await dial({ host: hostname, port: Number(port), signal, egress });
    socket.destroy();
    return true;
  } catch {
    // Any other failure means that it was not reached.
    return false;
  }
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean) => {
      socket.destroy();
      resolve(isThere);
    };
    socket.setTimeout(probeMs, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code === 'ECONNREFUSED'));
  });
}

/** Null without a gateway. On systems that do not tell, any active network counts. */
async function findGateway(): Promise<string | null> {
  if (process.platform !== 'linux') {
    const isUp = Object.values(networkInterfaces()).some((list) => list?.some(({ internal }) => !internal));
    return isUp ? '127.0.0.1' : null;
  }
  const table = await readFile('/proc/net/route', 'utf8').catch(() => '');
  const route = table
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([, destination, gateway]) => destination === '00000000' && gateway !== '00000000');
  return route?.[2] === undefined ? null : readAddress(route[2]);
}

/** Little-endian hexadecimal, as Linux writes addresses. */
const readAddress = (hex: string) =>
  [6, 4, 2, 0].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join('.');
