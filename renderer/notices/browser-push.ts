// WP6: notices of this browser: whether it can take them, and how it begins and stops. The browser's own push service
// is asked; the server learns what that answered.
import type { PushDevice, PushDevices } from '#wire/api/access.ts';
import type { Api } from '../http.ts';
import { forget, recall, remember } from '../state/local-store.ts';
import { strings } from '../strings/index.ts';
import { nameDevice } from './device-name.ts';

/** Why this browser takes no notices; null where it can. */
export type Hindrance = 'insecure' | 'unable' | 'refused' | null;

const kept = 'push-device';

/** The one that this browser is, if it allowed notices. */
export function thisDevice(): string | null {
  const id = recall(kept);
  return typeof id === 'string' ? id : null;
}

/** Whether it could, before anybody is asked. */
export function hindrance(): Hindrance {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unable';
  return Notification.permission === 'denied' ? 'refused' : null;
}

/** Asks the person, the browser and the server, in this order. Throws with what the browser or the server said. */
export async function allowNotices(api: Api, publicKey: string): Promise<Hindrance> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'refused' : null;
  const { pushManager } = await navigator.serviceWorker.ready;
  await send(api, await subscribe(pushManager, publicKey));
  return null;
}

/** Of another key, as after the server was set up anew, the old subscription is of no use. */
async function subscribe(pushManager: PushManager, publicKey: string): Promise<PushSubscription> {
  const key = readBase64url(publicKey);
  const wanted = { userVisibleOnly: true, applicationServerKey: key };
  const before = await pushManager.getSubscription();
  const usedKey = before?.options.applicationServerKey;
  if (before && usedKey && String(new Uint8Array(usedKey)) !== String(key)) await before.unsubscribe();
  return pushManager.subscribe(wanted);
}

const readBase64url = (text: string) =>
  Uint8Array.from(
    atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    (letter) => letter.codePointAt(0) ?? 0,
  );

async function send(api: Api, subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON();
  const name = nameDevice(navigator.userAgent, strings.push);
  const { p256dh = '', auth = '' } = keys ?? {};
  const device = await api.post<PushDevice>('/push-devices', { name, endpoint, keys: { p256dh, auth } });
  remember(kept, device.id);
}

/** Once at each start: browsers renew what they gave, and the server must know it before the next page. */
export async function renewNotices(api: Api): Promise<void> {
  if (thisDevice() === null || hindrance() !== null || Notification.permission !== 'granted') return;
  const { publicKey } = await api.get<PushDevices>('/push-devices');
  const { pushManager } = await navigator.serviceWorker.ready;
  await send(api, await subscribe(pushManager, publicKey));
}

/** Ends it at the server and, where it is this browser, here too. */
export async function stopNotices(api: Api, id: string): Promise<void> {
  await api.delete(`/push-devices/${encodeURIComponent(id)}`);
  if (id === thisDevice()) await forgetNotices();
}

/** On signing out: this browser takes none any more. */
export async function forgetNotices(): Promise<void> {
  forget(kept);
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}
