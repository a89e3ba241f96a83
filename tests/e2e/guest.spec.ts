// Guests: a real browser, no desktop, straight at the team's server.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { expect, test, type Page } from '@playwright/test';
import type { Role } from '#room/team/scales.ts';
import {
  askStatus,
  connection,
  declare,
  entry,
  line,
  openFromLobby,
  panel,
  readText,
  write,
} from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinDesktop, joinInBrowser, shareBrowser } from '#tests/helpers/team.ts';

const title = 'Checkout times out';
const summary = (page: Page) => panel(page, 'Summary').getByRole('textbox');
/** Until this browser's copies hold what was typed, which takes less time than a hand needs from a key to a reload. */
const copied = (page: Page) =>
  page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('muster-')) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opened = indexedDB.open(name);
        opened.addEventListener('success', () => resolve(opened.result));
        opened.addEventListener('error', () => reject(opened.error));
      });
      // It waits its turn behind all that write to the same store.
      const turn = database.transaction('updates', 'readwrite');
      await new Promise<void>((resolve) => turn.addEventListener('complete', () => resolve()));
      database.close();
    }
  });

test.use({ serviceWorkers: 'allow' });

const browser = shareBrowser();

const joinAsGuest = (server: RunningServer, name: string, role: Role, via?: string) =>
  joinInBrowser(browser(), server, { name, role, ...(via !== undefined && { via }) });

test('[HT8] [AU3] [KY5] [KY11] a guest joins by a link and works with a desktop', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await declare(ana.page, title);
  const gil = await joinAsGuest(server, 'Gil Guest', 'responder');
  expect(gil.url(), 'the code worked once and is not kept in the address').not.toContain('join');
  await openFromLobby(gil, title);
  await expect(connection(gil)).toHaveText('Live');

  await Promise.all([write(ana.page, 'Ana from a desktop'), write(gil, 'Gil from a browser')]);
  for (const page of [ana.page, gil])
    for (const words of ['Ana Reyes: Ana from a desktop', 'Gil Guest: Gil from a browser'])
      await expect(entry(page, words)).toBeVisible();

  await summary(ana.page).click();
  await ana.page.keyboard.type('cards fail');
  await expect.poll(() => readText(summary(gil))).toBe('cards fail');
  await summary(gil).click();
  await gil.keyboard.press('Control+Home');
  await ana.page.keyboard.press('Control+End');
  await expect(summary(ana.page).getByText('Gil Guest', { exact: true })).toBeVisible();
  await Promise.all([
    gil.keyboard.type('Since noon ', { delay: 20 }),
    ana.page.keyboard.type(' for half of the shops', { delay: 15 }),
  ]);
  for (const page of [ana.page, gil])
    await expect.poll(() => readText(summary(page))).toBe('Since noon cards fail for half of the shops');

  await line(gil).fill('half a thought');
  await gil.reload();
  await expect(entry(gil, 'Ana Reyes: Ana from a desktop')).toBeVisible();
  await expect(line(gil)).toHaveValue('half a thought');

  await test.step('the keys of an input method neither send half a word nor close a dialog', async () => {
    const input = await gil.context().newCDPSession(gil);
    const compose = async (text: string, key: string) => {
      const end = text.length;
      await input.send('Input.imeSetComposition', { text, selectionStart: end, selectionEnd: end });
      const press = { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 } as const;
      await input.send('Input.dispatchKeyEvent', press);
    };
    await line(gil).fill('');
    await compose('かき', 'Enter');
    await expect(line(gil)).toHaveValue('かき');
    await line(gil).fill('');
    const dialog = await askStatus(gil, 'Investigating');
    const why = dialog.getByRole('textbox').first();
    await why.focus();
    await compose('はい', 'Escape');
    await expect(why).toHaveValue('はい');
  });
  await gil.context().close();
});

