// ES11: GET and POST /acknowledge/<code>: a page with one button for a person who was paged and has a link. A GET
// changes nothing, because the scanners of mail servers follow every link. No script: it works in any mail program.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AcknowledgeLink, AcknowledgeLinks } from '../acknowledge-links.ts';
import { asSeenBy } from '../../incidents/sight.ts';
import { acknowledgePage, sayInCall, type PageWords } from './acknowledge-page.ts';
import type { Authority } from '../../people/authority.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { PageTests } from '../test-pages/page-tests.ts';
import type { Pager } from '../pager.ts';
import type { People } from '../../people/people.ts';

type LinkParts = {
  links: AcknowledgeLinks;
  incidents: Incidents;
  people: People;
  pager: Pager | null;
  pageTests: PageTests | null;
  authority: Authority;
};
type Request = FastifyRequest<{ Params: { code: string }; Body: unknown }>;

/** A telephony provider sends about twenty fields about the call. */
const mostFormBytes = 8_192;
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** `countFailure` returns false after too many wrong guesses from an address (AU4). */
export async function serveAcknowledge(
  http: FastifyInstance,
  parts: LinkParts,
  countFailure: (address: string) => boolean,
) {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      async (_: unknown, body: string | Buffer) => Object.fromEntries(new URLSearchParams(body.toString())),
    );
    scope.get('/acknowledge/:code', async ({ params, ip }: Request, reply) =>
      send(reply, await look(parts, parts.links.find(params.code), null), () => countFailure(ip)),
    );
    scope.post(
      '/acknowledge/:code',
      { bodyLimit: mostFormBytes },
      async ({ params, body, ip }: Request, reply) => {
        const link = parts.links.find(params.code);
        const key = keyIn(body);
        // ES19: any other key, or no key, is not an answer.
        const shown =
          key === null || key === '1' ? answer(parts, link, chosenIn(body)) : look(parts, link, null);
        return send(reply, await shown, () => countFailure(ip), key);
      },
    );
  });
}

/** ES19: the key pressed in a call, as Twilio and compatible providers post it. */
function keyIn(body: unknown): string | null {
  const isCall = typeof body === 'object' && body !== null && 'Digits' in body;
  return isCall ? String(body.Digits) : null;
}

function chosenIn(body: unknown): string | null {
  const isForm = typeof body === 'object' && body !== null && 'person' in body;
  return isForm && typeof body.person === 'string' ? body.person : null;
}

type Shown = { status: number; words: PageWords };

/** An unknown code counts as a guess; `mayGuess` is false after too many of them. */
function send(
  reply: FastifyReply,
  { status, words }: Shown,
  mayGuess: () => boolean,
  key: string | null = null,
) {
  reply.code(words.kind === 'unknown' && !mayGuess() ? 429 : status);
  if (key !== null) return reply.type('text/xml; charset=utf-8').send(sayInCall(words, key));
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy)
    .send(acknowledgePage(words));
}

/** The current state of the incident behind the link; `done` names the person who has just acknowledged. */
async function look(parts: LinkParts, link: AcknowledgeLink | null, done: string | null): Promise<Shown> {
  const { incidents, people, pager } = parts;
  if (link === null || pager === null) return { status: 404, words: { kind: 'unknown' } };
  const test = testIn(link);
  if (test !== null) return lookTest(parts, test, done !== null);
  const found = incidents.list().find(({ id }) => id === link.incident);
  if (found === undefined) return { status: 404, words: { kind: 'unknown' } };
  // TM4: a person paged by hand may see the incident. The reader of a shared link is unknown.
  const reader = link.person === null ? null : parts.authority.personNow(link.person);
  const incident = link.page === null ? asSeenBy(reader, found) : found;
  if (link.isExpired) return { status: 410, words: { kind: 'expired', incident } };
  if (link.page !== null) return lookOutside(parts, link, link.page);
  const person = link.person === null ? null : people.find(link.person);
  if (link.person !== null && person === null) return { status: 410, words: { kind: 'expired', incident } };
  if (incident.status === 'resolved' || incident.status === 'closed')
    return { status: 200, words: { kind: 'over', incident } };
  if (done !== null) return { status: 200, words: { kind: 'done', incident, name: done } };
  const earlier = await incidents.look(link.incident, (_doc, room) => room.room().acknowledged);
  const choices = person === null ? people.list().filter(({ role }) => role !== 'viewer') : [];
  return {
    status: 200,
    words: {
      kind: 'ask',
      incident,
      name: person?.name ?? null,
      choices: choices.map(({ id, name }) => ({ id, name })),
      earlier: earlier && { name: people.find(earlier.by)?.name ?? 'somebody', at: earlier.at },
    },
  };
}

type TestLink = { id: string; person: string; channel: string };

/** PT2: a link that confirms that a test page arrived. */
function testIn(link: AcknowledgeLink | null): TestLink | null {
  const [kind, id, channel] = link?.page?.split('.') ?? [];
  if (kind !== 'test' || id === undefined || channel === undefined || !link?.person) return null;
  return { id, person: link.person, channel };
}

function lookTest({ pageTests }: LinkParts, { id, person, channel }: TestLink, isDone: boolean): Shown {
  const test = pageTests?.find(id) ?? null;
  if (test === null) return { status: 404, words: { kind: 'unknown' } };
  const isConfirmed = isDone || test.isConfirmed(person, channel);
  return { status: 200, words: { kind: 'test', isConfirmed } };
}

/** PH7: what somebody outside the team sees of the manual page sent to them. */
function lookOutside({ incidents, pager }: LinkParts, link: AcknowledgeLink, id: string): Shown {
  const incident = incidents.list().find((each) => each.id === link.incident);
  const page = pager?.handPage(link.incident, id) ?? null;
  if (incident === undefined || page === null) return { status: 404, words: { kind: 'unknown' } };
  const { byName: asker, text, phase } = page;
  return { status: 200, words: { kind: 'outside', incident, asker, text, phase } };
}

async function answer(parts: LinkParts, link: AcknowledgeLink | null, chosen: string | null): Promise<Shown> {
  const shown = await look(parts, link, null);
  const test = testIn(link);
  if (test !== null) {
    parts.pageTests?.confirm(test.id, test.person, test.channel);
    return lookTest(parts, test, true);
  }
  if (shown.words.kind === 'outside' && link?.page) {
    await parts.pager?.come(link.incident, link.page);
    return look(parts, link, null);
  }
  if (shown.words.kind !== 'ask' || link === null) return shown;
  const { choices } = shown.words;
  // A personal link always acts for its person; the form cannot change that.
  const id = link.person ?? choices.find((choice) => choice.id === chosen)?.id;
  const person = id === undefined ? null : parts.people.find(id);
  if (person === null || person.role === 'viewer') return { ...shown, status: 400 };
  await parts.pager?.acknowledge(link.incident, { id: person.id, name: person.name }, 'link');
  return look(parts, link, person.name);
}
