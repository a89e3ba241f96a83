// Many visitors on a status page while a room is edited: the page comes from memory, so the room should not slow
// down. The room is measured alone before and after. The machine's own share is measured by the same load on a plain
// Node server that only sends the same bytes: no server can do better.
import { setTimeout as wait } from 'node:timers/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { makeRoomName } from '../helpers/facts.ts';
import { askSteadily, serveBare, type Bare, type LoadOutcome } from '../helpers/http-load.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import type { Figure } from './figure.ts';
import { readCpuMs } from './sync.ts';

const perSecond = 2_000;
const seconds = 30;
const bareSeconds = 10;
const idleMs = 10_000;
const keyEveryMs = 25;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const url = await openPage(server);
  await using bare = await serveBare(await readAnswer(url));
  const room = makeRoomName();
  const [writer, reader] = [0, 1].map(() => joinRoom(server.url, server.ownerToken, room));
  if (writer === undefined || reader === undefined) throw new Error('nobody is in the room');
  await Promise.all([writer.synced(), reader.synced()]);
  await edit(writer, reader, wait(2_000));
  const before = await edit(writer, reader, wait(idleMs));
  const floor = await rush(writer, reader, { url: bare.url, perSecond, seconds: bareSeconds });
  const cpuBefore = readCpuMs(server.pid);
  const busy = await rush(writer, reader, { url, perSecond, seconds });
  const cpuMs = readCpuMs(server.pid) - cpuBefore;
  const after = await edit(writer, reader, wait(idleMs));
  writer.close();
  reader.close();
  return toFigures({ idle: sort([...before, ...after]), floor, busy, cpuMs });
}

const ms = (name: string, value: number, limit?: number): Figure => ({
  name,
  value,
  unit: 'ms',
  ...(limit !== undefined && { limit }),
});

type Rush = { keys: number[]; pages: number[]; outcome: LoadOutcome };
async function rush(
  writer: StockClient,
  reader: StockClient,
  load: { url: string; perSecond: number; seconds: number },
): Promise<Rush> {
  const asking = askSteadily(load);
  const keys = await edit(writer, reader, asking);
  const outcome = await asking;
  return { keys: sort(keys), pages: sort(outcome.samplesMs), outcome };
}

function toFigures({
  idle,
  floor,
  busy,
  cpuMs,
}: {
  idle: number[];
  floor: Rush;
  busy: Rush;
  cpuMs: number;
}): Figure[] {
  const { samplesMs, answers, tookMs } = busy.outcome;
  const { 200: whole = 0, 304: known = 0 } = answers;
  const asked = samplesMs.length;
  const idleMs99 = at(idle, 0.99);
  return [
    {
      name: `page: requests answered, of ${perSecond}/s asked`,
      value: (asked / tookMs) * 1_000,
      unit: '/s',
    },
    { name: 'page: answered neither 200 nor 304', value: asked - whole - known, unit: '', limit: 0 },
    { name: 'page: server CPU for a request', value: (cpuMs * 1_000) / asked, unit: 'us' },
    ms('page: request to last byte, median', at(busy.pages, 0.5)),
    ms('page: request to last byte, p99', at(busy.pages, 0.99), 50),
    ms('page: the same by a bare server, median', at(floor.pages, 0.5)),
    ms('page: the same by a bare server, p99', at(floor.pages, 0.99)),
    ms('room: edit to the other screen, idle, median', at(idle, 0.5)),
    ms('room: edit to the other screen, idle, p99', idleMs99),
    ms('room: edit to the other screen, in the rush, median', at(busy.keys, 0.5)),
    ms('room: edit to the other screen, in the rush, p99', at(busy.keys, 0.99)),
    {
      name: 'room: p99 in the rush to idle',
      value: at(busy.keys, 0.99) / idleMs99,
      unit: 'times',
      limit: 1.3,
    },
    {
      name: 'room: p99 in a rush on the bare server to idle',
      value: at(floor.keys, 0.99) / idleMs99,
      unit: 'times',
    },
  ];
}

const sort = (samples: readonly number[]) => samples.toSorted((one, other) => one - other);

/** Reads the page server's answer, so that another server can send it. */
async function readAnswer(url: string): Promise<Bare> {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity' } });
  const bytes = brotliCompressSync(await response.bytes(), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5 },
  });
  const kept = ['cache-control', 'content-type', 'vary', 'last-modified'];
  const headers = Object.fromEntries([...response.headers].filter(([name]) => kept.includes(name)));
  return {
    body: bytes,
    headers: { ...headers, 'content-encoding': 'br' },
    tag: response.headers.get('etag') ?? '',
  };
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;

/** A typical page: components in groups, an open incident with updates. */
async function openPage({ api, url }: Pick<RunningServer, 'api' | 'url'>): Promise<string> {
  const components = Array.from({ length: 12 }, (_, index) => ({
    name: `Component ${index}`,
    group: `Group ${index % 3}`,
  }));
  const { body } = await api<{ id: string }>('/api/v1/pages', {
    json: { slug: 'acme', name: 'Acme', visibility: 'public', components },
  });
  const first = await api<{ incident: string }>(`/api/v1/pages/${body.id}/updates`, {
    json: { title: 'Some payments fail', body: 'We are looking into it.', status: 'investigating' },
  });
  await api(`/api/v1/pages/${body.id}/updates`, {
    json: { incident: first.body.incident, body: 'The cause is found.', status: 'identified' },
  });
  return `${url}/status/acme/`;
}

/** Types until `end`; returns how long each key took to the other screen, in ms. */
async function edit(writer: StockClient, reader: StockClient, end: Promise<unknown>): Promise<number[]> {
  const waiting: number[] = [];
  const samples: number[] = [];
  const text = reader.doc.getText('summary');
  const seen = () => {
    const now = performance.now();
    for (const made of waiting.splice(
      0,
      waiting.length - (writer.doc.getText('summary').length - text.length),
    ))
      samples.push(now - made);
  };
  text.observe(seen);
  const timer = setInterval(() => {
    waiting.push(performance.now());
    const own = writer.doc.getText('summary');
    own.insert(own.length, 'k');
  }, keyEveryMs);
  await end;
  clearInterval(timer);
  await reader.until(() => waiting.length === 0, 'every key on the other screen');
  text.unobserve(seen);
  return samples;
}
