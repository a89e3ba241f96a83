// WP6: push notices, even while no window is open. A page stays until it is answered. Acknowledge works without a
// sign-in, by the link in the notice, and the result replaces it.
import { readPushNotice, type PushNotice } from '#wire/push-notice.ts';
import { words } from './words.ts';

/** Handles push messages and clicks on notices. */
export function listenToNotices(self: ServiceWorkerGlobalScope) {
  self.addEventListener('push', (event) => {
    event.waitUntil(show(self, readPushNotice(readJson(event.data))));
  });
  self.addEventListener('notificationclick', (event) => {
    const notice = readPushNotice(event.notification.data);
    event.notification.close();
    const code = notice?.acknowledge ?? null;
    event.waitUntil(
      event.action === 'acknowledge' && notice !== null && code !== null
        ? acknowledge(self, notice, code)
        : openWindow(self, notice),
    );
  });
}

function readJson(data: PushMessageData | null): unknown {
  try {
    return data?.json() ?? null;
  } catch {
    // The message is not from us: show a notice without details.
    return null;
  }
}

/** Every push must show a notice, or the browser revokes the permission. */
function show({ registration }: ServiceWorkerGlobalScope, notice: PushNotice | null): Promise<void> {
  if (notice === null) return registration.showNotification(words.muster, { body: words.somethingHappened });
  const isPage = notice.purpose === 'page';
  return registration.showNotification(notice.title, {
    ...look(notice),
    requireInteraction: isPage,
    silent: notice.purpose === 'acknowledged' || notice.purpose === 'resolved',
    // A later page of the same incident rings again.
    ...(isPage && { renotify: true }),
    ...answersOf(notice),
  });
}

const look = (notice: PushNotice) => ({
  body: notice.body,
  tag: notice.tag,
  icon: '/icons/192.png',
  badge: '/icons/badge-96.png',
  data: notice,
});

const answersOf = ({ acknowledge: code, incident, purpose }: PushNotice) => ({
  actions: [
    ...(code === null
      ? []
      : [{ action: 'acknowledge', title: purpose === 'test' ? words.itArrived : words.acknowledge }]),
    ...(incident === null ? [] : [{ action: 'open', title: words.open }]),
  ],
});

async function acknowledge(self: ServiceWorkerGlobalScope, notice: PushNotice, code: string) {
  const said = await press(code);
  const done = { ...notice, body: notice.title, acknowledge: null };
  await self.registration.showNotification(
    said ?? words.notAcknowledged(notice.title),
    said === null
      ? { ...look(notice), body: words.notReached, requireInteraction: true, ...answersOf(notice) }
      : { ...look(done), silent: true, ...answersOf(done) },
  );
}

/** The server's result text; null when it did not answer. */
async function press(code: string): Promise<string | null> {
  try {
    const response = await fetch(`/acknowledge/${code}`, { method: 'POST', body: new URLSearchParams() });
    const title = /<title>(.*?) – Muster<\/title>/su.exec(await response.text())?.[1];
    return title === undefined ? null : unescape(title);
  } catch {
    return null;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};
const unescape = (text: string) =>
  text.replaceAll(/&(?:amp|lt|gt|quot|#39);/gu, (entity) => entities[entity] ?? entity);

async function openWindow({ clients, location }: ServiceWorkerGlobalScope, notice: PushNotice | null) {
  const hash = notice === null || notice.incident === null ? '#/' : `#/room/${notice.incident}`;
  const url = new URL(`/${hash}`, location.origin).href;
  const [open] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const led = open === undefined ? await clients.openWindow(url) : await open.navigate(url);
  // Browsers may refuse focus without a click; the window still goes there.
  await led?.focus().catch(() => undefined);
}
