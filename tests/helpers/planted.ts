// A team with a restricted incident that holds one planted word everywhere, and the data around it.
import { createHash } from 'node:crypto';
import { expect, vi } from 'vitest';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { openInbox, type Inbox } from '#sync-server/paging/testing/inbox.ts';
import { startServer, type RunningServer } from './server.ts';

/** Stands in every text of the restricted incident. */
export const planted = 'zebrafish';
export type Member = { id: string; token: string };

const file = Buffer.from(`${planted} in a file`);
const sha256 = createHash('sha256').update(file).digest('hex');

export type Planted = AsyncDisposable & {
  server: RunningServer;
  inbox: Inbox;
  /** Bo commands it and Di reads it, both in the team; Cy and the viewer Vi are outside. Ana is the owner. */
  people: Record<'bo' | 'cy' | 'vi' | 'di', Member>;
  team: string;
  incident: string;
  /** Values for each `:name` of an address, by the part of the address before it. */
  known: Readonly<Record<string, readonly string[]>>;
  post<T = { id: string }>(path: string, json: unknown, token?: string): Promise<T>;
  join(name: string, role: string): Promise<Member>;
  openChannel(name: string, teams?: readonly string[]): Promise<string>;
  /** The bodies that a channel received. */
  sentTo(name: string): string[];
};

export async function plantIncident(): Promise<Planted> {
  const server = await startServer({ ownerName: 'Ana' });
  const inbox = await openInbox();
  const known: Record<string, string[]> = {};

  async function post<T = { id: string }>(
    path: string,
    json: unknown,
    token = server.ownerToken,
  ): Promise<T> {
    const { status, body } = await server.api<T>(path, { json, token });
    if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }
  const join = (name: string, role: string) => post<Member>('/api/v1/people', { name, role });
  const openChannel = async (name: string, own: readonly string[] = []) => {
    const settings = { url: `${inbox.url}/${name}` };
    const audiences = ['executives', 'internal'];
    return (await post('/api/v1/channels', { name, kind: 'slack', settings, teams: own, audiences })).id;
  };

  const people = {
    bo: await join('Bo', 'responder'),
    cy: await join('Cy', 'responder'),
    vi: await join('Vi', 'viewer'),
    di: await join('Di', 'viewer'),
  };

  const team = (await post('/api/v1/teams', { name: 'Payments', members: [people.bo.id, people.di.id] })).id;
  const everybodys = await openChannel('everybody');
  const teams = await openChannel('payments', [team]);
  const targets = [
    { kind: 'person', id: people.cy.id },
    { kind: 'channel', id: everybodys },
    { kind: 'channel', id: teams },
  ];
  const steps = [{ targets, waitMinutes: 30 }];
  known['policies'] = [
    (await post('/api/v1/policies', { name: 'Everything', severities: ['P1'], steps })).id,
  ];
  known['channels'] = [everybodys, teams];
  // The channel also gets audit entries, such as the declaration.
  await server.api('/api/v1/audit/settings', {
    method: 'PUT',
    json: { retentionDays: 400, channel: everybodys },
  });
  const page = {
    slug: 'company',
    name: 'Company',
    visibility: 'private',
    tellsIncidents: true,
    networks: ['127.0.0.1'],
    components: [{ name: 'Shop' }],
  };
  known['pages'] = [(await post('/api/v1/pages', page)).id];
  const incident = await plant({ server, inbox, people, team, post });
  known['incidents'] = [incident];
  known['problems'] = [(await post('/api/v1/problems', { name: 'A problem', incidents: [incident] })).id];
  const repeat = { unit: 'month', every: 1 };
  const task = { name: 'Restore a backup', repeat, startsOn: '2026-01-01' };
  const tasks = '/api/v1/recurring-tasks';
  const { id: recurring } = await post(tasks, task);
  const { id: run } = await post(`${tasks}/${recurring}/runs`, { outcome: 'failed', text: 'it is empty' });
  await server.api(`${tasks}/${recurring}/runs/${run}`, { method: 'PUT', json: { incident } });
  known['recurring-tasks'] = [recurring];
  known['runs'] = [run];
  known['teams'] = [team];
  known['people'] = Object.values(people).map(({ id }) => id);
  known['attachments'] = [sha256];
  const monitor = { name: 'Shop', kind: 'http', settings: { url: 'http://127.0.0.1:9/' }, paused: true };
  known['monitors'] = [
    (await post('/api/v1/monitors', { ...monitor, intervalSeconds: 60, confirmations: 1, recoveries: 1 })).id,
  ];
  return {
    server,
    inbox,
    people,
    team,
    incident,
    known,
    post,
    join,
    openChannel,
    sentTo: (name) => inbox.received.flatMap(({ path, body }) => (path === `/${name}` ? [body] : [])),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await inbox[Symbol.asyncDispose]();
    },
  };
}

async function plant({
  server,
  inbox,
  people,
  team,
  post,
}: Pick<Planted, 'server' | 'inbox' | 'people' | 'team' | 'post'>): Promise<string> {
  const { bo } = people;
  await server.api(`/api/v1/attachments/${sha256}`, {
    method: 'PUT',
    body: file,
    token: bo.token,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const made = await post(
    '/api/v1/incidents',
    {
      title: `The ${planted} leaks`,
      severity: 'P1',
      summary: `${planted} in the summary`,
      service: `${planted} service`,
      restrict: { teams: [team], people: [] },
    },
    bo.token,
  );
  // Wait for the page: taking command ends the paging, and its message might never be sent.
  await vi.waitFor(
    () => expect(inbox.received.some(({ body }) => body.includes('/acknowledge/'))).toBe(true),
    {
      timeout: 60_000,
    },
  );
  const checklist = '01JAAAAAAAAAAAAAAAAAAAAAAA';
  const facts = [
    { kind: 'claimed', role: 'commander', person: bo.id, as: 'primary' },
    { kind: 'note', text: `${planted} in a note`, mentions: [people.cy.id] },
    { kind: 'task', text: `${planted} in a task`, owner: people.cy.id, due: Date.now() + 1_000 },
    { kind: 'action-item', text: `${planted} in an item`, owner: people.cy.id, due: Date.now() + 86_400_000 },
    { kind: 'attachment', name: `${planted}.txt`, type: 'text/plain', bytes: file.length, sha256 },
    {
      kind: 'checklist',
      id: checklist,
      title: `${planted} list`,
      playbook: `${planted}-book`,
      steps: [{ id: 's1', text: `${planted} step` }],
    },
    { kind: 'acknowledged' },
    { kind: 'status', status: 'identified', why: `${planted} is the cause` },
  ];
  await post(`/api/v1/incidents/${made.id}/facts`, facts, bo.token);
  return made.id;
}

export const isHidden = (id: string) => (message: FeedMessage) =>
  message.type === 'incident-hidden' && message.id === id;
export const isShown = (id: string) => (message: FeedMessage) =>
  message.type === 'incident' && message.incident.id === id;
