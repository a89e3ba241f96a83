// A rush of visitors on a status page while a room is edited: the page is served from memory, so that the room does not
// feel it. The room is measured alone first, then with the rush.
import { setTimeout as wait } from 'node:timers/promises';
import { makeRoomName } from '../helpers/facts.ts';
import { askSteadily } from '../helpers/http-load.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import type { Figure } from './figure.ts';
import { readCpuMs } from './sync.ts';

const perSecond = 2_000;
const seconds = 30;
const idleMs = 15_000;
const keyEveryMs = 25;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const url = await openPage(server);
  const room = makeRoomName();
  const [writer, reader] = [0, 1].map(() => joinRoom(server.url, server.ownerToken, room));
  if (writer === undefined || reader === undefined) throw new Error('nobody is in the room');
  await Promise.all([writer.synced(), reader.synced()]);
  await edit(writer, reader, wait(2_000));
  const idle = await edit(writer, reader, wait(idleMs));
  const cpuBefore = readCpuMs(server.pid);
  const rush = askSteadily({ url, perSecond, seconds });
  const busy = await edit(writer, reader, rush);
  const { samplesMs, answers, tookMs } = await rush;
  const cpuMs = readCpuMs(server.pid) - cpuBefore;
  writer.close();
  reader.close();
  const { 200: whole = 0, 304: known = 0 } = answers;
  const pages = samplesMs.toSorted((one, other) => one - other);
  return [
    {
      name: `page: requests answered, of ${perSecond}/s asked`,
      value: (samplesMs.length / tookMs) * 1_000,
      unit: '/s',
    },
    {
      name: 'page: answered neither 200 nor 304',
      value: samplesMs.length - whole - known,
      unit: '',
      limit: 0,
    },
    { name: 'page: server CPU for a request', value: (cpuMs * 1_000) / samplesMs.length, unit: 'us' },
    { name: 'page: request to last byte, median', value: at(pages, 0.5), unit: 'ms' },
    { name: 'page: request to last byte, p99', value: at(pages, 0.99), unit: 'ms', limit: 50 },
    { name: 'room: edit to the other screen, idle, p99', value: at(idle, 0.99), unit: 'ms' },
    { name: 'room: edit to the other screen, in the rush, p99', value: at(busy, 0.99), unit: 'ms' },
    {
      name: 'room: p99 in the rush to idle',
      value: at(busy, 0.99) / at(idle, 0.99),
      unit: 'times',
      limit: 1.3,
    },
  ];
}

const at = (sorted: readonly number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;

/** A page as teams have it: components in groups, an open incident with updates. */
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

/** Types until `end`; how long each key took to the other screen, sorted, ms. */
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
  return samples.toSorted((one, other) => one - other);
}
