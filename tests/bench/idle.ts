// 5,000 people who have a room open and do nothing: the memory they take in one process, and the cost of keeping
// them.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { step1Frame } from '#wire/frames.ts';
import { makeFact, makeRoomName } from '../helpers/facts.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom } from '../helpers/stock-client.ts';
import type { Figure } from './figure.ts';
import { readCpuMs } from './sync.ts';

const connections = 5_000;
const rooms = 200;
const factsInRoom = 50;
const people = 50;
const atOnce = 50;
/** Longer than the server needs to ping everybody twice. */
const restMs = 30_000;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const names = Array.from({ length: rooms }, () => makeRoomName());
  for (const name of names) await fill(server, name);
  const persons = await Promise.all(Array.from({ length: people }, (_none, index) => invite(server, index)));
  const sockets: WebSocket[] = [];
  while (sockets.length < connections) {
    const next = Array.from({ length: atOnce }, (_none, index) => sockets.length + index);
    const opened = next.map((index) =>
      connect(server, persons[index % people] ?? '', names[Math.floor(index / people) % rooms] ?? ''),
    );
    sockets.push(...(await Promise.all(opened)));
  }
  await wait(restMs / 2);
  const cpuBefore = readCpuMs(server.pid);
  await wait(restMs);
  const cpuMs = readCpuMs(server.pid) - cpuBefore;
  const open = sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  const memoryMb = readMemoryMb(server.pid);
  for (const socket of sockets) socket.terminate();
  return [
    { name: 'idle: connections that did not stay open', value: connections - open, unit: '', limit: 0 },
    { name: `idle: memory with ${connections} connections`, value: memoryMb, unit: 'MB', limit: 300 },
    { name: `idle: CPU for ${connections} connections`, value: cpuMs / (restMs / 1_000), unit: 'ms/s' },
  ];
}

async function fill(server: RunningServer, room: string): Promise<void> {
  const client = joinRoom(server.url, server.ownerToken, room);
  await client.synced();
  client.doc.getArray('facts').push(Array.from({ length: factsInRoom }, () => makeFact('ana', 'what I saw')));
  await client.until(() => client.saved() === client.sent(), 'the room is saved');
  client.close();
}

async function invite(server: RunningServer, index: number): Promise<string> {
  const json = { name: `Person ${index}`, role: 'responder' };
  return (await server.api<{ token: string }>('/api/v1/people', { json })).body.token;
}

async function connect(server: RunningServer, token: string, room: string): Promise<WebSocket> {
  const url = `${server.url.replace(/^http/, 'ws')}/sync/${room}`;
  const socket = new WebSocket(url, ['muster', `bearer.${token}`], { perMessageDeflate: false });
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send(step1Frame(new Uint8Array([0])));
  return socket;
}

const readMemoryMb = (pid: number) =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
