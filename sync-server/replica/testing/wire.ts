// For tests: a connection between two real peers that can be cut, frozen and healed.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Wire = AsyncDisposable & {
  url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Passes no data and tells nobody: no FIN, no reset, like a machine that lost power. */
  freeze(): void;
  /** Accepts new connections again; frozen ones are ended. */
  heal(): void;
  connections(): number;
};

/** Forwards to the address that `target` returns; it may change over restarts. */
export async function openWire(target: () => string): Promise<Wire> {
  let state: 'open' | 'cut' | 'frozen' = 'open';
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    track(near);
    if (state === 'cut') near.destroy();
    if (state !== 'open') return;
    const { hostname, port } = new URL(target());
    const far = connect(Number(port), hostname);
    track(far);
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      state = 'cut';
      endAll();
    },
    freeze: () => {
      state = 'frozen';
      for (const socket of sockets) socket.unpipe().pause();
    },
    heal: () => {
      if (state === 'frozen') endAll();
      state = 'open';
    },
    connections: () => sockets.size / 2,
    [Symbol.asyncDispose]: async () => {
      server.close();
      endAll();
      await once(server, 'close');
    },
  };
}

function pass(from: Socket, to: Socket): void {
  from.pipe(to);
  from.on('close', () => to.destroy());
}
