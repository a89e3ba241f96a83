// SP90 to SP92: the sign-up form, and the links in mails. For everybody, without script. A GET changes nothing,
// because the scanners of mail servers follow every link; a POST comes from a person's button, or from a mail
// program's one-click unsubscribe (RFC 8058).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languages, type Language } from '#status-page/languages/index.ts';
import type { SubscribingAnswer } from '#status-page/html/subscribing.ts';
import { offerTo } from '#status-page/sign-up-ways.ts';
import { networkOf } from '../../http/network-of.ts';
import { Problem } from '../../http/problem.ts';
import { createRate, type Rate } from '../../sync/rate.ts';
import { type AccessParts, letIn, refuse } from '../visitors/page-access.ts';
import { plainPage } from '../visitors/plain-page.ts';
import type { StatusPage } from '../page/records.ts';
import { acceptForms, formIn } from './forms.ts';
import type { InboundWay } from './inbound.ts';
import { readVisitor } from './offer.ts';
import { readReturned } from './returned-mail.ts';
import { isStop, readInbound } from './sms.ts';
import { addressForReaders, type Choice, type Subscriber } from './subscriber.ts';
import {
  goneFrom,
  readVisitorChoice,
  type WrongChoice,
  wrongAddress,
  wrongChoice,
} from './visitor-choice.ts';
import type { Replica } from '../../replica/replica.ts';
import type { Subscribers } from './subscribers.ts';

const mostFormBytes = 32 * 1024;
/** A mail server may return the whole message; what is longer is cut off by none that we know. */
const mostReturnedBytes = 512 * 1024;
/** Sign-ups from one network: a burst of ten, then one a minute. */
const ofNetwork = { perSecond: 1 / 60, burst: 10 };
/** SMS to numbers that visitors enter, per page: each costs the owner money. */
const ofSms = { perSecond: 1 / 120, burst: 30 };
const mostRates = 10_000;

type DoorParts = AccessParts & { subscribers: Subscribers; replica: Replica | null; now: () => number };
type Request = FastifyRequest<{
  Params: { slug?: string; token?: string; key?: string };
  Body: unknown;
}>;

/** Serves POST /status/<slug>/subscribe, GET and POST /u/<token>, and what providers pass on. */
export async function serveSubscribing(http: FastifyInstance, parts: DoorParts) {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const small = { bodyLimit: mostFormBytes };
    acceptForms(scope);
    scope.route({
      method: ['GET', 'POST'],
      url: '/u/sms/:key',
      ...small,
      handler: (request: Request, reply) => hearSms(parts, request, reply),
    });
    const limits = makeLimits(parts.now);
    scope.post('/status/:slug/subscribe', small, (request: Request, reply) =>
      subscribe(parts, limits, request, reply),
    );
    scope.get('/u/:token', (request: Request, reply) => look(parts, request, reply));
    scope.post('/u/:token', small, (request: Request, reply) => press(parts, request, reply));
  });
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_: unknown, body: string | Buffer) => body);
    scope.post('/u/returned/:key', { bodyLimit: mostReturnedBytes }, (request: Request, reply) =>
      hearReturned(parts, request, reply),
    );
  });
}

/** The page with this address for what comes in. */
function pageOfKey(
  { statusPages, subscribers, replica }: DoorParts,
  { params: { key = '' } }: Request,
  way: InboundWay,
): string {
  const channel = way === 'sms' ? 'smsChannel' : 'mailChannel';
  const sending = statusPages.list().filter(({ settings }) => settings[channel] !== undefined);
  // SP150: of a closed page too, which may come back.
  const all = [...sending, ...statusPages.closed()];
  const page = all.find(({ id }) => subscribers.inboundKeys.of(id, way) === key);
  if (replica !== null || page === undefined)
    throw new Problem(404, 'There is no such address.', { isFailedCredential: true });
  return page.id;
}

/** SP152: a returned mail, as a mail server pipes it here; what is none has no effect. */
async function hearReturned(parts: DoorParts, request: Request, reply: FastifyReply) {
  const page = pageOfKey(parts, request, 'returned');
  const { letters = [], reason = '' } =
    (request.body instanceof Uint8Array ? readReturned(request.body) : null) ?? {};
  for (const letter of letters) parts.subscribers.bounced(page, letter, reason);
  return reply.code(204).send();
}

/** SP99: an incoming SMS, as a provider posts it; only STOP has an effect. */
async function hearSms(parts: DoorParts, request: Request, reply: FastifyReply) {
  const { subscribers } = parts;
  const page = pageOfKey(parts, request, 'sms');
  const form = formIn(request.body);
  for (const [name, value] of new URLSearchParams(request.url.split('?', 2)[1] ?? ''))
    form.append(name, value);
  const { number, text } = readInbound(form);
  const subscriber = number === null ? null : subscribers.byAddress(page, 'sms', number);
  if (subscriber !== null && isStop(text)) await subscribers.end(subscriber, 'themselves');
  // Twilio sends this content to the sender: nothing.
  return reply.type('text/xml; charset=utf-8').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
}

