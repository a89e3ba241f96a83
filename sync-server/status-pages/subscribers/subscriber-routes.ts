// SP94: a page's subscribers, for owners.
import { z } from 'zod';
import {
  addedSubscriberSchema,
  csvReportSchema,
  subscriberHistorySchema,
  subscribersSchema,
} from '#wire/api/status-pages.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { idParams } from '../../http/shapes.ts';
import { knownPage } from '../status-page-routes.ts';
import { mostCsvCharacters, mostCsvRows, readSubscribersCsv } from './csv.ts';
import {
  checkComponents,
  newSubscriber,
  readAddress,
  readContact,
  readTopics,
  wrong,
} from './new-subscriber.ts';
import { mostSubscribers, shownAddress, subscriberStates, type Subscriber } from './subscriber.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { StatusPages } from '../status-pages.ts';
import type { InboundWay } from './inbound.ts';
import type { Subscribers } from './subscribers.ts';

type Takes = {
  statusPages: StatusPages;
  subscribers: Subscribers;
  outbox: Outbox;
  baseUrl: () => string;
};
const defineRoute = routesTaking<Takes>();

const path = '/api/v1/pages/:id/subscribers';
const oneParams = idParams.extend({ subscriber: z.string().min(1).max(64) });
const mostListed = 200;

/** Where the page's providers pass on what comes in. */
const inboundAddress = ({ baseUrl, subscribers }: Takes, page: string, way: InboundWay): string =>
  `${baseUrl()}/u/${way}/${subscribers.inboundKeys.of(page, way)}`;

const show = ({
  id,
  kind,
  address,
  components,
  topics: chosen,
  updates,
  contact,
  language,
  state,
  reason,
  source,
  createdAt,
  activeSince,
}: Subscriber) => ({
  id,
  kind,
  address: shownAddress({ kind, address }),
  components,
  topics: chosen,
  updates,
  contact,
  language,
  state,
  reason,
  source,
  createdAt,
  activeSince,
});

/** An id could be guessed: the subscriber must belong to this page. */
function known({ subscribers, statusPages }: Takes, params: z.output<typeof oneParams>): Subscriber {
  const page = knownPage({ statusPages }, params.id);
  const found = subscribers.find(params.subscriber);
  if (found === null || found.page !== page.id) throw new Problem(404, 'The page has no such subscriber.');
  return found;
}

const tooMany = () =>
  new Problem(400, `A page has at most ${mostSubscribers} subscribers, so nobody was added.`);
const knownAlready = () => new Problem(409, 'The page already has this subscriber, perhaps as unsubscribed.');

