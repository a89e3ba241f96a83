// Tools to test publishing without the team's server: places, pages, approved drafts, and a desktop's stored pages.
import { roomName } from '#wire/document-name.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'vitest';
import { hashOf } from '#room/comms/hash.ts';
import { isLive, untilUpstream } from './replicas.ts';
import type { RunningServer } from './server.ts';
import { joinRoom } from './stock-client.ts';

export type Target = { kind: string; place: string; sequence: number | null; problem: string | null };
export type Shown = {
  id: string;
  slug: string;
  components: { id: string }[];
  away?: { asOf: number; places: string[]; leftOut: string[] };
};
export type Update = { id: string; body: string; by: string; isWaiting?: boolean; targets?: Target[] };
export type Problem = { detail: string; errors?: { field: string }[] };
export type Summary = { components: { status: string }[]; incidents: { name: string }[] };

export const waiting = { timeout: 60_000, interval: 100 };
export const draft = 'd1';

/** A place that accepts PUT, as a bucket or unsigned. It remembers the signers and can be made to wait. */
export async function startPlace() {
  const files = new Map<string, string>();
  const keys = new Set<string>();
  let onAsked: (() => void) | null = null;
  let hold: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url = '', headers } = request;
      keys.add(/Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1] ?? 'nobody');
      onAsked?.();
      void hold.then(() => {
        if (method === 'PUT') files.set(url, Buffer.concat(chunks).toString());
        else response.statusCode = files.has(url) ? 200 : 404;
        response.end(method === 'PUT' ? '' : files.get(url));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = (path: string) => files.get(`/acme/site/${path}`) ?? '';
  /** SP72: the page of an incident that only a refused upload told stays, and no other file names it. */
  const isNamed = (path: string) => {
    const incident = /\/incidents\/([^/]+)\//u.exec(path)?.[1];
    return (
      incident === undefined ||
      [...files].some(([other, text]) => !other.includes('/incidents/') && text.includes(incident))
    );
  };
  return {
    url,
    /** The address under which `read` reads. */
    site: `${url}/acme/site`,
    keys,
    files,
    read,
    /** Every file of the page that a reader can find there. */
    all: () =>
      [...files]
        .filter(([path]) => path !== '/acme/site/upload.json' && isNamed(path))
        .map(([, text]) => text),
    sequence: () => sequenceIn(read('generation.json')),
    /** Holds all answers until `release` is called; `asked` resolves with the first request. */
    holdBack: () => {
      const held = Promise.withResolvers<void>();
      const asked = Promise.withResolvers<void>();
      hold = held.promise;
      onAsked = asked.resolve;
      return { asked: asked.promise, release: held.resolve };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The sequence in a `generation.json`; 0 without one. */
export const sequenceIn = (text: string): number =>
  text === '' ? 0 : (JSON.parse(text) as { sequence: number }).sequence;

let count = 0;
export async function openPage(server: RunningServer, more: Record<string, unknown>): Promise<Shown> {
  const { status, body } = await server.api<Shown>('/api/v1/pages', {
    json: {
      slug: `away-${(count += 1)}`,
      name: 'Acme',
      visibility: 'public',
      components: [{ name: 'Card payments' }, { name: 'API' }],
      awayPublishing: 'responders',
      ...more,
    },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

/** Declares an incident with an approved draft for customers, all on this server. */
export async function declareApproved(server: RunningServer, words: string) {
  const declared = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: words } });
  const incident = declared.body.id;
  const fact = (json: object) => server.api(`/api/v1/incidents/${incident}/facts`, { json });
  expect((await fact({ kind: 'draft', draft, audience: 'customers' })).status).toBe(201);
  const client = joinRoom(server.url, server.ownerToken, roomName(incident));
  await client.synced();
  client.doc.getText(`draft/${draft}`).insert(0, words);
  await client.until(() => client.saved() === client.sent(), 'the words to be saved');
  client.close();
  const hash = hashOf(words);
  expect((await fact({ kind: 'approved', draft, hash, text: words })).status).toBe(201);
  return { incident, draft, hash };
}

export const publish = (server: RunningServer, page: Shown, json: Record<string, unknown>) =>
  server.api<Update & Problem>(`/api/v1/pages/${page.id}/updates`, {
    json: { status: 'identified', body: '-', ...json },
  });
/** Newest first. */
export const updatesOf = async (server: RunningServer, page: Shown) =>
  (await server.api<{ items: Update[] }>(`/api/v1/pages/${page.id}/updates`)).body.items;
export const stateOf = async <State>(server: RunningServer, page: Shown) =>
  (await server.api<State & { sequence: number; targets: Target[] }>(`/api/v1/pages/${page.id}/state`)).body;
export const sentIn = async (server: RunningServer, incident: string) =>
  (
    await server.api<{ drafts: { sent: { hash?: string }[] }[] }>(`/api/v1/incidents/${incident}`)
  ).body.drafts.flatMap(({ sent }) => sent);

/** What this desktop has stored of the page on its disk. */
export function readKept({ dataFolder }: RunningServer, { id }: Shown): string | null {
  const file = new DatabaseSync(join(dataFolder, 'muster.db'), { readOnly: true });
  try {
    const row = file.prepare('SELECT kept FROM away_pages WHERE id = ?').get(id);
    return row === undefined ? null : String(row['kept']);
  } finally {
    file.close();
  }
}

/** Waits until this desktop has stored what the team's server publishes now. */
export async function untilKept(primary: RunningServer, desktop: RunningServer, page: Shown) {
  await untilUpstream(desktop, isLive);
  const there = (await stateOf(primary, page)).sequence;
  const kept = () =>
    (JSON.parse(readKept(desktop, page) ?? '{"input":{}}') as { input: { sequence?: number } }).input
      .sequence ?? 0;
  await expect.poll(kept, waiting).toBeGreaterThanOrEqual(there);
}
