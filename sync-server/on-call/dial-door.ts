// OC9: /dial/<code>.xml and .txt: who is on call, for a telephony provider that forwards a call. The address is the
// secret: everybody who has it learns that person's number.
import type { FastifyInstance } from 'fastify';
import type { Person } from '#room/feed/feed.ts';
import { Problem } from '../http/problem.ts';
import type { Calendars } from './calendars.ts';
import type { Roster } from './roster.ts';
import type { People } from '../people/people.ts';

type DialParts = { calendars: Calendars; roster: Roster; people: People };
type Request = { Params: { file: string } };

const mostFormBytes = 8_192;
const ringSeconds = 30;

export async function serveDial(http: FastifyInstance, parts: DialParts) {
  await http.register(async (scope) => {
    // Providers post details of the call; they do not matter here.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, async () => null);
    scope.route<Request>({
      method: ['GET', 'POST'],
      url: '/dial/:file',
      bodyLimit: mostFormBytes,
      handler: async ({ params }, reply) => {
        const [, code, form] = /^([\w-]{20,60})\.(xml|txt)$/.exec(params.file) ?? [];
        const of = code === undefined ? null : parts.calendars.find(code);
        const duty =
          of?.kind === 'dial' ? parts.roster.onCall().find((each) => each.schedule === of.target) : null;
        if (duty == null) {
          const detail = 'There is no such address. It may have been renewed or ended.';
          throw new Problem(404, detail, { isFailedCredential: true });
        }
        const known = [duty.person, duty.backup].flatMap((id) =>
          id === null ? [] : (parts.people.find(id) ?? []),
        );
        const reached = known.find(({ contact }) => contact?.phone !== undefined) ?? null;
        return form === 'txt'
          ? reply.type('text/plain; charset=utf-8').send(reached?.contact?.phone ?? '')
          : reply.type('text/xml; charset=utf-8').send(toTwiml(reached));
      },
    });
  });
}

/**
 * Twilio's markup, which other providers read too. Numbers are digits and a plus (PE1), so nothing needs escaping.
 */
function toTwiml(person: Person | null): string {
  const said =
    person === null
      ? '<Say>Nobody is on call who has a telephone number.</Say>'
      : `<Dial timeout="${ringSeconds}">${person.contact?.phone}</Dial>`;
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${said}</Response>`;
}
