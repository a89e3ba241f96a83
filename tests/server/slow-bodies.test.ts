// Bodies that come slowly, never, or too large, at every door that takes one, over real sockets.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attachmentLimits } from '#room/view/attachments.ts';
import { recordLimits } from '#room/record/record.ts';
import { makeMovableClock } from '../helpers/clock.ts';
import { startOwnServer, type OwnServer } from '../helpers/own-server.ts';
import type { HubView } from '../helpers/hub.ts';

const clock = makeMovableClock(async () => undefined);
let server: OwnServer;
/** By what a door is called in the table; the keys are given out by the server. */
const keys: Record<string, string> = {};
let hubUrl = '';

beforeAll(async () => {
  server = await startOwnServer({ clock });
  const make = async (kind: string) => {
    const { body } = await server.api<{ path: string }>('/api/v1/intakes', { name: kind, kind });
    return body.path.split('/')[2] ?? '';
  };
  for (const kind of ['webhook', 'report']) keys[kind] = await make(kind);
  const hub = await server.api<HubView>('/api/v1/hub', { host: '127.0.0.1' });
  hubUrl = hub.body.addresses[0] ?? '';
});
afterAll(() => server[Symbol.asyncDispose]());

const kib = 1024;
const short = 30_000;
const long = 420_000;
const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const file = 'application/octet-stream';
const sha256 = createHash('sha256').update('').digest('hex');
const incoming = `/api/v1/attachments/${sha256}`;

type Place = { method?: string; path: string; type: string; patienceMs: number; most: number; atHub?: true };

const doors: [string, Place][] = [
  ['the API', { path: '/api/v1/incidents', type: json, patienceMs: short, most: kib * kib }],
  [
    'an attachment',
    { method: 'PUT', path: incoming, type: file, patienceMs: long, most: attachmentLimits.bytes },
  ],
  ['a record', { path: '/api/v1/incidents/import', type: file, patienceMs: long, most: recordLimits.file }],
  [
    'a backup of another tool',
    { path: '/api/v1/configuration/import', type: json, patienceMs: short, most: kib * kib },
  ],
  [
    'a report',
    {
      path: '/report/{report}',
      type: 'multipart/form-data; boundary=x',
      patienceMs: short,
      most: 12 * kib * kib,
    },
  ],
  ['an alert', { path: '/intake/{webhook}/webhook', type: json, patienceMs: short, most: 512 * kib }],
  ['an event', { path: '/v2/enqueue', type: json, patienceMs: short, most: 512 * kib }],
  ['a call that is answered', { path: '/acknowledge/abc', type: form, patienceMs: short, most: 8 * kib }],
  ['an SMS that is answered', { path: '/reply/abc', type: form, patienceMs: short, most: 16 * kib }],
  ['a call that is put through', { path: '/dial/abc.xml', type: form, patienceMs: short, most: 8 * kib }],
  ['a subscription', { path: '/status/acme/subscribe', type: form, patienceMs: short, most: 32 * kib }],
  ['the end of a subscription', { path: '/u/abc', type: form, patienceMs: short, most: 32 * kib }],
  [
    'the API at a hub',
    { path: '/api/v1/hub/accept', type: json, patienceMs: short, most: kib * kib, atHub: true },
  ],
  [
    'an attachment at a hub',
    {
      method: 'PUT',
      path: incoming,
      type: file,
      patienceMs: long,
      most: attachmentLimits.bytes,
      atHub: true,
    },
  ],
];

/** `answer` comes with the end of the connection. */
type Begun = { socket: Socket; text: () => string; answer: Promise<string> };

/** Sends the head of a request and waits until the server has read it. */
async function begin(place: Place, framing: string): Promise<Begun> {
  const url = new URL(place.atHub ? hubUrl : server.url);
  const to = { host: '127.0.0.1', port: Number(url.port) };
  const socket = url.protocol === 'https:' ? connectTls({ ...to, rejectUnauthorized: false }) : connect(to);
  socket.setEncoding('utf8');
  let came = '';
  const text = () => came.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  const readHead = Promise.withResolvers<void>();
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk: string) => {
      came += chunk;
      readHead.resolve();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text()));
  });
  const path = place.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => keys[key] ?? '');
  socket.write(
    `${place.method ?? 'POST'} ${path} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${server.ownerToken}\r\n` +
      `Content-Type: ${place.type}\r\nExpect: 100-continue\r\n${framing}\r\n\r\n`,
  );
  await readHead.promise;
  return { socket, text, answer };
}

const filesKept = () => {
  const folder = join(server.dataFolder, 'attachments');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
};

test.each(doors)(
  '[HT1] %s: a body that drips, never comes or never ends is answered 408 in time',
  async (_, place) => {
    const dripping = await begin(place, 'Content-Length: 2000');
    const missing = await begin(place, 'Content-Length: 20');
    const endless = await begin(place, 'Transfer-Encoding: chunked');
    endless.socket.write('5\r\nhello\r\n');
    const ended: string[] = [];
    for (const [name, { answer }] of Object.entries({ dripping, missing, endless }))
      void answer.then(() => ended.push(name));
    const seconds = place.patienceMs / 1_000;
    for (let second = 1; second < seconds; second += 1) {
      dripping.socket.write('x');
      await clock.forward(1_000);
    }
    expect(ended).toEqual([]);
    await clock.forward(2_000);
    for (const { answer } of [dripping, missing, endless]) {
      const text = await answer;
      expect(text).toMatch(/^HTTP\/1\.1 408 /);
      expect(text).toMatch(/^connection: close$/im);
      expect(text).toContain(`The body did not arrive within ${seconds} s.`);
    }
    await expect.poll(filesKept).toEqual([]);
  },
);

test.each(doors)(
  '[HT1] %s: a body that is too large is answered 413 before it comes, with how much fits',
  async (_, place) => {
    const { socket, text } = await begin(place, `Content-Length: ${place.most + 1}`);
    await expect.poll(text).toMatch(/^HTTP\/1\.1 413 [^]*\d/);
    await expect.poll(text).toContain(String(place.most));
    socket.destroy();
  },
);

test.each(doors.filter(([, { type }]) => type !== json))(
  '[AT1] [TG6] [RC4] %s: a body that is cut off leaves no file behind',
  async (_, place) => {
    const { socket, answer } = await begin(place, 'Content-Length: 200000');
    socket.write('x'.repeat(100_000));
    socket.destroy();
    await answer;
    await expect.poll(filesKept).toEqual([]);
  },
);