async function subscribe(parts: DoorParts, limits: Limits, request: Request, reply: FastifyReply) {
  const { statusPages, subscribers, replica, baseUrl } = parts;
  const page = replica === null ? statusPages.bySlug(request.params.slug ?? '') : null;
  const ways = page === null ? [] : subscribers.waysOf(page);
  const [first] = ways;
  // SP141: refused like the page itself, before the answer reveals anything about it.
  const isIn = page === null || page.settings.visibility === 'public' || mayRead(parts, page, request);
  if (!isIn) return refuse(page, reply);
  if (page === null || first === undefined) return nothingHere(reply, page);
  const form = formIn(request.body);
  const language = languageIn(form.get('language')) ?? subscribers.languageOf(page, { language: null });
  const action = `${baseUrl()}/status/${page.settings.slug}/subscribe`;
  const answer = (status: number, said: SubscribingAnswer) =>
    send(parts, reply.code(status), { page, language, answer: said, action });
  const way = ways.find((each) => each === form.get('by')) ?? first;
  const given = (way === 'email' ? form.get('email') : null) ?? form.get('address') ?? '';
  const read = readVisitor(way, given.slice(0, 1_000), page);
  const choice = readVisitorChoice(form, page);
  const { smsCountries: codes = [] } = page.settings;
  const asking = { kind: 'ask' as const, ways, way, codes };
  if ('field' in choice) {
    if (isJson(request)) throw wrongChoice(choice);
    return answer(400, { ...asking, ...everything, wrong: choice.field });
  }
  if (read === null) {
    if (isJson(request)) throw wrongAddress(way);
    return answer(400, { ...asking, ...choice, wrong: 'address' });
  }
  if (!limits.ofNetwork(networkOf(request.ip)) || (way === 'sms' && !limits.ofSms(page.id)))
    return answer(429, { kind: 'too-many' });
  // A bot that fills in every field gets the same answer, and nothing is done.
  if ((form.get('website') ?? '') === '')
    subscribers.signUp({ page: page.id, kind: way, ...read, ...choice, language });
  return answer(200, { kind: way === 'email' ? 'asked' : 'asked-there' });
}

/** A program reads the field in its answer, a person the form again. */
const isJson = ({ headers }: Request): boolean => headers['content-type']?.includes('json') === true;
const mayRead = (parts: DoorParts, page: StatusPage, request: Request): boolean =>
  letIn(parts, page, request, `/status/${page.settings.slug}/`) !== 'out';

type Found = {
  subscriber: Subscriber;
  page: StatusPage;
  purpose: 'confirm' | 'manage' | 'end';
  choice: Choice;
};

const everything: Choice = { components: null, topics: null, updates: 'all' };

/** `page` is null while it is closed. */
type FoundAnywhere = Omit<Found, 'page'> & { page: StatusPage | null };

function findAnywhere({ subscribers, statusPages, replica }: DoorParts, token: string): FoundAnywhere | null {
  if (replica !== null) return null;
  const own = subscribers.byToken(token);
  const link = own === null ? subscribers.findLink(token) : null;
  const subscriber = own ?? (link === null || link.isExpired ? null : subscribers.find(link.subscriber));
  if (subscriber === null) return null;
  const page = statusPages.find(subscriber.page);
  return { subscriber, page, purpose: link?.purpose ?? 'end', choice: link?.choice ?? everything };
}

const isHere = (found: FoundAnywhere | null): found is Found => found !== null && found.page !== null;

async function look(parts: DoorParts, request: Request, reply: FastifyReply) {
  const found = findAnywhere(parts, request.params.token ?? '');
  if (!isHere(found)) return linkIsNone(reply, 404);
  return show(parts, request, reply, { found, answer: questionOf(parts, found) });
}

function questionOf({ subscribers }: DoorParts, { subscriber, page, purpose }: Found): SubscribingAnswer {
  const { state } = subscriber;
  const address = addressForReaders(subscriber);
  if (purpose === 'confirm' && state === 'active') return { kind: 'confirmed' };
  if (purpose === 'confirm') return { kind: 'confirm', address };
  if (state !== 'active' && state !== 'pending') return { kind: 'ended' };
  return purpose === 'manage'
    ? managing(subscriber, page)
    : { kind: 'end', address, link: subscribers.linkPlaceOf(subscriber, page) };
}

