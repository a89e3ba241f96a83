// WP6, IA: the browser's side of push notices and of the kept window, in a real Chromium with its real service worker.
// The push service of its maker is out of reach here; the test's own takes its place from the subscription on.
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { findFaults } from '#tests/helpers/axe.ts';
import { openPushService, type Subscription } from '#tests/helpers/push-service.ts';
import { connection } from '#tests/helpers/room-page.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { invite, shareBrowser } from '#tests/helpers/team.ts';

test.use({ serviceWorkers: 'allow' });

const browser = shareBrowser();

async function join(context: BrowserContext, server: RunningServer): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(await invite(server));
  await page.getByLabel('Your name').fill('Ana Reyes');
  await page.getByRole('button', { name: 'Join' }).click();
  await expect(page.getByRole('heading', { name: /open incident/i })).toBeVisible();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return page;
}

/** What the browser would get from its maker's push service. */
function giveSubscription({ endpoint, keys }: Subscription) {
  let current: object | null = null;
  PushManager.prototype.subscribe = async function subscribe(options) {
    const subscription = {
      options: { applicationServerKey: options?.applicationServerKey },
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => {
        current = null;
        return true;
      },
    };
    current = subscription;
    return subscription as unknown as PushSubscription;
  };
  PushManager.prototype.getSubscription = async () => current as PushSubscription | null;
}

/** Hands the opened message to the service worker, as the browser does. */
async function deliver(page: Page, origin: string, notice: object) {
  const session = await page.context().newCDPSession(page);
  const registrations: { registrationId: string; scopeURL: string }[] = [];
  session.on('ServiceWorker.workerRegistrationUpdated', (event) =>
    registrations.push(...event.registrations),
  );
  await session.send('ServiceWorker.enable');
  // The browser may know workers of earlier tests too.
  const ours = () => registrations.findLast(({ scopeURL }) => scopeURL.startsWith(origin))?.registrationId;
  await expect.poll(ours).toBeDefined();
  await session.send('ServiceWorker.deliverPushMessage', {
    origin,
    registrationId: ours() ?? '',
    data: JSON.stringify(notice),
  });
  await session.detach();
}

type Shown = { title: string; body: string; actions: string[]; stays: boolean };
/** The notices that are on the screen. */
const shown = (page: Page): Promise<Shown[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    const notices = await registration.getNotifications();
    return notices.map((notice) => ({
      title: notice.title,
      body: notice.body,
      actions:
        'actions' in notice ? (notice.actions as { action: string }[]).map(({ action }) => action) : [],
      stays: notice.requireInteraction,
    }));
  });

/** Presses a button of the only notice. */
async function press(context: BrowserContext, action: string) {
  const worker = context.serviceWorkers().at(-1);
  await worker?.evaluate(async (pressed) => {
    const self = globalThis as unknown as {
      registration: ServiceWorkerRegistration;
      dispatchEvent(event: Event): void;
      NotificationEvent: new (type: string, init: object) => Event;
    };
    const [notification] = await self.registration.getNotifications();
    self.dispatchEvent(new self.NotificationEvent('notificationclick', { notification, action: pressed }));
  }, action);
}

