// SP99: SMS to subscribers through a page's gateway: few and short. Anyone who answers STOP gets no more.
import type { Channels } from '../../delivery/configured-channels.ts';
import { readReceivedSms } from '../../delivery/received-sms.ts';
import type { StatusPage } from '../page/records.ts';

export const phoneExpected = 'a telephone number with its country, such as +43 660 5550100';

/** Only digits and a plus (E.164); null when it is not a number. */
export function readPhone(given: string): string | null {
  const number = given
    .trim()
    .replaceAll(/[ ()./-]/gu, '')
    .replace(/^00/u, '+');
  return /^\+[1-9]\d{6,14}$/u.test(number) ? number : null;
}

/** Words that end a subscription, as providers define them. */
const stops = new Set([
  'stop',
  'stopall',
  'stopp',
  'unsubscribe',
  'cancel',
  'end',
  'quit',
  'arret',
  'arrêt',
  'baja',
]);

/** Whether the first word ends the subscription. */
export const isStop = (text: string): boolean => stops.has(/\p{L}+/u.exec(text)?.[0]?.toLowerCase() ?? '');

/** Reads an incoming message. */
export function readInbound(form: URLSearchParams): { number: string | null; text: string } {
  const { sender, words } = readReceivedSms(Object.fromEntries(form));
  return { number: readPhone(sender.startsWith('+') ? sender : `+${sender}`), text: words };
}

/** The page's gateway; null when it has none. */
export function gatewayOf({ settings }: StatusPage, channels: Channels) {
  const channel = channels.find(settings.smsChannel ?? '');
  return channel?.settings.kind === 'gateway' ? channel.settings : null;
}
