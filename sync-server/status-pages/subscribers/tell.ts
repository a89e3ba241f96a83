// SP93: turns a page's update into one letter per subscriber concerned. The order is stored with the update, so that
// a server that stops right after it continues; a letter's key prevents a second copy.
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Language } from '#status-page/languages/index.ts';
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import { isOver } from '#status-page/truth/reports.ts';
import type { StatusPage } from '../page/records.ts';
import { tellsSubscribers } from '../page/settings.ts';
import type { StatusPageInput } from '../page/whole-page.ts';
import type { ChatWords } from './chat.ts';
import { letterToAll } from './letter-to-all.ts';
import { makeLetterWords, type MakeWords, type WorkNotice } from './letter-words.ts';
import { type Mailer, unsubscribeLink } from './mailer.ts';
import { hearsOf, type Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';

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

/** Defines how the outbox processes an update for everybody, and mails it to each. */
export function defineTelling(options: Options) {
  const { outbox, chat } = options;
  const words = makeLetterWords(options);
  outbox.define('tell-update', {
    lane: 'work',
    afterCrash: 'repeat',
    send: (letter) => tellUpdate(options, letter),
  });
  outbox.define('tell-work', {
    lane: 'work',
    afterCrash: 'repeat',
    send: (letter) => tellWork(options, letter),
  });
  for (const about of ['update', 'work'] as const) {
    const make = words[about];
    outbox.define(`${about}-mail`, {
      lane: 'mail',
      afterCrash: 'ask',
      send: (letter) => mailTo(options, letter, make),
    });
    outbox.define(`${about}-chat`, { lane: 'webhooks', afterCrash: 'ask', send: chat(make) });
    outbox.define(`${about}-sms`, { lane: 'webhooks', afterCrash: 'ask', send: chat(make) });
  }
}

async function tellUpdate(options: Options, { payload }: Letter): Promise<HandedOver> {
  const { outbox, table, pageOf, updatesOf } = options;
  const { page, update } = payload as { page: string; update: string };
  const settings = pageOf(page)?.settings;
  if (settings === undefined || !tellsSubscribers(settings))
    return { went: 'dropped', reason: 'the page is not public' };
  const all = updatesOf(page);
  const told = all.find(({ id }) => id === update);
  if (told === undefined) return { went: 'dropped', reason: 'there is no such update' };
  const story = storyOf(all, told);
  await letterToAll({ table, outbox }, page, (subscriber) =>
    hearsOfUpdate(subscriber, story, told)
      ? {
          key: `update:${update}:${subscriber.id}`,
          kind: `update-${wayOf[subscriber.kind]}`,
          recipient: subscriber.id,
          payload: { page, update, isWhole: story.earlier.length > 0 && !heardEarlier(subscriber, story) },
        }
      : null,
  );
  return { went: 'sent' };
}

async function tellWork({ outbox, table }: Options, { payload, key }: Letter): Promise<HandedOver> {
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
}

async function mailTo(options: Options, letter: Letter, make: MakeWords): Promise<HandedOver> {
  const { table, mailer, pageOf, baseUrl } = options;
  const subscriber = table.find(letter.recipient ?? '');
  const page = pageOf(subscriber?.page ?? '');
  // SP92: checked again just before it leaves.
  if (subscriber === null || page === null || subscriber.state !== 'active')
    return { went: 'dropped', reason: 'they are no longer subscribed' };
  const language = options.languageOf(page, subscriber);
  // SP122: the first mail to a person who subscribed elsewhere says where it comes from.
  const isFirst =
    subscriber.source === 'import' && !table.events(subscriber.id).some(({ what }) => what === introduced);
  const outcome = await mailer.send(letter, { subscriber, page, isToMany: true }, async () => {
    const said = await make(letter, page, language);
    if (said === null) return null;
    const { subscribingWordsIn } = await import('../page/whole-page.ts');
    const { name } = page.settings;
    const leave = unsubscribeLink(baseUrl(), subscriber);
    const foot = subscribingWordsIn[language].foot(name, subscriber.address, leave);
    const moved = isFirst ? `${subscribingWordsIn[language].moved(name, dayOf(subscriber))}\n` : '';
    return { ...said, text: `${said.text}\n\n-- \n${moved}${foot}\n` };
  });
  if (outcome.went === 'sent' && isFirst)
    return { ...outcome, settle: () => table.note(subscriber.id, introduced, 'server') };
  if (outcome.went !== 'bounced') return outcome;
  return { ...outcome, settle: () => options.bounced(subscriber, outcome.reason) };
}

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
  earlier: readonly { at: number; status: PublishedUpdate['status']; concerned: ReadonlySet<string> }[];
};

/** The components an update concerns: all that its incident has named so far. */
function storyOf(all: readonly PublishedUpdate[], told: PublishedUpdate): Story {
  const concerned = new Set<string>();
  const earlier: Story['earlier'][number][] = [];
  for (const each of all) {
    if (each.incident !== told.incident) continue;
    for (const { id } of each.components) concerned.add(id);
    if (each.id === told.id) break;
    earlier.push({ at: each.at, status: each.status, concerned: new Set(concerned) });
  }
  return { concerned, earlier };
}

function hearsOfUpdate(subscriber: Subscriber, { concerned, earlier }: Story, told: PublishedUpdate) {
  if (!hearsOf(subscriber, 'incidents', concerned)) return false;
  if (subscriber.kind !== 'sms' && subscriber.updates === 'all') return true;
  // SP93, SP99: the first update that concerns them, opening it again, and the end.
  const isFirst = !earlier.some((each) => hearsOf(subscriber, 'incidents', each.concerned));
  const before = earlier.at(-1);
  const isOpenedAgain = before !== undefined && isOver(before.status) && !isOver(told.status);
  return isFirst || told.status === 'resolved' || isOpenedAgain;
}

const heardEarlier = (subscriber: Subscriber, { earlier }: Story) =>
  earlier.some(
    ({ at, concerned }) => (subscriber.activeSince ?? 0) <= at && hearsOf(subscriber, 'incidents', concerned),
  );