test('[WP6] a phone allows notices; a page rings there, and Acknowledge on it works without a window; a server that is away is said', async () => {
  await using server = await startServer({ ownerName: 'Olga' });
  await using push = await openPushService();
  const context = await browser().newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  await context.grantPermissions(['notifications'], { origin: server.url });
  await context.addInitScript(giveSubscription, push.subscribe('phone'));
  const page = await join(context, server);
  await page.goto(`${server.url}/#/settings/you`);
  const part = page.getByRole('region', { name: 'Push notices on phones and browsers' });
  await expect(part.getByRole('button', { name: 'Allow notices on this device' })).toBeVisible();
  expect(await findFaults(page, 'push notices')).toEqual([]);
  await part.getByRole('button', { name: 'Allow notices on this device' }).click();
  const devices = part.getByRole('list', { name: 'My devices' });
  await expect(devices).toContainText('Chrome on Linux this device');
  expect(await findFaults(page, 'push notices with a device')).toEqual([]);
  await devices.getByRole('button', { name: 'Send a test notice to Chrome on Linux' }).click();
  await expect(devices.getByRole('status')).toHaveText('Sent. It should arrive in a moment.');
  expect(push.taken[0]?.notice).toMatchObject({ purpose: 'test' });

  const people = await server.api<{ items: { id: string; name: string }[] }>('/api/v1/people');
  const ana = people.body.items.find(({ name }) => name === 'Ana Reyes')?.id ?? '';
  const steps = [{ targets: [{ kind: 'person', id: ana }], waitMinutes: 30 }];
  await server.api('/api/v1/policies', { json: { name: 'Everything', steps } });
  const json = { title: 'Cards fail', severity: 'P1' };
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', { json });
  await expect.poll(() => push.taken.length).toBe(2);
  const notice = push.taken[1]?.notice ?? {};
  await deliver(page, server.url, notice);
  await expect
    .poll(() => shown(page))
    .toMatchObject([
      {
        title: 'P1 INC-1: Cards fail',
        actions: ['acknowledge', 'open'],
        stays: true,
        body: /you are paged/u,
      },
    ]);

  await server.stop();
  await press(context, 'acknowledge');
  await expect.poll(() => shown(page)).toMatchObject([{ title: 'Not acknowledged: P1 INC-1: Cards fail' }]);
  await server.restart();
  await press(context, 'acknowledge');
  await expect
    .poll(() => shown(page))
    .toMatchObject([{ title: 'INC-1 is acknowledged by Ana Reyes', actions: ['open'], stays: false }]);
  const room = await server.api<{ acknowledged: { by: string } | null }>(`/api/v1/incidents/${incident.id}`);
  expect(room.body.acknowledged?.by).toBe(ana);

  await press(context, 'open');
  await expect(page).toHaveURL(new RegExp(`#/room/${incident.id}$`, 'u'));
  // What nobody of ours sent is shown as that, never as nothing.
  await deliver(page, server.url, { from: 'somebody' });
  await expect
    .poll(async () => (await shown(page)).map(({ body }) => body))
    .toContain('Something happened. Open Muster to see what.');

  await page.goto(`${server.url}/#/settings/you`);
  await devices.getByRole('button', { name: 'Stop notices on Chrome on Linux' }).click();
  await expect(part.getByRole('button', { name: 'Allow notices on this device' })).toBeVisible();
  await context.close();
});

test('[IA1] [IA2] Muster can be installed; while the server is away it opens all the same and says of when it is, and never shows an old version while the server answers', async () => {
  await using server = await startServer();
  await server.api('/api/v1/incidents', { json: { title: 'Cards fail', severity: 'P1' } });
  const context = await browser().newContext();
  const page = await join(context, server);
  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    const response = await fetch(link?.href ?? '');
    return (await response.json()) as {
      display: string;
      start_url: string;
      icons: { src: string; sizes: string }[];
    };
  });
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/' });
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (address) => {
      const picture = await createImageBitmap(await (await fetch(address)).blob());
      return `${picture.width}x${picture.height}`;
    }, src);
    expect(size).toBe(sizes);
  }
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Of the test's own profile, which forgets everything.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);

  const kept = () =>
    page.evaluate(async () => (await (await caches.open('muster-shell')).match('/'))?.text() ?? '');
  await expect.poll(kept).toContain('id="root"');
  await expect(page.getByRole('link', { name: /Cards fail/ }).first()).toBeVisible();
  await page.evaluate(async () => {
    await (await caches.open('muster-shell')).put('/', new Response('<h1>An old version</h1>'));
  });
  await page.reload();
  await expect(page.getByRole('link', { name: /Cards fail/ }).first()).toBeVisible();
  await expect.poll(kept, 'what the server gave takes its place').toContain('id="root"');

  await server.stop();
  await page.reload();
  await expect(page.getByRole('link', { name: /Cards fail/ }).first()).toBeVisible();
  await expect(connection(page)).toHaveText(/^Offline/);
  await expect(page.locator('header').getByText(/ago|just now/)).toBeVisible();
  await server.restart();
  await expect(connection(page)).toHaveText('Live');
  await context.close();
});
