// ES21: /reply/<code>: what an SMS provider passes on of an answer to a page. The address is the secret; who answers is
// known by their number, and what they acknowledge is what waits for them.
import type { FastifyInstance } from 'fastify';
import type { OpenPage, Person } from '#room/feed.ts';
import { Problem } from '../http/problem.ts';
import { asSeenBy } from '../incidents/sight.ts';
import type { Parts } from '../parts.ts';
import { isSignedReply } from './reply-signature.ts';

type ReplyParts = Pick<
  Parts,
  'calendars' | 'channels' | 'people' | 'pager' | 'incidents' | 'authority' | 'baseUrl' | 'now'
>;
/** The fields, and the body as it came, which a provider may have signed. */
type Received = { fields: Fields; text: string; type: string };
type Fields = Readonly<Record<string, unknown>>;

const mostBytes = 16_384;
/** As Twilio, Vonage, Plivo, Bird and others call the sender and the words. */
const senderNames = ['from', 'msisdn', 'originator', 'sender', 'source'];
const wordNames = ['body', 'text', 'message', 'content', 'payload'];
const yes = new Set(['1', 'ack', 'ok', 'yes']);

export async function serveReplies(http: FastifyInstance, parts: ReplyParts) {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'string' } as const;
    scope.addContentTypeParser('*', options, async (request: { headers: object }, body: string | Buffer) =>
      received(
        body.toString(),
        'content-type' in request.headers ? String(request.headers['content-type']) : '',
      ),
    );
    scope.route<{ Params: { code: string }; Querystring: Fields; Body: Received | null }>({
      method: ['GET', 'POST'],
      url: '/reply/:code',
      bodyLimit: mostBytes,
      handler: async ({ params, query, body, headers, url }, reply) => {
        const of = /^[\w-]{20,60}$/.test(params.code) ? parts.calendars.find(params.code) : null;
        if (of?.kind !== 'replies' || parts.channels.find(of.target) === null || parts.pager === null) {
          const detail = 'There is no such address. It may have been renewed or ended.';
          throw new Problem(404, detail, { isFailedCredential: true });
        }
        const secret = replySecretOf(parts, of.target);
        const { fields: given = {}, text = '', type = '' } = body ?? {};
        const signed = { headers, url: `${parts.baseUrl()}${url}`, body: text, type };
        if (secret !== '' && !isSignedReply(signed, secret, parts.now()))
          throw new Problem(403, 'This answer is not signed with the secret of its channel.', {
            isFailedCredential: true,
          });
        const fields = { ...query, ...given };
        const said = await answer(parts, valueIn(fields, senderNames), valueIn(fields, wordNames));
        return reply.type('text/xml; charset=utf-8').send(toTwiml(said));
      },
    });
  });
}

const received = (text: string, type: string): Received => ({ fields: readFields(text, type), text, type });

/** ES22: empty where the channel takes answers without a signature. */
function replySecretOf({ channels }: ReplyParts, id: string): string {
  const channel = channels.find(id);
  const secret = channel?.settings.settings['replySecret'];
  return typeof secret === 'string' ? secret : '';
}

function readFields(text: string, type: string): Fields {
  if (!type.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(text));
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Nothing in it says who answers, so nothing comes of it.
    return {};
  }
}

function valueIn(fields: Fields, names: readonly string[]): string {
  const found = Object.entries(fields).find(
    ([name, value]) => names.includes(name.toLowerCase()) && ['string', 'number'].includes(typeof value),
  );
  return found === undefined ? '' : String(found[1]).slice(0, 1_000);
}

/** What is said back: nothing to a number nobody has, which learns nothing here. */
async function answer(parts: ReplyParts, sender: string, words: string): Promise<string | null> {
  const person = whoseNumber(parts.people.list(), sender);
  if (person === null) return null;
  const [first = '', ...rest] = words.trim().toLowerCase().split(/\s+/u);
  if (!yes.has(first)) return 'Not understood. Reply 1 to acknowledge.';
  const waiting = (parts.pager?.openPages() ?? []).filter(
    (page) => page.person === person.id && !page.isTest,
  );
  const page = pick(parts, waiting, rest[0] ?? null);
  if (page === null) return 'Nothing waits for you.';
  await parts.pager?.acknowledge(page.incident, person, 'sms');
  const left = waiting.length - 1;
  const more = left > 0 ? ` ${left} more ${left === 1 ? 'waits' : 'wait'} for you.` : '';
  return `Acknowledged: ${nameOf(parts, page)}.${more}`;
}

/** Digits alone are compared: providers leave out the plus. Null where nobody, or more than one, has it. */
function whoseNumber(people: readonly Person[], sender: string): Person | null {
  const digits = sender.replaceAll(/\D/gu, '');
  if (digits.length < 6) return null;
  const [person, ...others] = people.filter(
    ({ contact }) => contact?.phone?.replaceAll(/\D/gu, '') === digits,
  );
  return others.length > 0 ? null : (person ?? null);
}

const numberOf = ({ incidents }: ReplyParts, { incident }: OpenPage): string | null =>
  incidents.list().find(({ id }) => id === incident)?.number ?? null;
const nameOf = (parts: ReplyParts, page: OpenPage): string =>
  [numberOf(parts, page), titleOf(parts, page)].filter(Boolean).join(' ');

/** TM4: as the person who was paged may see it. */
function titleOf({ incidents, authority }: ReplyParts, { incident, person }: OpenPage): string | null {
  const found = incidents.list().find(({ id }) => id === incident);
  return found === undefined ? null : asSeenBy(authority.personNow(person), found).title;
}

/** The one whose number was written, else the newest. */
function pick(parts: ReplyParts, waiting: readonly OpenPage[], number: string | null): OpenPage | null {
  if (number !== null) return waiting.find((page) => numberOf(parts, page)?.toLowerCase() === number) ?? null;
  return waiting.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

const escape = (text: string): string => text.replaceAll(/[&<>]/gu, (sign) => `&#${sign.codePointAt(0)};`);

/** Twilio's language, which sends it back; others do not read it. */
const toTwiml = (said: string | null): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${said === null ? '' : `<Message>${escape(said)}</Message>`}</Response>`;
