// SP91: processes a sign-up. It runs after the answer, so that neither the answer nor its timing reveals whether an
// address is known.
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { SignUpWay } from '#status-page/sign-up-ways.ts';
import type { StatusPage } from '../page/records.ts';
import type { Mailer } from './mailer.ts';
import {
  addressForReaders,
  type Choice,
  choiceIn,
  mostSubscribers,
  readChoice,
  type Subscriber,
} from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';

export type SignUp = {
  page: string;
  /** Absent in older orders, which are all by mail. */
  kind?: SignUpWay;
  address: string;
  key: string;
  components: Choice['components'];
  /** Absent in older orders, which chose no topics. */
  topics?: Choice['topics'];
  /** Absent in older orders: all. */
  updates?: Choice['updates'];
  language: string | null;
};

const hourMs = 3_600_000;
export const confirmWithinMs = 7 * 24 * hourMs;
export const manageWithinMs = 24 * hourMs;
/** Links sent to one address in an hour and in a day, by all requests together. */
const most = { hour: 3, day: 10 } as const;
const linkKinds = ['confirm-link', 'manage-link', 'confirm-chat', 'manage-chat'];

/** What the letters with links need. */
export type LinkOptions = {
  outbox: Outbox;
  table: SubscriberTable;
  mailer: Mailer;
  now: () => number;
  baseUrl: () => string;
  pageOf: (id: string) => StatusPage | null;
  languageOf: (page: StatusPage, subscriber: Subscriber) => Language;
};

/** Sends the link that confirms a subscription, or the one that manages it. */
function linkSender(options: LinkOptions) {
  const { table, mailer, pageOf } = options;
  return (purpose: 'confirm' | 'manage') =>
    async (letter: Letter): Promise<HandedOver> => {
      const subscriber = table.find(letter.recipient ?? '');
      const page = pageOf(subscriber?.page ?? '');
      const isWanted = subscriber?.state === (purpose === 'confirm' ? 'pending' : 'active');
      if (subscriber === null || page === null || !isWanted)
        return { went: 'dropped', reason: 'nobody is waiting for it any more' };
      const isHook = subscriber.kind === 'webhook';
      if (isHook && subscriber.contact === null) return { went: 'dropped', reason: 'it has no contact' };
      // SP95: a webhook reads no mail; its contact does.
      const to = isHook ? { ...subscriber, address: subscriber.contact ?? '' } : subscriber;
      return mailer.send(letter, { subscriber: to, page, isToMany: false }, async () => {
        const { subscribingWordsIn } = await import('../page/whole-page.ts');
        const words = subscribingWordsIn[options.languageOf(page, subscriber)];
        const choice = readChoice(letter.payload);
        const validMs = purpose === 'confirm' ? confirmWithinMs : manageWithinMs;
        const link = `${options.baseUrl()}/u/${table.addLink(subscriber.id, purpose, choice, validMs)}`;
        const { name } = page.settings;
        if (isHook) return words.manageHookMail(name, { address: addressForReaders(subscriber), link });
        return purpose === 'confirm' ? words.confirmMail(name, link) : words.manageMail(name, link);
      });
    };
}

/** Defines how the outbox processes a sign-up and mails its links. */
export function defineSignUp(options: LinkOptions) {
  const { outbox, table } = options;
  const askForLink = makeAskForLink(options);
  const take = makeTaking(table, askForLink);
  const mailLink = linkSender(options);
  outbox.define('sign-up', {
    lane: 'work',
    afterCrash: 'repeat',
    send: async (letter) => ({ went: 'sent', settle: () => take(letter, letter.payload as SignUp) }),
  });
  outbox.define('confirm-link', { lane: 'letters', afterCrash: 'twice', send: mailLink('confirm') });
  outbox.define('manage-link', { lane: 'letters', afterCrash: 'twice', send: mailLink('manage') });
  return { askForLink };
}

type AskForLink = ReturnType<typeof makeAskForLink>;

function makeAskForLink({ outbox, now }: LinkOptions) {
  const mayHaveLink = (subscriber: string): boolean => {
    const times = outbox
      .list({ recipient: subscriber })
      .filter(({ kind }) => linkKinds.includes(kind))
      .map(({ createdAt }) => createdAt);
    const since = (ms: number) => times.filter((at) => at > now() - ms).length;
    return since(hourMs) < most.hour && since(24 * hourMs) < most.day;
  };
  /** Within the caller's transaction. */
  return (subscriber: Subscriber, letter: string, choice: Choice) => {
    if (!mayHaveLink(subscriber.id)) return;
    const purpose = subscriber.state === 'active' ? 'manage' : 'confirm';
    const isByMail = subscriber.kind === 'email' || subscriber.kind === 'webhook';
    const kind = `${purpose}-${isByMail ? 'link' : 'chat'}`;
    outbox.put([{ key: `${kind}:${letter}`, kind, recipient: subscriber.id, payload: choiceIn(choice) }]);
  };
}

function makeTaking(table: SubscriberTable, askForLink: AskForLink) {
  return (letter: Letter, order: SignUp) => {
    const { page, kind = 'email', address, key, language } = order;
    const { components, topics = null, updates = 'all' } = order;
    const before = table.byAddress(page, kind, key);
    if (before === null) {
      const { pending, active } = table.counts(page);
      if (pending + active >= mostSubscribers) return;
      table.add({
        page,
        kind,
        address,
        key,
        components,
        topics,
        updates,
        language,
        source: 'form',
        state: 'pending',
      });
    } else if (before.state === 'unsubscribed' || before.state === 'quarantined')
      table.turn(before, 'pending');
    const subscriber = table.byAddress(page, kind, key);
    if (subscriber === null) return;
    if (language !== null && subscriber.state === 'pending') table.speak(subscriber.id, language);
    askForLink(subscriber, letter.id, { components, topics, updates });
  };
}