function managing(subscriber: Subscriber, page: StatusPage, wrong?: WrongChoice['field']): SubscribingAnswer {
  const { kind, components, topics, updates } = subscriber;
  return {
    kind: 'manage',
    address: addressForReaders(subscriber),
    offered: { ...offerTo([kind]), gone: goneFrom(page, subscriber) },
    components,
    topics,
    updates,
    ...(wrong !== undefined && { wrong }),
  };
}

/** SP95: a quarantined webhook may be started again by the link that its contact got. */
const mayConfirm = ({ kind, state }: Subscriber): boolean =>
  state === 'pending' || (kind === 'webhook' && state === 'quarantined');

async function press(parts: DoorParts, request: Request, reply: FastifyReply) {
  const { subscribers } = parts;
  const found = findAnywhere(parts, request.params.token ?? '');
  // SP150: a closed page may come back, but not to a person who left meanwhile.
  if (found?.purpose === 'end' && found.page === null) await subscribers.end(found.subscriber, 'themselves');
  // A person who is already gone gets the answer they expect.
  if (!isHere(found)) return linkIsNone(reply, found === null || found.purpose === 'end' ? 200 : 404);
  const { subscriber, page, purpose, choice } = found;
  const form = formIn(request.body);
  const what = form.get('do') ?? '';
  let answer: SubscribingAnswer = { kind: 'ended' };
  if (purpose === 'confirm') {
    if (mayConfirm(subscriber)) subscribers.confirm(subscriber, choice);
    const isIn = mayConfirm(subscriber) || subscriber.state === 'active';
    answer = isIn ? { kind: 'confirmed' } : { kind: 'unknown' };
  } else if (purpose === 'manage' && what === 'save') {
    const offered = { topics: offerTo([subscriber.kind]).topics, gone: goneFrom(page, subscriber) };
    const chosen = readVisitorChoice(form, page, offered);
    if ('field' in chosen) {
      if (isJson(request)) throw wrongChoice(chosen);
      const again = managing(subscriber, page, chosen.field);
      return show(parts, request, reply.code(400), { found, answer: again });
    }
    if (subscriber.state === 'active') subscribers.choose(subscriber, chosen);
    answer = { kind: subscriber.state === 'active' ? 'saved' : 'ended' };
  } else if (purpose === 'end' && what === 'link') {
    const place = subscribers.linkPlaceOf(subscriber, page);
    if (place === null) answer = questionOf(parts, found);
    else {
      if (subscriber.state === 'active') subscribers.askForLink(subscriber);
      answer = { kind: place === 'there' ? 'asked-there' : 'asked' };
    }
  } else await subscribers.end(subscriber, 'themselves');
  return show(parts, request, reply, { found, answer });
}

type Shown = { found: Found; answer: SubscribingAnswer };

function show(parts: DoorParts, request: Request, reply: FastifyReply, { found, answer }: Shown) {
  const { page, subscriber } = found;
  const language = parts.subscribers.languageOf(page, subscriber);
  return send(parts, reply, { page, language, answer, action: `/u/${request.params.token ?? ''}` });
}

const languageIn = (text: string | null): Language | null => languages.find((each) => each === text) ?? null;

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function send(
  { statusPages, baseUrl }: DoorParts,
  reply: FastifyReply,
  told: { page: StatusPage; language: Language; answer: SubscribingAnswer; action: string },
) {
  const { subscribingPage } = await import('../page/whole-page.ts');
  const { page } = await statusPages.input(told.page);
  const back = page.url ?? `${baseUrl()}/status/${page.slug}/`;
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .send(subscribingPage(page, told.language, { answer: told.answer, action: told.action, back }));
}

const linkIsNone = (reply: FastifyReply, status: number) =>
  reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(
      plainPage(
        status === 200 ? 'You are unsubscribed' : 'This link is not valid',
        status === 200
          ? 'This subscription gets nothing more.'
          : 'It may have expired. On the status page you can ask for another one.',
      ),
    );

function nothingHere(reply: FastifyReply, page: StatusPage | null) {
  const why =
    page === null
      ? 'There is no status page at this address.'
      : `${page.settings.name} takes no subscribers.`;
  return reply.code(404).type('text/html; charset=utf-8').send(plainPage('Nothing to subscribe to', why));
}

type Limits = { ofNetwork(network: string): boolean; ofSms(page: string): boolean };
const makeLimits = (now: () => number): Limits => ({
  ofNetwork: makeLimit(ofNetwork, now),
  ofSms: makeLimit(ofSms, now),
});

function makeLimit({ perSecond, burst }: typeof ofSms, now: () => number): (who: string) => boolean {
  const rates = new Map<string, Rate>();
  return (who) => {
    const rate = rates.get(who) ?? createRate(perSecond, burst, now);
    rates.delete(who);
    rates.set(who, rate);
    if (rates.size > mostRates) rates.delete(rates.keys().next().value ?? '');
    return rate.take();
  };
}
