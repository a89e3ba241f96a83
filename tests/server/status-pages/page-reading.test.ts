// A page as visitors read it in a real browser: in their language, and as it changes.
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { picturesNaming } from '#room/pir/fixtures/pictures.ts';
import { browserOptions } from '../../helpers/browser.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Page = { id: string; slug: string; components: { id: string }[] };
let server: RunningServer;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  browser = await chromium.launch(browserOptions());
  const json = { slug: 'acme', name: 'Acme', visibility: 'public', components: [{ name: 'Shop' }] };
  page = (await server.api<Page>('/api/v1/pages', { json })).body;
});
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});
const home = () => `${server.url}/status/acme/`;
const publish = <Answer = unknown>(json: object) =>
  server.api<Answer>(`/api/v1/pages/${page.id}/updates`, { json });

test('[SP32] a visitor comes to the page in the language they prefer, and the switch stays where it leads', async () => {
  const context = await browser.newContext({ locale: 'fr-CA', javaScriptEnabled: false });
  const visitor = await context.newPage();
  await visitor.goto(home());
  expect(visitor.url()).toBe(`${home()}fr/`);
  expect(await visitor.locator('html').getAttribute('lang')).toBe('fr');
  await visitor.getByRole('link', { name: 'English' }).click();
  expect(await visitor.locator('html').getAttribute('lang')).toBe('en');
  await context.close();
  const bare = await fetch(home(), { headers: { 'accept-language': 'en' } });
  expect(bare.headers.get('vary')).toContain('Accept-Language');
  const led = await fetch(home(), { headers: { 'accept-language': 'de-AT' }, redirect: 'manual' });
  expect([led.status, led.headers.get('location'), led.headers.get('vary')]).toEqual([
    302,
    '/status/acme/de/',
    'Accept-Language',
  ]);
  for (const other of ['it', '*', ''])
    expect((await fetch(home(), { headers: { 'accept-language': other }, redirect: 'manual' })).status).toBe(
      200,
    );
});

test('[SP30] an open page takes over what is published, but not while somebody types there', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const visitor = await context.newPage();
  await visitor.clock.install();
  await visitor.goto(home());
  expect(await visitor.locator('h1').textContent()).toBe('All Systems Operational');
  const [shop] = page.components;
  const update = { title: 'Orders fail', body: 'We look.', status: 'investigating' };
  await publish({ ...update, components: [{ id: shop?.id, status: 'major_outage' }] });
  await visitor.clock.runFor(46_000);
  await visitor.getByText('Orders fail').waitFor();
  expect(await visitor.title()).toContain('Shop is experiencing a major outage');
  await visitor.getByRole('link', { name: 'Orders fail' }).focus();
  await publish({ title: 'Search fails', body: 'Too.', status: 'investigating' });
  const read = visitor.waitForResponse(home());
  await visitor.clock.runFor(46_000);
  await (await read).finished();
  expect(await visitor.getByText('Search fails').count()).toBe(0);
  await visitor.evaluate('document.activeElement.blur()');
  await visitor.clock.runFor(46_000);
  await visitor.getByText('Search fails').waitFor();
  await context.close();
});

test('[SP38] a page that is open shows an update at once', async () => {
  const context = await browser.newContext({ locale: 'en-GB' });
  const visitor = await context.newPage();
  const followed = visitor.waitForResponse(`${home()}news`);
  await visitor.goto(`${home()}history/`);
  await followed;
  await publish({ title: 'Refunds fail', body: 'We look.', status: 'investigating' });
  // Sooner than the script reads the page by the clock.
  await visitor.getByRole('link', { name: 'Refunds fail' }).waitFor({ timeout: 25_000 });
  await context.close();
});

test('[SP38] the stream is let in like the page, tells no other page’s news, and is no file of other methods', async () => {
  const json = {
    slug: 'inside',
    name: 'Inside',
    visibility: 'private',
    password: 'correct horse',
    components: [],
  };
  const { id } = (await server.api<Page>('/api/v1/pages', { json })).body;
  const news = `${server.url}/status/inside/news`;
  expect((await fetch(news)).status).toBe(401);
  expect((await fetch(`${server.url}/status/nothing/news`)).status).toBe(404);
  expect((await fetch(`${home()}news`, { method: 'POST' })).status).toBe(405);
  const ending = new AbortController();
  const authorization = `Basic ${Buffer.from(':correct horse').toString('base64')}`;
  const stream = await fetch(news, { headers: { authorization }, signal: ending.signal });
  expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(stream.headers.get('cache-control')).toBe('no-store');
  expect(stream.headers.get('access-control-allow-origin')).toBeNull();
  const said = readerOf(stream);
  await said.until(/^data: \d+$/mu);
  const before = said.text().match(/^data: /gmu)?.length ?? 0;
  await publish({ title: 'Elsewhere', body: 'Another page.', status: 'resolved' });
  const update = { title: 'Here', body: 'This page.', status: 'investigating' };
  await server.api(`/api/v1/pages/${id}/updates`, { json: update });
  await said.until(new RegExp(`(?:^data: \\d+\\s+){${before + 1}}`, 'mu'));
  const { sequence } = (await server.api<{ sequence: number }>(`/api/v1/pages/${id}/state`)).body;
  expect(said.text().match(/^data: (\d+)$/gmu)).toHaveLength(before + 1);
  expect(said.text()).toContain(`data: ${sequence}\n`);
  ending.abort();
});

