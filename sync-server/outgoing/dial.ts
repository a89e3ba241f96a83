// Opens a TCP connection to a host with several addresses. The next address is tried while the one before still
// hangs; the first that answers is used (RFC 8305).
import type { LookupAddress } from 'node:dns';
import { connect, isIP, type Socket } from 'node:net';
import type { Egress } from './egress.ts';

export type Dialing = { host: string; port: number; signal: AbortSignal; egress: Egress };

/** RFC 8305, 5: the recommended delay between two attempts. */
const attemptDelayMs = 250;

/** How far the attempt got, even when it fails. */
export type DialMarks = { lookup: number | null; connect: number | null };

/**
 * The caller ends the socket. Rejects with NameFailure or EgressRefused before it has an address, later with Node's
 * error, and when the signal aborts.
 */
export async function dial({ host, port, signal, egress }: Dialing, marks?: DialMarks): Promise<Socket> {
  signal.throwIfAborted();
  const addresses = await egress.resolveAll(host, signal);
  if (marks && isIP(host.replace(/^\[(.*)\]$/, '$1')) === 0) marks.lookup = performance.now();
  const socket = await connectFirst(takeTurns(addresses), port, signal);
  if (marks) marks.connect = performance.now();
  return socket;
}

/** RFC 8305, 4: the families alternate, starting with the one that the system prefers. */
function takeTurns(addresses: readonly LookupAddress[]): string[] {
  const preferred = addresses[0]?.family;
  const [first, second] = [true, false].map((isPreferred) =>
    addresses.filter(({ family }) => (family === preferred) === isPreferred).map(({ address }) => address),
  ) as [string[], string[]];
  return first
    .flatMap((address, index) => [address, ...second.slice(index, index + 1)])
    .concat(second.slice(first.length));
}

function connectFirst(addresses: readonly string[], port: number, signal: AbortSignal): Promise<Socket> {
  const failures: NodeJS.ErrnoException[] = [];
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  const race = openRace(signal, () => clearTimeout(timer));
  const attempt = () => {
    clearTimeout(timer);
    const host = addresses[next++];
    if (host === undefined) {
      if (race.trying.size === 0) race.lose(tellingOf(failures));
      return;
    }
    const socket = connect({ host, port });
    race.trying.add(socket);
    // Stays attached: an error before the caller listens must not end the process.
    socket.on('error', (error) => {
      if (race.isOver()) return;
      failures.push(error);
      race.trying.delete(socket);
      attempt();
    });
    socket.once('connect', () => race.win(socket));
    timer = setTimeout(attempt, attemptDelayMs);
  };
  attempt();
  return race.promise;
}

/** The first socket that connects wins, and the others end. Rejects when `lose` is called or the signal aborts. */
function openRace(signal: AbortSignal, stop: () => void) {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const trying = new Set<Socket>();
  let isOver = false;
  const finish = (kept: Socket | null) => {
    isOver = true;
    stop();
    signal.removeEventListener('abort', abort);
    for (const socket of trying) if (socket !== kept) socket.destroy();
  };
  const win = (socket: Socket) => {
    finish(socket);
    resolve(socket);
  };
  const lose = (error: Error) => {
    finish(null);
    reject(error);
  };
  const abort = () => lose(new Error('aborted'));
  signal.addEventListener('abort', abort, { once: true });
  return { promise, trying, win, lose, isOver: () => isOver };
}

/** The host's own answer says more than a missing route to an address family on this machine. */
function tellingOf(failures: readonly NodeJS.ErrnoException[]): Error {
  const told = failures.find(
    ({ code }) => !['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code ?? ''),
  );
  return told ?? failures[0] ?? new Error('there is no address to connect to');
}
