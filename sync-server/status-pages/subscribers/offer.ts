// SP90, SP132: how visitors may subscribe to a page, and which addresses they may give.
import type { LinkPlace } from '#status-page/languages/subscribing/index.ts';
import { type SignUpWay, signUpWays } from '#status-page/sign-up-ways.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import { mailServerOf, type MailServer } from '../../delivery/mail/mail-server.ts';
import type { StatusPage } from '../page/records.ts';
import { tellsSubscribers } from '../page/settings.ts';
import { readMailAddress } from './address.ts';
import { gatewayOf, readPhone } from './sms.ts';
import type { Subscriber } from './subscriber.ts';

/** Null when mail is impossible: subscribers are not told, or the page names no e-mail channel. */
export function mailServerFor(page: StatusPage, channels: Channels): MailServer | null {
  const { mailChannel } = page.settings;
  const isTold = tellsSubscribers(page.settings);
  const channel = isTold && mailChannel !== undefined ? channels.find(mailChannel) : null;
  return channel === null ? null : mailServerOf(channel);
}

/** SP132: the ways that visitors may choose, in the form's order; empty when they cannot subscribe. */
export function waysFor(page: StatusPage, channels: Channels): readonly SignUpWay[] {
  const { visibility, signUpBy = ['email'] } = page.settings;
  // SP141: a private page sends nothing to a chat or telephone that a reader names.
  if (visibility !== 'public') return mailServerFor(page, channels) === null ? [] : ['email'];
  const works = {
    email: () => mailServerFor(page, channels) !== null,
    sms: () => gatewayOf(page, channels) !== null,
    slack: () => true,
    teams: () => true,
  };
  return signUpWays.filter((way) => signUpBy.includes(way) && works[way]());
}

/** SP92: where a link to change this subscriber's choice can be sent; null when nowhere. */
export function linkPlaceOf(
  { kind, contact }: Pick<Subscriber, 'kind' | 'contact'>,
  page: StatusPage,
  channels: Channels,
): LinkPlace | null {
  if (kind === 'slack' || kind === 'teams') return 'there';
  if (kind === 'sms') return gatewayOf(page, channels) === null ? null : 'there';
  if (mailServerFor(page, channels) === null) return null;
  if (kind === 'email') return 'mail';
  return contact === null ? null : 'contact';
}

/** Mails wait while an owner has paused the channel. */
export const isPaused = (page: StatusPage, channels: Channels): boolean =>
  channels.find(page.settings.mailChannel ?? '')?.settings.paused === true;

/**
 * Codes of no country (ITU-T E.164): freephone, shared-cost and premium numbers, satellites and networks at sea and in
 * the air. An SMS there earns its receiver money, or costs many times as much.
 */
const ofNoCountry = /^\+(?:800|808|870|878|88[1238]|979)/u;

/** Each SMS costs the team money, so visitors cannot send it to any number they like. */
const mayBeAsked = (number: string, { smsCountries }: StatusPage['settings']): boolean =>
  !ofNoCountry.test(number) && (smsCountries?.some((code) => number.startsWith(code)) ?? true);

const longestWebhook = 500;
const chatHosts = {
  slack: /^hooks\.slack(?:-gov)?\.com$/u,
  teams: /^[a-z0-9.-]+\.(?:webhook\.office\.com|logic\.azure\.com|api\.powerplatform\.com)$/u,
} as const;

/**
 * SP132: a visitor's address as it is kept; `key` is the same for every spelling of it. Null when it does not fit
 * this way.
 */
export function readVisitor(
  way: SignUpWay,
  given: string,
  { settings }: StatusPage,
): { address: string; key: string } | null {
  if (way === 'email') return readMailAddress(given);
  if (way === 'sms') {
    const number = readPhone(given);
    if (number === null || !mayBeAsked(number, settings)) return null;
    return { address: number, key: number };
  }
  const text = given.trim();
  if (text.length > longestWebhook || !URL.canParse(text)) return null;
  const url = new URL(text);
  url.hash = '';
  const isOurs = settings.chatHosts?.includes(url.host) === true && /^https?:$/u.test(url.protocol);
  // Another port would be another server.
  const isTheirs = url.protocol === 'https:' && url.port === '' && chatHosts[way].test(url.hostname);
  if (url.username !== '' || url.password !== '' || !(isOurs || isTheirs)) return null;
  return { address: url.href, key: url.href };
}
