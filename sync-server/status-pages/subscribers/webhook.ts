// SP95: posts to webhooks: in Statuspage's format, signed as in Standard Webhooks, through the egress guard of CK1
// and without redirects.
import { createHmac } from 'node:crypto';
import { explainFailure } from '../../delivery/channels/explain.ts';
import { readRetryAfter } from '../../delivery/channels/post.ts';
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import { afterFailure } from '../../delivery/outbox/settle.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { Generation } from '../page/generation.ts';
import type { StatusPage } from '../page/records.ts';
import { ask, expectTaken } from '../targets/upload.ts';
import { levelNewsIn } from './level-news.ts';
import type { Subscriber } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';
import type { WorkNotice } from './letter-words.ts';

const patienceMs = 10_000;
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
/** Waits after each failure; after the last failure the webhook is quarantined. */
export const retryWaits = [5 * secondMs, 30 * secondMs, 5 * minuteMs, 30 * minuteMs, 120 * minuteMs];

type Options = {
  outbox: Outbox;
  table: SubscriberTable;
  egress: Egress;
  now: () => number;
  baseUrl: () => string;
  pageOf: (id: string) => StatusPage | null;
  current: (page: string) => Promise<Generation | null>;
  quarantine: (subscriber: Subscriber, reason: string) => void;
  ended: (subscriber: Subscriber) => void;
};
type Json = Record<string, unknown>;

type Read = (page: string, path: string) => Promise<Json>;
type Tail = { id: string; tail: Json };
/** What a letter says; null when there is nothing to tell any more. */
type MakeTail = (letter: Letter, page: StatusPage) => Promise<Tail | null>;

/** Defines how the outbox posts letters to webhooks. */
export function defineWebhooks(options: Options) {
  const read: Read = async (page, path) => {
    const file = (await options.current(page))?.files.get(path);
    return file === undefined ? {} : (JSON.parse(file.bytes.toString()) as Json);
  };
  defineContents(options.outbox, read, (tailOf) => (letter) => post(letter, tailOf, { ...options, read }));
}

async function post(
  letter: Letter,
  tailOf: MakeTail,
  options: Options & { read: Read },
): Promise<HandedOver> {
  const { table, pageOf, quarantine, ended } = options;
  const subscriber = table.find(letter.recipient ?? '');
  const page = pageOf(subscriber?.page ?? '');
  if (subscriber === null || page === null || subscriber.state !== 'active')
    return { went: 'dropped', reason: 'they are no longer subscribed' };
  const told = await tailOf(letter, page);
  if (told === null) return { went: 'dropped', reason: 'its update or window was removed' };
  let atLeastMs = 0;
  try {
    const body = await bodyOf(page, subscriber, told, options);
    const answer = await hand(letter, subscriber, body, options);
    if (answer.status === 410)
      return { went: 'dropped', reason: 'answered 410: it is gone', settle: () => ended(subscriber) };
    atLeastMs = readRetryAfter(answer.retryAfter, options.now()) ?? 0;
    expectTaken('the webhook', answer);
    return { went: 'sent' };
  } catch (error) {
    const reason = explainFailure(error, new AbortController().signal);
    return afterFailure(letter, reason, {
      waits: retryWaits,
      atLeastMs,
      giveUp: () => quarantine(subscriber, reason),
    });
  }
}

async function bodyOf(
  page: StatusPage,
  subscriber: Subscriber,
  { id, tail }: Tail,
  { read, baseUrl, now }: Options & { read: Read },
): Promise<string> {
  const { status } = (await read(page.id, 'api/v2/status.json')) as { status?: Json };
  const end = `${baseUrl()}/u/${subscriber.token}`;
  return JSON.stringify({
    meta: { unsubscribe: end, documentation: '', generated_at: new Date(now()).toISOString() },
    page: {
      id: page.id,
      status_indicator: status?.indicator ?? 'none',
      status_description: status?.description ?? '',
    },
    ...tail,
    muster: { version: 1, update_id: id, manage_url: end },
  });
}

function hand(letter: Letter, { address, secret }: Subscriber, body: string, { egress, now }: Options) {
  const at = Math.floor(now() / secondMs);
  const key = Buffer.from((secret ?? '').replace(/^whsec_/u, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${letter.id}.${at}.${body}`).digest('base64');
  return ask(
    {
      method: 'POST',
      url: new URL(address),
      headers: {
        'content-type': 'application/json',
        'webhook-id': letter.id,
        'webhook-timestamp': String(at),
        'webhook-signature': `v1,${signature}`,
      },
      body: Buffer.from(body),
    },
    { egress, signal: AbortSignal.timeout(patienceMs) },
  );
}

type Send = (tailOf: MakeTail) => (letter: Letter) => Promise<HandedOver>;

/** What each kind of letter says. */
function defineContents(outbox: Outbox, read: Read, send: Send) {
  outbox.define('update-webhook', {
    lane: 'webhooks',
    afterCrash: 'twice',
    send: send(async ({ payload }, page) => {
      const update = String(payload.update);
      const { incidents = [] } = (await read(page.id, 'api/v2/incidents.json')) as { incidents?: Json[] };
      const incident = incidents.find(({ incident_updates: all }) =>
        (all as Json[]).some(({ id }) => id === update),
      );
      return incident === undefined ? null : { id: update, tail: { incident } };
    }),
  });
  outbox.define('level-webhook', {
    lane: 'webhooks',
    afterCrash: 'twice',
    send: send(async (letter) => {
      const { component_update, component } = levelNewsIn(letter);
      return { id: component_update.id, tail: { component_update, component } };
    }),
  });
  outbox.define('work-webhook', {
    lane: 'webhooks',
    afterCrash: 'twice',
    send: send(async ({ key, payload }, page) => {
      const { turn, phase } = payload as WorkNotice;
      const { scheduled_maintenances: all = [] } = (await read(
        page.id,
        'api/v2/scheduled-maintenances.json',
      )) as {
        scheduled_maintenances?: Json[];
      };
      const maintenance = all.find(({ id }) => id === turn.id) ?? { id: turn.id, status: phase };
      return { id: key.slice(0, key.lastIndexOf(':')), tail: { maintenance } };
    }),
  });
}