/** What came so far, and a wait for more. */
function readerOf({ body }: Response) {
  const reader = body!.getReader();
  let text = '';
  return {
    text: () => text,
    until: async (wanted: RegExp) => {
      while (!wanted.test(text)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after ${text}`);
        text += Buffer.from(value).toString();
      }
    },
  };
}

test('[SP51] [SP1] a reader may ask the door for each update; names are one line, and a beginning found later is told', async () => {
  const json = {
    slug: 'lines',
    name: 'Acme\r\nBcc: x@y.test',
    visibility: 'public',
    components: [{ name: ' API\n1' }],
  };
  const path = '/api/v1/pages';
  const { id } = (await server.api<Page>(path, { json })).body;
  const { body } = await server.api<{ name: string; components: { name: string }[] }>(`${path}/${id}`);
  expect([body.name, body.components[0]?.name]).toEqual(['Acme Bcc: x@y.test', 'API 1']);
  const say = async (update: object) =>
    (await server.api<{ incident: string }>(`${path}/${id}/updates`, { json: update })).body.incident;
  const startedAt = Date.now() - 3_600_000;
  const incident = await say({ title: 'Slow', body: 'One.', status: 'investigating', startedAt });
  await say({ incident, body: 'Two.', status: 'monitoring' });
  const { items } = (await server.api<{ items: { startedAt?: number }[] }>(`${path}/${id}/updates`)).body;
  expect(items.map((each) => each.startedAt)).toEqual([undefined, startedAt]);
  const entries = async (query: string) =>
    (await (await fetch(`${server.url}/status/lines/history.rss${query}`)).text()).split('<item>').length - 1;
  expect([await entries(''), await entries('?each=update'), await entries('?each=incident')]).toEqual([
    1, 2, 1,
  ]);
});

type Told = { incident: string; pictures: { alt: string }[]; errors?: { field: string }[] };
const address = (type: string, file: Uint8Array) =>
  `data:image/${type};base64,${Buffer.from(file).toString('base64')}`;

test('[SP144] pictures of a review stand on the page of its incident without their metadata; others are refused', async () => {
  const { png, jpg } = picturesNaming('Marjolein Abernathy');
  const review = { title: 'Payments failed', body: 'Summary\n\nIt was the pool.', status: 'postmortem' };
  const pictures = [
    { alt: 'pool.png', data: address('png', png) },
    { alt: 'phone.jpg', data: address('jpeg', jpg) },
  ];
  const told = await publish<Told>({ ...review, pictures });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  expect(told.body).toMatchObject({ pictures: [{ alt: 'pool.png' }, { alt: 'phone.jpg' }] });
  const shown = await (await fetch(`${home()}incidents/${told.body.incident}/index.html`)).text();
  const found = [...shown.matchAll(/src="data:image\/\w+;base64,([\w+/=]+)"/gu)];
  expect(found).toHaveLength(2);
  for (const [, data] of found)
    expect(Buffer.from(data ?? '', 'base64').toString('latin1')).not.toMatch(/Marjolein|Abernathy/u);
  const wrong: [Record<string, unknown>, string][] = [
    [{ pictures: [{ alt: 'x', data: address('png', Buffer.from('no picture')) }] }, 'pictures.0.data'],
    [{ pictures: [{ alt: 'x', data: address('svg+xml', Buffer.from('<svg/>')) }] }, 'pictures.0.data'],
    [{ pictures: [{ alt: 'x', data: 'https://elsewhere.example/x.png' }] }, 'pictures.0.data'],
    [{ status: 'resolved', pictures: pictures.slice(0, 1) }, 'pictures'],
    [{ pictures: Array.from({ length: 9 }, () => pictures[0]) }, 'pictures'],
  ];
  for (const [more, field] of wrong) {
    const { status, body } = await publish<Told>({ ...review, ...more });
    expect(status, field).toBe(400);
    expect(
      body.errors?.map((each) => each.field),
      field,
    ).toContain(field);
  }
});
