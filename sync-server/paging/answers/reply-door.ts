// ES21: /reply/<code>: an SMS provider forwards replies to pages here. The address is the secret. The sender is known
// by phone number; a reply acknowledges that person's open page.
import type { FastifyInstance } from 'fastify';
import type { OpenPage, Person } from '#room/feed/feed.ts';
import { Problem } from '../../http/problem.ts';
import { asSeenBy } from '../../incidents/sight.ts';
import { readReceivedSms, type Fields } from '../../delivery/received-sms.ts';
import { isSignedReply } from './reply-signature.ts';
import type { Authority } from '../../people/authority.ts';
import type { Calendars } from '../../on-call/calendars.ts';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Pager } from '../pager.ts';
import type { People } from '../../people/people.ts';

type ReplyParts = {
  calendars: Calendars;
  channels: Channels;
  people: People;
  pager: Pager | null;
  incidents: Incidents;
  authority: Authority;
  baseUrl: () => string;
  now: () => number;
};
/** The fields, and the raw body, which the provider may have signed. */
type Received = { fields: Fields; text: string; type: string };

const mostBytes = 16_384;
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
        const { sender, words } = readReceivedSms({ ...query, ...given });
        const said = await answer(parts, sender, words);
        return reply.type('text/xml; charset=utf-8').send(toTwiml(said));
      },
    });
  });
}

const received = (text: string, type: string): Received => ({ fields: readFields(text, type), text, type });

/** ES22: empty when the channel accepts unsigned replies. */
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
    // An unreadable body names no sender, so nothing happens.
    return {};
  }
}

/** The reply text; null for an unknown number, which learns nothing here. */
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

/**
 * Compares digits only, as providers leave out the plus. Null when nobody, or more than one person, has the number.
 */
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

/** TM4: the title as the paged person may see it. */
function titleOf({ incidents, authority }: ReplyParts, { incident, person }: OpenPage): string | null {
  const found = incidents.list().find(({ id }) => id === incident);
  return found === undefined ? null : asSeenBy(authority.personNow(person), found).title;
}

/** The page with the incident number given, or the newest. */
function pick(parts: ReplyParts, waiting: readonly OpenPage[], number: string | null): OpenPage | null {
  if (number !== null) return waiting.find((page) => numberOf(parts, page)?.toLowerCase() === number) ?? null;
  return waiting.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

const escape = (text: string): string => text.replaceAll(/[&<>]/gu, (sign) => `&#${sign.codePointAt(0)};`);

/** TwiML: Twilio sends this text back; other providers ignore it. */
const toTwiml = (said: string | null): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Response>${said === null ? '' : `<Message>${escape(said)}</Message>`}</Response>`;
