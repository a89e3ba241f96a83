// The process that bench/hostile.ts forks. It attacks a server with every kind of frame that costs the server more
// than the sender, and reconnects as soon as it is thrown out.
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { awarenessFrame, step1Frame, updateFrame, writePresence } from '#wire/frames.ts';
import * as hostile from './hostile-updates.ts';

type Attack = {
  url: string;
  room: string;
  victim: number;
  viewer: { token: string };
  mallory: { token: string };
};

const { url, room, victim, viewer, mallory } = JSON.parse(process.argv[2] ?? '') as Attack;
const counts: Record<string, number> = {};
const count = (kind: string) => (counts[kind] = (counts[kind] ?? 0) + 1);
const over = new AbortController();

/** Opens one socket after the other and sends on each until it is closed. */
async function keepAt(kind: string, token: string, next: (sent: number) => Uint8Array): Promise<void> {
  for (let sent = 0; !over.signal.aborted;) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${room}`, ['muster', `bearer.${token}`]);
    socket.on('error', () => undefined);
    const opened = new Promise((resolve) => {
      socket.once('open', resolve);
      socket.once('close', resolve);
    });
    await opened;
    count(`${kind}: sockets`);
    while (socket.readyState === WebSocket.OPEN && !over.signal.aborted) {
      // Send as fast as the connection takes it.
      if (socket.bufferedAmount < 1_000_000) {
        socket.send(next(sent));
        sent += 1;
        count(`${kind}: frames`);
      }
      await turn();
    }
    socket.terminate();
    await wait(20);
  }
}

async function floodSockets(token: string): Promise<void> {
  const open = new Set<WebSocket>();
  while (!over.signal.aborted) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${room}`, ['muster', `bearer.${token}`]);
    open.add(socket);
    count('sockets opened and kept');
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    await wait(5);
  }
}

const random = () => 1_000_000 + Math.floor(Math.random() * 1_000_000_000);
const state = JSON.stringify({ more: 'x'.repeat(7_000) });
const quadratic = hostile.beforeEach(3, victim, 6_000);
void keepAt('quadratic', mallory.token, () => updateFrame(quadratic));
void keepAt('just within', mallory.token, () => updateFrame(hostile.beforeEach(random(), victim, 250)));
void keepAt('viewer', viewer.token, () => updateFrame(hostile.tinyItems(random(), 2_000)));
const presence = (sent: number) => awarenessFrame(writePresence([{ client: random(), clock: sent, state }]));
void keepAt('presence', mallory.token, presence);
void keepAt("a viewer's presence", viewer.token, presence);
void keepAt('questions', viewer.token, () => step1Frame(new Uint8Array([0])));
void floodSockets(mallory.token);

process.send?.('begun');
process.on('message', () => {
  over.abort();
  process.send?.(counts);
});