test('[OP21] behind a proxy that keeps the Upgrade header to itself, the room says so, and opens once it is passed on', async () => {
  await using server = await startServer();
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title } });
  let passesOn = false;
  const proxy = createServer(({ method, url, headers: given }, response) => {
    const { hostname, port } = new URL(server.url);
    const headers = Object.fromEntries(
      Object.entries(given).filter(([name]) => name !== 'connection' && name !== 'upgrade'),
    );
    const asked = request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    asked.on('error', () => response.destroy());
    response.on('close', () => asked.destroy());
    if (method === 'GET') asked.end();
    else response.req.pipe(asked);
  });
  proxy.on('upgrade', ({ method, url, rawHeaders }: IncomingMessage, socket: Socket) => {
    const { hostname, port } = new URL(server.url);
    const lines = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 && (passesOn || !/^(upgrade|connection)$/i.test(name))
        ? [`${name}: ${rawHeaders[at + 1]}`]
        : [],
    );
    const onward = connect(Number(port), hostname, () =>
      onward.write(`${method} ${url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    );
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const via = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const gil = await joinAsGuest(server, 'Gil Guest', 'responder', via);
  await gil.evaluate((id) => (location.hash = `#/room/${id}`), body.id);
  await expect(gil.getByText('the proxy in front does not pass the Upgrade header on').first()).toBeVisible();
  passesOn = true;
  await expect(connection(gil)).toHaveText('Live');
  await gil.context().close();
  proxy.closeAllConnections();
  proxy.close();
});

test('[OP21] below a path of a proxy a browser reads why there is nothing, in place of an empty page', async () => {
  await using server = await startServer({ flags: ['--base-url', 'https://example.org/war/'] });
  for (const strips of [true, false]) {
    const proxy = createServer(async ({ url = '' }, response) => {
      if (!url.startsWith('/war/')) return response.writeHead(404).end();
      const answer = await fetch(new URL(strips ? url.slice(4) : url, server.url));
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      return response.end(await answer.text());
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const page = await browser().newPage();
    await page.goto(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}/war/`);
    await expect(page.getByText('Muster does not run below a path')).toBeVisible();
    await page.close();
    proxy.close();
  }
  const page = await browser().newPage();
  await page.goto(server.url);
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.getByText('Muster does not run below a path')).toBeHidden();
  await page.close();
  for (const path of ['/war/healthz', '/war/api/v1/me', '/war/intake/key/webhook', '/war/sync/room'])
    expect([path, (await fetch(new URL(path, server.url))).status]).toEqual([path, 404]);
});

test('[AU1] a viewer sees everything, changes nothing, and is told so', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await declare(ana.page, title);
  const vera = await joinAsGuest(server, 'Vera Viewer', 'viewer');
  await expect(vera.getByRole('button', { name: /^Declare/ })).toHaveCount(0);
  await openFromLobby(vera, title);
  await write(ana.page, 'Ana for everybody');
  await summary(ana.page).click();
  await ana.page.keyboard.type('cards fail');

  await expect(entry(vera, 'Ana Reyes: Ana for everybody')).toBeVisible();
  await expect(vera.getByText(/Read-only\. An owner can make you a responder/)).toBeVisible();
  await expect(line(vera)).toHaveCount(0);
  for (const name of [
    'Acknowledge',
    'Take the role commander',
    'Take command',
    /^Status /,
    'Start from a playbook',
    /^Start the/,
  ])
    await expect(vera.getByRole('button', { name })).toHaveCount(0);
  await expect.poll(() => readText(summary(vera))).toBe('cards fail');
  await expect(summary(vera)).toHaveAttribute('aria-readonly', 'true');
  await summary(vera).click();
  await vera.keyboard.type('Vera was here');
  // Keys that act for others do nothing for her: acknowledge, command, severity, status, a playbook.
  await vera.getByRole('heading', { level: 1, name: title }).click();
  for (const key of ['a', 'q', 's', 't', 'y', 'n']) await vera.keyboard.press(key);
  await write(ana.page, 'After Vera tried');
  await expect(entry(vera, 'After Vera tried')).toBeVisible();
  expect(await readText(summary(vera))).toBe('cards fail');
  const { body } = await server.api<{ items: { acknowledgedAt: number | null; commanders: string[] }[] }>(
    '/api/v1/incidents',
  );
  expect(body.items).toMatchObject([{ acknowledgedAt: null, commanders: [], status: 'triage' }]);
  await vera.context().close();
});

test('a guest whose server is gone is told so, keeps typing, and loses nothing', async () => {
  await using server = await startServer();
  await using ana = await joinDesktop(server, { name: 'Ana Reyes' });
  await declare(ana.page, title);
  const gil = await joinAsGuest(server, 'Gil Guest', 'responder');
  await openFromLobby(gil, title);
  await write(gil, 'Gil before');
  await expect(entry(ana.page, 'Gil before')).toBeVisible();

  // IA2: from then on the window itself is in this browser too.
  await expect.poll(() => gil.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await server.kill9();
  await expect(connection(gil)).toHaveText('Offline: reading the copy in this browser');
  await write(gil, 'Gil while nobody answers');
  await summary(gil).click();
  await gil.keyboard.type('Written in the dark');
  await expect(connection(gil)).toHaveText(/^Offline: \d+ changes only in this browser$/);
  await expect(entry(gil, 'Gil while nobody answers')).toBeVisible();
  await copied(gil);

  // IA2: the window is the one that this browser kept. It opens, and what it shows is what was written here.
  await gil.reload();
  await expect(connection(gil)).toHaveText(/^Offline: /);
  await expect(entry(gil, 'Gil while nobody answers')).toBeVisible();
  expect(await readText(summary(gil))).toBe('Written in the dark');

  await server.restart();
  await gil.reload();
  await expect(entry(gil, 'Gil while nobody answers')).toBeVisible();
  await expect(connection(gil)).toHaveText('Live');
  expect(await readText(summary(gil))).toBe('Written in the dark');
  await expect(connection(ana.page)).toHaveText('Live');
  await expect(entry(ana.page, 'Gil while nobody answers')).toBeVisible();
  await expect.poll(() => readText(summary(ana.page))).toBe('Written in the dark');
  await gil.context().close();
});
