// A page of another tool, taken over by a real server: the plan, the page afterwards, and the first mail.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { mailsTo, openMailingPage, type SubscribedPage } from '../../helpers/subscribing.ts';

type Line = { kind: string; name: string; done: string; left: string[] };
type Answer = {
  items: Line[];
  plan: string;
  isDone: boolean;
  detail?: string;
  errors?: { field: string }[];
};

let server: RunningServer;
let mailbox: Mailbox;
let page: SubscribedPage;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  page = await openMailingPage(server, mailbox, { slug: 'larch', components: [{ name: 'Website' }] });
});
afterAll(async () => {
  await mailbox[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const fixture = new URL('../../fixtures/status-pages/statuspage.json', import.meta.url);
/** The planned work is the day after tomorrow. */
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const files = Object.entries(JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, unknown>).map(
  ([name, value]) => ({ name, content: JSON.stringify(value).replaceAll('2099-03-01', dayAhead(2)) }),
);
const take = (json: Record<string, unknown>, token?: string) =>
  server.api<Answer>(`/api/v1/pages/${page.id}/import`, {
    json: { tool: 'statuspage', files, ...json },
    ...(token === undefined ? {} : { token }),
  });
const served = async <T>(path: string): Promise<T> =>
  (await (await fetch(new URL(`/status/larch/${path}`, server.url))).json()) as T;
type Incidents = { incidents: { id: string; status: string; incident_updates: { id: string }[] }[] };
type Work = { scheduled_maintenances: { name: string; status: string }[] };

test('[SP120] a plan changes nothing; what was agreed to is carried out, and the page tells it under the old ids', async () => {
  const planned = await take({});
  expect(planned.body).toMatchObject({ isDone: false });
  expect((await served<Incidents>('api/v2/incidents.json')).incidents).toEqual([]);
  expect((await take({ plan: '0'.repeat(64) })).status).toBe(409);
  const done = await take({ plan: planned.body.plan });
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  expect(done.body).toMatchObject({ isDone: true, items: planned.body.items });
  const { incidents } = await served<Incidents>('api/v2/incidents.json');
  expect(incidents.map(({ id, status }) => [id, status])).toEqual([
    ['n2q80zt3wk5m', 'investigating'],
    ['n1q80zt3wk5m', 'postmortem'],
  ]);
  const { scheduled_maintenances: work } = await served<Work>('api/v2/scheduled-maintenances.json');
  expect(work).toMatchObject([{ name: 'New switches', status: 'scheduled' }]);
  const { components } = (await server.api<SubscribedPage>(`/api/v1/pages/${page.id}`)).body;
  expect(components.map(({ name }) => name)).toEqual(['Website', 'Volumes', 'Buckets']);
});

test('[SP121] the same files once more find nothing to do', async () => {
  const { body } = await take({});
  expect(body.items.filter(({ done }) => done === 'added' || done === 'changed')).toEqual([]);
  expect((await take({ plan: body.plan })).status).toBe(200);
  expect((await served<Incidents>('api/v2/incidents.json')).incidents).toHaveLength(2);
});

test('[SP120] invalid JSON is refused by its place, and viewers take over nothing', async () => {
  const bad = await take({ files: [...files, { name: 'x.json', content: '<html>' }] });
  expect([bad.status, bad.body.errors?.[0]?.field]).toEqual([400, `files.${files.length}.content`]);
  const { body } = await server.api<{ code: string }>('/api/v1/invitations', { json: { role: 'viewer' } });
  const accepted = await server.api<{ token: string }>('/api/v1/invitations/accept', {
    json: { code: body.code, name: 'Vic' },
    token: null,
  });
  expect((await take({}, accepted.body.token)).status).toBe(403);
});

test('[SP122] subscribers come as confirmed elsewhere, hear nothing of the past, and their first mail says why they get it', async () => {
  const { body } = await server.api<{ items: { address: string; source: string; state: string }[] }>(
    `/api/v1/pages/${page.id}/subscribers`,
  );
  expect(body.items).toEqual([
    expect.objectContaining({ address: 'Rita@reader.test', source: 'import', state: 'active' }),
    expect.objectContaining({ address: 'oskar@reader.test', source: 'import', state: 'active' }),
  ]);
  const say = (title: string) =>
    server.api(`/api/v1/pages/${page.id}/updates`, {
      json: { title, body: `${title}.`, status: 'investigating' },
    });
  await say('Mail is late');
  await until(() => expect(mailsTo(mailbox, 'Rita@reader.test')).toHaveLength(1));
  await say('Mail is later');
  await until(() => expect(mailsTo(mailbox, 'Rita@reader.test')).toHaveLength(2));
  const texts = mailsTo(mailbox, 'Rita@reader.test').map((mail) => mail.text ?? '');
  expect(texts[0]).toContain('at the service that published it before');
  expect(texts[1]).not.toContain('at the service that published it before');
  // Chose components alone, and these updates name none; the past and the planned work were told elsewhere.
  expect(mailsTo(mailbox, 'oskar@reader.test')).toEqual([]);
});

/** Answers of Statuspage's API, which gives 100 subscribers at once. */
const manySubscribers = (count: number) =>
  Array.from({ length: Math.ceil(count / 100) }, (_, page) =>
    Array.from({ length: Math.min(100, count - page * 100) }, (__, index) => ({
      id: `s${page}x${index}`.padEnd(12, 'q'),
      page_id: 'pq80zt3wk5mm',
      mode: 'email',
      email: `reader-${page * 100 + index}@some-company-of-theirs.example.org`,
      created_at: '2024-01-01T00:00:00.000Z',
      skip_confirmation_notification: true,
      quarantined_at: null,
      purge_at: null,
      components: [],
      page_access_user_id: null,
    })),
  );

test('[SP120] [SP121] 10,000 subscribers come in one go, in one file or in a hundred, and twice is once', async () => {
  const json = { slug: 'elm', name: 'Elm', visibility: 'public', components: [{ name: 'Website' }] };
  const { body: opened } = await server.api<{ id: string }>('/api/v1/pages', { json });
  const pages = manySubscribers(10_000);
  const importOf = (some: object[], plan?: string) =>
    server.api<Answer>(`/api/v1/pages/${opened.id}/import`, {
      json: { tool: 'statuspage', files: some, ...(plan !== undefined && { plan }) },
    });
  const half = pages
    .slice(0, 50)
    .map((each, index) => ({ name: `${index}.json`, content: JSON.stringify(each) }));
  const listed = () =>
    server.api<{ counts: { active: number } }>(`/api/v1/pages/${opened.id}/subscribers?limit=1`);
  const first = await importOf(half);
  expect(first.status, JSON.stringify(first.body)).toBe(200);
  const answered = { yet: false };
  const carriedOut = importOf(half, first.body.plan).finally(() => (answered.yet = true));
  // Others are answered while it goes on.
  const seen: number[] = [];
  while (!answered.yet) {
    expect((await fetch(new URL('/healthz', server.url))).status).toBe(200);
    seen.push((await listed()).body.counts.active);
  }
  expect((await carriedOut).body.isDone).toBe(true);
  expect(seen.filter((count) => count > 0 && count < 5_000)).not.toEqual([]);
  // A byte order mark and line ends of Windows, as some editors leave them.
  const text = `\uFEFF${JSON.stringify(pages.flat(), null, 1).replaceAll('\n', '\r\n')}`;
  expect(text.length).toBeGreaterThan(3_000_000);
  const whole = [{ name: 'subscribers.json', content: text }];
  const second = await importOf(whole);
  const said = second.body.items.map(({ name, done }) => [name, done]);
  expect(said).toEqual([
    ['5000', 'added'],
    ['5000', 'kept'],
  ]);
  expect((await importOf(whole, second.body.plan)).status).toBe(200);
  const csv = `type,email,quarantined_at\r\n${pages
    .flat()
    .map(({ email }) => `email,${email},`)
    .join('\r\n')}\r\nemail,late@example.org,\r\nemail,gone@example.org,2024-03-01`;
  const third = await importOf([{ name: 'subscribers.CSV', content: `\uFEFF${csv}` }]);
  expect(third.body.items.map(({ name, done }) => [name, done])).toEqual([
    ['1', 'added'],
    ['10000', 'kept'],
    ['', 'left'],
  ]);
  expect((await listed()).body.counts.active).toBe(10_000);
  const direct = await server.api<{ added: number; kept: number }>(
    `/api/v1/pages/${opened.id}/subscribers/import`,
    { json: { csv } },
  );
  expect(direct.body).toMatchObject({ added: 1, kept: 10_000 });
  expect((await listed()).body.counts.active).toBe(10_001);
});

const fileOf = (content: string, index = 0) => ({ name: `${index}.json`, content });

test('[SP120] beyond its limits an import is refused by its place, whole', async () => {
  const filler = fileOf(`[${' '.repeat(11_999_997)}]`);
  expect((await take({ files: [filler] })).status).toBe(200);
  const larger = await take({ files: [filler, fileOf('[]', 1)] });
  expect([larger.status, larger.body.errors]).toMatchObject([400, [{ field: 'files' }]]);
  const many = await take({ files: Array.from({ length: 501 }, (_, index) => fileOf('[]', index)) });
  expect([many.status, many.body.errors]).toMatchObject([400, [{ field: 'files' }]]);
  expect((await take({ files: [fileOf('x'.repeat(17 * 1024 * 1024))] })).status).toBe(413);
});
