// SP98: subscribers that are a channel of Slack or Microsoft Teams, by the address of its incoming webhook. Whoever knows
// that address may post there, so it is shown to nobody; and nothing but a question goes there before a person in the
// channel says yes.
import { slack } from '../../delivery/channels/slack.ts';
import { teams } from '../../delivery/channels/teams.ts';
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { StatusPage } from '../records.ts';
import { unsubscribeLink } from './mailer.ts';
import { confirmWithinMs } from './sign-up.ts';
import type { ChatKind, Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';
import { retryWaits } from './webhook.ts';

type Words = { subject: string; text: string };
export type ChatWords = (letter: Letter, page: StatusPage, language: Language) => Promise<Words | null>;

const kinds = { slack, teams } as const satisfies Record<ChatKind, unknown>;
const isChat = (kind: Subscriber['kind']): kind is ChatKind => Object.hasOwn(kinds, kind);

/** The address without what would let its reader post there. */
export const shownAddress = ({ kind, address }: Pick<Subscriber, 'kind' | 'address'>): string =>
  isChat(kind) ? `${new URL(address).origin}/••••••••` : address;

type Options = {
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

/** Says how the outbox asks a channel; answers how it tells one. */
export function defineChats(options: Options) {
  const { outbox, table, egress, now, host, baseUrl, pageOf, quarantine } = options;
  const post = async (
    letter: Letter,
    subscriber: Subscriber,
    { subject, text }: Words,
  ): Promise<HandedOver> => {
    if (!isChat(subscriber.kind)) return { went: 'dropped', reason: 'it is no chat' };
    const kind = kinds[subscriber.kind];
    const rendered = `${subject}\n\n${text}`;
    const message = {
      purpose: 'update' as const,
      incident: null,
      subject,
      text,
      links: {},
      to: {},
      rendered,
    };
    const outcome = await kind.send(
      message,
      { url: subscriber.address },
      {
        signal: AbortSignal.timeout(kind.timeoutMs),
        egress,
        deliveryId: letter.id,
        now: now(),
        host,
      },
    );
    if (outcome.ok) return { went: 'sent' };
    const waitMs = outcome.retry ? retryWaits[letter.attempts] : undefined;
    const { reason, retryAfterMs = 0 } = outcome;
    if (waitMs !== undefined) return { went: 'again', reason, waitMs: Math.max(waitMs, retryAfterMs) };
    return { went: 'failed', reason, settle: () => quarantine(subscriber, reason) };
  };
  const handOver =
    (
      state: Subscriber['state'],
      make: (letter: Letter, found: { page: StatusPage; subscriber: Subscriber }) => Promise<Words | null>,
    ) =>
    async (letter: Letter): Promise<HandedOver> => {
      const subscriber = table.find(letter.recipient ?? '');
      const page = pageOf(subscriber?.page ?? '');
      if (subscriber === null || page === null || subscriber.state !== state)
        return { went: 'dropped', reason: 'nobody waits for it any more' };
      const words = await make(letter, { page, subscriber });
      return words === null
        ? { went: 'dropped', reason: 'what it tells is no more' }
        : post(letter, subscriber, words);
    };
  outbox.define('confirm-chat', {
    lane: 'letters',
    afterCrash: 'twice',
    send: handOver('pending', async ({ payload }, { page, subscriber }) => {
      const { subscribingWordsIn } = await import('../whole-page.ts');
      const choice = (payload.choice ?? null) as Subscriber['components'];
      const link = `${baseUrl()}/u/${table.addLink(subscriber.id, 'confirm', choice, confirmWithinMs)}`;
      return subscribingWordsIn[options.languageOf(page, subscriber)].confirmMail(page.settings.name, link);
    }),
  });
  return (make: ChatWords) =>
    handOver('active', async (letter, { page, subscriber }) => {
      const language = options.languageOf(page, subscriber);
      const said = await make(letter, page, language);
      if (said === null) return null;
      const { subscribingWordsIn } = await import('../whole-page.ts');
      const link = unsubscribeLink(baseUrl(), subscriber);
      const foot = subscribingWordsIn[language].foot(page.settings.name, shownAddress(subscriber), link);
      return { subject: said.subject, text: `${said.text}\n\n${foot}` };
    });
}