export const subscriberRoutes = [
  defineRoute({
    method: 'GET',
    path,
    summary: 'The subscribers of a status page, oldest first, and how many in each state (SP94)',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    query: z.object({
      state: z.enum(subscriberStates).optional(),
      q: z.string().max(254).optional(),
      cursor: z.string().max(64).optional(),
      limit: z.coerce.number().int().min(1).max(mostListed).default(100),
    }),
    answers: subscribersSchema,
    answer: ({ parts, params, query: { state, q, cursor, limit } }) => {
      const page = knownPage(parts, params.id);
      const items = parts.subscribers.list(page.id, {
        limit: limit + 1,
        ...(state === undefined ? {} : { state }),
        ...(q === undefined || q === '' ? {} : { q }),
        ...(cursor === undefined ? {} : { after: cursor }),
      });
      const shown = items.slice(0, limit);
      return {
        body: {
          items: shown.map(show),
          next: items.length > limit ? (shown.at(-1)?.id ?? null) : null,
          counts: parts.subscribers.counts(page.id),
          letters: parts.outbox.counts(page.id),
          isOffered: parts.subscribers.isOffered(page),
          smsAddress: page.settings.smsChannel === undefined ? null : inboundAddress(parts, page.id, 'sms'),
          returnedAddress:
            page.settings.mailChannel === undefined ? null : inboundAddress(parts, page.id, 'returned'),
        },
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path,
    summary:
      'Add a subscriber who confirmed elsewhere, a webhook (the answer shows its signing secret once), or a Slack or Teams channel, which must agree first (SP94, SP98)',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: newSubscriber,
    status: 201,
    answers: addedSubscriberSchema,
    answer: async ({ parts, params, body, caller }) => {
      const page = knownPage(parts, params.id);
      const { kind, address, key } = readAddress(body);
      checkComponents(page, body.components);
      const { components = null, language = null } = body;
      const chosen = readTopics(body);
      const contact = readContact(body);
      const source = 'by-hand' as const;
      const given = {
        page: page.id,
        kind,
        address,
        key,
        components,
        topics: chosen,
        updates: body.updates,
        contact,
        language,
        source,
      };
      const at = (id: string) => `/api/v1/pages/${page.id}/subscribers/${id}`;
      if (kind === 'sms' && page.settings.smsChannel === undefined)
        throw wrong('sms', 'an SMS gateway in the form of the page first');
      if (kind === 'slack' || kind === 'teams' || kind === 'sms') {
        const asked = parts.subscribers.ask(given, caller.person);
        if (asked === null) throw knownAlready();
        return { body: { ...show(asked), secret: null }, location: at(asked.id) };
      }
      const added = await parts.subscribers.add([given], caller.person);
      if (added === null) throw tooMany();
      const subscriber = parts.subscribers
        .list(page.id, { q: key, limit: mostListed })
        .find((each) => each.address === address);
      if (added === 0 || subscriber === undefined) throw knownAlready();
      return {
        body: { ...show(subscriber), secret: subscriber.secret },
        location: at(subscriber.id),
      };
    },
  }),
  defineRoute({
    method: 'POST',
    path: `${path}/import`,
    summary: 'Import subscribers who confirmed elsewhere, from CSV; a second import adds nobody (SP94)',
    access: 'owner',
    isForwarded: true,
    params: idParams,
    body: z.strictObject({ csv: z.string().min(1).max(mostCsvCharacters) }),
    mostBytes: 16 * 1024 * 1024,
    answers: csvReportSchema,
    answer: async ({ parts, params, body, caller }) => {
      const page = knownPage(parts, params.id);
      const components = page.settings.components.map(({ id = '', name }) => ({ id, name }));
      const { rows, faults } = await readSubscribersCsv(body.csv, components);
      if (rows.length > mostCsvRows) throw tooMany();
      const added = await parts.subscribers.add(
        rows.map((row) => ({ ...row, page: page.id, kind: 'email', language: null, source: 'import' })),
        caller.person,
      );
      if (added === null) throw tooMany();
      return { body: { added, kept: rows.length - added, faults: faults.slice(0, 100) } };
    },
  }),
  defineRoute({
    method: 'GET',
    path: `${path}/:subscriber`,
    summary: 'One subscriber: what happened, and what they were sent (SP94)',
    access: 'owner',
    isForwarded: true,
    params: oneParams,
    answers: subscriberHistorySchema,
    answer: ({ parts, params }) => {
      const subscriber = known(parts, params);
      const letters = parts.outbox.list({ recipient: subscriber.id }).map(({ payload, ...letter }) => ({
        id: letter.id,
        kind: letter.kind,
        update: typeof payload.update === 'string' ? payload.update : null,
        state: letter.state,
        reason: letter.reason,
        attempts: letter.attempts,
        maybeTwice: letter.maybeTwice,
        createdAt: letter.createdAt,
        endedAt: letter.endedAt,
      }));
      return { body: { ...show(subscriber), events: parts.subscribers.events(subscriber.id), letters } };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: `${path}/:subscriber`,
    summary: 'Remove a subscriber and all their data; they get nothing more (SP94)',
    access: 'owner',
    isForwarded: true,
    params: oneParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params }) => {
      await parts.subscribers.erase(known(parts, params));
      return {};
    },
  }),
  defineRoute({
    method: 'POST',
    path: `${path}/:subscriber/letters/:letter/again`,
    summary: 'Send a message again that may have arrived, marked as maybe sent twice (OB4)',
    access: 'owner',
    isForwarded: true,
    params: oneParams.extend({ letter: z.string().min(1).max(64) }),
    status: 204,
    answers: z.undefined(),
    answer: ({ parts, params }) => {
      const subscriber = known(parts, params);
      const isTheirs = parts.outbox.find(params.letter)?.recipient === subscriber.id;
      if (!isTheirs || !parts.outbox.again(params.letter))
        throw new Problem(409, 'You can send again only a message that may have arrived.');
      return {};
    },
  }),
];
