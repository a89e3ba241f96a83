// SP93: turns a page's update into one letter per subscriber concerned. The order is stored with the update, so that
// a server that stops right after it continues; a letter's key prevents a second copy.
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import type { WorkPhase } from '#status-page/languages/subscribing/index.ts';
import type { ToldTurn } from '#status-page/mail/mail.ts';
import type { StatusPage } from '../records.ts';
import { tellsSubscribers } from '../settings.ts';
import type { StatusPageInput } from '../whole-page.ts';
import type { ChatWords } from './chat.ts';
import { letterToAll } from './letter-to-all.ts';
import { type Mailer, unsubscribeLink } from './mailer.ts';
import { hearsOf, type Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';

const keptWords = 60;

/** A notice of planned work. */
export type WorkNotice = {
  page: string;
  phase: WorkPhase;
  turn: ToldTurn;
  title: Record<string, string>;
  components: readonly string[];
};

type Options = {
  outbox: Outbox;
  table: SubscriberTable;
  mailer: Mailer;
  baseUrl: () => string;
  pageOf: (id: string) => StatusPage | null;
  updatesOf: (page: string) => readonly PublishedUpdate[];
  input: (page: StatusPage) => Promise<StatusPageInput>;
  languageOf: (page: StatusPage, subscriber: Subscriber) => Language;
  bounced: (subscriber: Subscriber, reason: string) => void;
  chat: (make: ChatWords) => (letter: Letter) => Promise<HandedOver>;
};
type Words = { subject: string; text: string; thread?: string; calendar?: string };

/** Defines how the outbox processes an update for everybody, and mails it to each. */
export function defineTelling(options: Options) {
  const { outbox, table, mailer, pageOf, baseUrl } = options;
  const words = new Map<string, Promise<Words | null>>();
  /** A text for many readers is made once. */
  const once = (key: string, make: () => Promise<Words | null>): Promise<Words | null> => {
    const known = words.get(key) ?? make();
    words.set(key, known);
    if (words.size > keptWords) words.delete(words.keys().next().value ?? '');
    known.catch(() => words.delete(key));
    return known;
  };
  const tellUpdate = async ({ payload }: Letter): Promise<HandedOver> => {
    const { page, update } = payload as { page: string; update: string };
    const settings = pageOf(page)?.settings;
    if (settings === undefined || !tellsSubscribers(settings))
      return { went: 'dropped', reason: 'the page is not public' };
    const all = options.updatesOf(page);
    const told = all.find(({ id }) => id === update);
    if (told === undefined) return { went: 'dropped', reason: 'there is no such update' };
    const story = storyOf(all, told);
    await letterToAll({ table, outbox }, page, (subscriber) => {
      const kind = `update-${wayOf[subscriber.kind]}`;
      // SP99: SMS only for the beginning and the end.
      const isTurn = story.earlier.length === 0 || told.status === 'resolved';
      if (!hearsOf(subscriber, 'incidents', story.concerned) || (subscriber.kind === 'sms' && !isTurn))
        return null;
      const hadEarlier = story.earlier.some(
        ({ at, concerned }) =>
          (subscriber.activeSince ?? 0) <= at && hearsOf(subscriber, 'incidents', concerned),
      );
      const isWhole = story.earlier.length > 0 && !hadEarlier;
      return {
        key: `update:${update}:${subscriber.id}`,
        kind,
        recipient: subscriber.id,
        payload: { page, update, isWhole },
      };
    });
    return { went: 'sent' };
  };
  const tellWork = async ({ payload, key }: Letter): Promise<HandedOver> => {
    const notice = payload as WorkNotice;
    await letterToAll({ table, outbox }, notice.page, (subscriber) =>
      hearsOf(subscriber, 'maintenance', notice.components) &&
      (subscriber.kind !== 'sms' || notice.phase === 'started')
        ? {
            key: `${key}:${subscriber.id}`,
            kind: `work-${wayOf[subscriber.kind]}`,
            recipient: subscriber.id,
            payload: notice,
          }
        : null,
    );
    return { went: 'sent' };
  };
  const mail =
    (make: MakeWords) =>
    async (letter: Letter): Promise<HandedOver> => {
      const subscriber = table.find(letter.recipient ?? '');
      const page = pageOf(subscriber?.page ?? '');
      // SP92: checked again just before it leaves.
      if (subscriber === null || page === null || subscriber.state !== 'active')
        return { went: 'dropped', reason: 'they are no longer subscribed' };
      const language = options.languageOf(page, subscriber);
      const isFirst = subscriber.source === 'import' && !isIntroduced(subscriber);
      const outcome = await mailer.send(letter, { subscriber, page, isToMany: true }, async () => {
        const said = await make(letter, page, language);
        if (said === null) return null;
        const { subscribingWordsIn } = await import('../whole-page.ts');
        const { name } = page.settings;
        const foot = subscribingWordsIn[language].foot(
          name,
          subscriber.address,
          unsubscribeLink(baseUrl(), subscriber),
        );
        const moved = isFirst ? `${subscribingWordsIn[language].moved(name, dayOf(subscriber))}\n` : '';
        return { ...said, text: `${said.text}\n\n-- \n${moved}${foot}\n` };
      });
      if (outcome.went === 'sent' && isFirst)
        return { ...outcome, settle: () => table.note(subscriber.id, introduced, 'server') };
      if (outcome.went !== 'bounced') return outcome;
      return { ...outcome, settle: () => options.bounced(subscriber, outcome.reason) };
    };
  /** SP122: the first mail to a person who subscribed elsewhere says where it comes from. */
  const isIntroduced = ({ id }: Subscriber) => table.events(id).some(({ what }) => what === introduced);
  const viewOf = async (page: StatusPage) => {
    const whole = await import('../whole-page.ts');
    return { whole, view: whole.viewPage(await options.input(page)) };
  };
  outbox.define('tell-update', { lane: 'work', afterCrash: 'repeat', send: tellUpdate });
  outbox.define('tell-work', { lane: 'work', afterCrash: 'repeat', send: tellWork });
  const updateWords: MakeWords = ({ payload }, page, language) => {
    const { update, isWhole } = payload as { update: string; isWhole: boolean };
    return once(`${page.id} ${page.version} ${update} ${language} ${isWhole}`, async () => {
      const { whole, view } = await viewOf(page);
      const said = whole.updateMail(view, language, { update, isWhole });
      return said && { ...said, thread: `incident-${said.incident}-${page.id}` };
    });
  };
  const workWords: MakeWords = ({ key, payload }, page, language) => {
    const { phase, turn, title, components } = payload as WorkNotice;
    const name = key.slice(0, key.lastIndexOf(':'));
    return once(`${page.id} ${page.version} ${name} ${language}`, async () => {
      const { whole, view } = await viewOf(page);
      const said = whole.workMail(view, language, { phase, turn, title, components });
      return { ...said, thread: `work-${turn.id}-${page.id}` };
    });
  };
  const { chat } = options;
  outbox.define('update-mail', { lane: 'mail', afterCrash: 'ask', send: mail(updateWords) });
  outbox.define('work-mail', { lane: 'mail', afterCrash: 'ask', send: mail(workWords) });
  outbox.define('update-chat', { lane: 'webhooks', afterCrash: 'ask', send: chat(updateWords) });
  outbox.define('update-sms', { lane: 'webhooks', afterCrash: 'ask', send: chat(updateWords) });
  outbox.define('work-sms', { lane: 'webhooks', afterCrash: 'ask', send: chat(workWords) });
  outbox.define('work-chat', { lane: 'webhooks', afterCrash: 'ask', send: chat(workWords) });
}

type MakeWords = (letter: Letter, page: StatusPage, language: Language) => Promise<Words | null>;
/** The letter kind for each kind of subscriber. */
const wayOf: Record<Subscriber['kind'], string> = {
  email: 'mail',
  webhook: 'webhook',
  slack: 'chat',
  teams: 'chat',
  sms: 'sms',
};
const introduced = 'introduced';
const dayOf = ({ createdAt }: Subscriber): string => new Date(createdAt).toISOString().slice(0, 10);

type Story = {
  concerned: ReadonlySet<string>;
  earlier: readonly { at: number; concerned: ReadonlySet<string> }[];
};

/** The components an update concerns: all that its incident has named so far. */
function storyOf(all: readonly PublishedUpdate[], told: PublishedUpdate): Story {
  const concerned = new Set<string>();
  const earlier: { at: number; concerned: ReadonlySet<string> }[] = [];
  for (const each of all) {
    if (each.incident !== told.incident) continue;
    for (const { id } of each.components) concerned.add(id);
    if (each.id === told.id) break;
    earlier.push({ at: each.at, concerned: new Set(concerned) });
  }
  return { concerned, earlier };
}
