// SP98, SP99: confirmation and delivery for telephones and chats. A chat is a Slack or Microsoft Teams channel, known
// by its incoming webhook's address. Anyone who knows that address may post there, so it is never shown. Until a
// person in the channel agrees, it gets only the question.
import type { SendOutcome } from '../../delivery/channels/channel.ts';
import { gateway } from '../../delivery/channels/gateway.ts';
import { slack } from '../../delivery/channels/slack.ts';
import { teams } from '../../delivery/channels/teams.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import { afterFailure } from '../../delivery/outbox/settle.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { StatusPage } from '../page/records.ts';
import { unsubscribeLink } from './mailer.ts';
import { gatewayOf } from './sms.ts';
import { confirmWithinMs, manageWithinMs } from './sign-up.ts';
import { type ChatKind, isChat, readChoice, shownAddress, type Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';
import { retryWaits } from './webhook.ts';

type Words = { subject: string; text: string };
export type ChatWords = (letter: Letter, page: StatusPage, language: Language) => Promise<Words | null>;

const kinds = { slack, teams } as const satisfies Record<ChatKind, unknown>;

type Found = { page: StatusPage; subscriber: Subscriber };
type Options = {
  channels: Channels;
  outbox: Outbox;
  table: SubscriberTable;
  egress: Egress;
  now: () => number;
  host: string;
  baseUrl: () => string;
  pageOf: (id: string) => StatusPage | null;
  languageOf: (page: StatusPage, subscriber: Subscriber) => Language;
  quarantine: (subscriber: Subscriber, reason: string) => void;
};

/** Defines how the outbox asks a channel; returns how it sends to one. */
export function defineChats(options: Options) {
  const { outbox } = options;
  for (const purpose of ['confirm', 'manage'] as const)
    outbox.define(`${purpose}-chat`, {
      lane: 'letters',
      afterCrash: 'twice',
      send: (letter) =>
        handOver(letter, options, {
          state: purpose === 'confirm' ? 'pending' : 'active',
          make: (found) => question(purpose, letter, found, options),
        }),
    });
  return (make: ChatWords) => (letter: Letter) =>
    handOver(letter, options, {
      state: 'active',
      make: (found) => news(make, letter, found, options),
    });
}

type Making = { state: Subscriber['state']; make: (found: Found) => Promise<Words | null> };

/** Sends the words to a subscriber who is still in this state. */
async function handOver(letter: Letter, options: Options, { state, make }: Making): Promise<HandedOver> {
  const { table, pageOf } = options;
  const subscriber = table.find(letter.recipient ?? '');
  const page = pageOf(subscriber?.page ?? '');
  if (subscriber === null || page === null || subscriber.state !== state)
    return { went: 'dropped', reason: 'nobody is waiting for it any more' };
  const words = await make({ page, subscriber });
  return words === null
    ? { went: 'dropped', reason: 'its update or window was removed' }
    : post(letter, { page, subscriber }, words, options);
}

async function question(
  purpose: 'confirm' | 'manage',
  { payload }: Letter,
  { page, subscriber }: Found,
  { table, baseUrl, languageOf }: Options,
): Promise<Words> {
  const { subscribingWordsIn } = await import('../page/whole-page.ts');
  const choice = readChoice(payload);
  const validMs = purpose === 'confirm' ? confirmWithinMs : manageWithinMs;
  const link = `${baseUrl()}/u/${table.addLink(subscriber.id, purpose, choice, validMs)}`;
  const words = subscribingWordsIn[languageOf(page, subscriber)];
  const { name } = page.settings;
  return subscriber.kind === 'sms'
    ? { subject: name, text: words[`${purpose}Sms`](name, link) }
    : words[`${purpose}Mail`](name, link);
}

/** What the page tells, with how to leave it. */
async function news(
  make: ChatWords,
  letter: Letter,
  { page, subscriber }: Found,
  { baseUrl, languageOf }: Options,
): Promise<Words | null> {
  const language = languageOf(page, subscriber);
  const said = await make(letter, page, language);
  if (said === null) return null;
  const { subscribingWordsIn } = await import('../page/whole-page.ts');
  if (subscriber.kind === 'sms') {
    const address = page.settings.url ?? `${baseUrl()}/status/${page.settings.slug}/`;
    const text = `${said.subject}\n${address}\n${subscribingWordsIn[language].stopSms}`;
    return { subject: said.subject, text };
  }
  const link = unsubscribeLink(baseUrl(), subscriber);
  const foot = subscribingWordsIn[language].foot(page.settings.name, shownAddress(subscriber), link);
  return { subject: said.subject, text: `${said.text}\n\n${foot}` };
}

async function post(
  letter: Letter,
  { page, subscriber }: Found,
  { subject, text }: Words,
  { channels, egress, now, host, quarantine }: Options,
): Promise<HandedOver> {
  const shared = { purpose: 'update' as const, incident: null, links: {}, subject, text };
  const within = (timeoutMs: number) => ({
    signal: AbortSignal.timeout(timeoutMs),
    egress,
    deliveryId: letter.id,
    now: now(),
    host,
  });
  const giveUp = (reason: string) => quarantine(subscriber, reason);
  if (subscriber.kind === 'sms') {
    const way = gatewayOf(page, channels);
    if (way === null) return { went: 'dropped', reason: 'the page no longer sends SMS' };
    if (way.paused) return { went: 'shut', reason: 'the channel is paused', waitMs: 60_000 };
    const message = { ...shared, to: { address: subscriber.address } };
    const outcome = await gateway.send(message, way.settings, within(gateway.timeoutMs));
    return handedOver(letter, outcome, giveUp);
  }
  if (!isChat(subscriber.kind))
    return { went: 'dropped', reason: 'the subscriber is no Slack or Teams channel' };
  const kind = kinds[subscriber.kind];
  const message = { ...shared, to: {}, rendered: `${subject}\n\n${text}` };
  const outcome = await kind.send(message, { url: subscriber.address }, within(kind.timeoutMs));
  return handedOver(letter, outcome, giveUp);
}

/** What a channel's outcome means for the letter. `giveUp` is called when it will never arrive. */
function handedOver(letter: Letter, outcome: SendOutcome, giveUp: (reason: string) => void): HandedOver {
  if (outcome.ok) return { went: 'sent' };
  const { reason, retry, retryAfterMs = 0 } = outcome;
  return afterFailure(letter, reason, { waits: retry ? retryWaits : [], atLeastMs: retryAfterMs, giveUp });
}
