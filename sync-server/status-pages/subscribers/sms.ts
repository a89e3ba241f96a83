// SP99: SMS to subscribers through a page's gateway: few and short, and whoever answers STOP gets none any more.
import { randomBytes } from 'node:crypto';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Database } from '../../storage/database.ts';
import { keepFirst, readKept } from '../../storage/kept-values.ts';
import type { StatusPage } from '../records.ts';

export const phoneExpected = 'a telephone number with its country, such as +43 660 5550100';

/** Only digits and a plus; null when it is none (E.164). */
export function readPhone(given: string): string | null {
  const number = given
    .trim()
    .replaceAll(/[ ()./-]/gu, '')
    .replace(/^00/u, '+');
  return /^\+[1-9]\d{6,14}$/u.test(number) ? number : null;
}

/** What ends it, as providers and their customers know it. */
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

/** Whether somebody wants no more, by the first word. */
export const isStop = (text: string): boolean => stops.has(/\p{L}+/u.exec(text)?.[0]?.toLowerCase() ?? '');

/** What a provider says of a message that came in: each names its fields otherwise. */
export function readInbound(form: URLSearchParams): { number: string | null; text: string } {
  const first = (...names: readonly string[]) => {
    for (const [name, value] of form) if (names.includes(name.toLowerCase())) return value;
    return '';
  };
  const number = first('from', 'msisdn', 'originator', 'sender');
  return {
    number: readPhone(number.startsWith('+') ? number : `+${number}`),
    text: first('body', 'text', 'message'),
  };
}

/** The page's gateway; null where it has none any more. */
export function gatewayOf({ settings }: StatusPage, channels: Channels) {
  const channel = channels.find(settings.smsChannel ?? '');
  return channel?.settings.kind === 'gateway' ? channel.settings : null;
}

export type SmsKeys = {
  /** The secret in the address to which the page's provider passes what comes in. */
  of(page: string): string;
};

export function openSmsKeys(database: Database): SmsKeys {
  return {
    of: (page) => {
      const name = `sms key ${page}`;
      return readKept(database, name) ?? keepFirst(database, name, randomBytes(24).toString('base64url'));
    },
  };
}
