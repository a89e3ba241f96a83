// WP6: push notices in this browser: whether it supports them, how to start and stop them. The browser's push service
// makes the subscription, and the server stores it.
import type { PushDevice, PushDevices } from '#wire/api/access.ts';
import type { Api } from '../server/http.ts';
import { forget, recall, remember } from '../state/local-store.ts';
import { strings } from '../strings/index.ts';
import { nameDevice } from './device-name.ts';

/** Why this browser cannot receive notices; null when it can. */
export type Hindrance = 'insecure' | 'unable' | 'refused' | null;

const kept = 'push-device';

/** This browser's device id, if notices are allowed. */
export function thisDevice(): string | null {
  const id = recall(kept);
  return typeof id === 'string' ? id : null;
}

/** Whether notices are possible, without asking the person. */
export function hindrance(): Hindrance {
  if (!window.isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return 'unable';
  return Notification.permission === 'denied' ? 'refused' : null;
}

/** Asks the person, the browser and the server, in this order. Throws the browser's or server's error. */
export async function allowNotices(api: Api, publicKey: string): Promise<Hindrance> {
  const permission = await Notification.requestPermission();
  if (permission !== 'granted') return permission === 'denied' ? 'refused' : null;
  const { pushManager } = await navigator.serviceWorker.ready;
  await send(api, await subscribe(pushManager, publicKey));
  return null;
}

/** Replaces a subscription made with another key, for example after a new server setup. */
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

/** Runs at each start: browsers may renew a subscription, and the server needs it before the next page. */
export async function renewNotices(api: Api): Promise<void> {
  if (thisDevice() === null || hindrance() !== null || Notification.permission !== 'granted') return;
  const { publicKey } = await api.get<PushDevices>('/push-devices');
  const { pushManager } = await navigator.serviceWorker.ready;
  await send(api, await subscribe(pushManager, publicKey));
}

/** Removes a device on the server and, if it is this browser, its subscription. */
export async function stopNotices(api: Api, id: string): Promise<void> {
  await api.delete(`/push-devices/${encodeURIComponent(id)}`);
  if (id === thisDevice()) await forgetNotices();
}

/** On sign-out: ends notices in this browser. */
export async function forgetNotices(): Promise<void> {
  forget(kept);
  if (!('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}
