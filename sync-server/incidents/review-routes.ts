import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Format } from '#room/pir/formats/format.ts';
import { collectReview, reviewOfRecord, type Review } from '#room/pir/review.ts';
import { journalHead } from '#room/journal/head.ts';
import { lateEntries } from '#room/journal/late.ts';
import { formats } from '#room/pir/formats/index.ts';
import { utc, zoneAt, type Zone } from '#room/pir/zone.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute, type Answer } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';

// The page is one file of ours with everything escaped; this policy makes anything that slips through harmless.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

const reviewQuery = z.object({
  zone: z.string().max(64).optional(),
  people: z.enum(['names', 'roles']).default('names'),
  hosts: z.enum(['shown', 'hidden']).default('shown'),
  struck: z.enum(['shown', 'hidden']).default('shown'),
});

/** The time zone of the review, with its offset when the incident was declared. */
function zoneOf(name: string | undefined, at: number): Zone {
  if (name === undefined) return utc;
  const zone = zoneAt(name, at);
  if (zone === null)
    throw new Problem(400, 'The zone is not known.', {
      errors: [{ field: 'zone', expected: 'the IANA name of a time zone, such as Europe/Berlin' }],
    });
  return zone;
}

/** RV14: a copy that still contains a hidden word is not sent. */
async function writeCopy(format: Format, review: Review, query: z.output<typeof reviewQuery>) {
  const { people, hosts, struck } = query;
  if (people === 'names' && hosts === 'shown' && struck === 'shown') return format.render(review);
  const [{ redact }, { findLeaksOf }] = await Promise.all([
    import('#room/pir/redact.ts'),
    import('#room/pir/leaks.ts'),
  ]);
  const { record, hidden } = redact(review.record, {
    people,
    hosts,
    without: review.timeline.struckOut.map(({ fact }) => fact),
  });
  const made = await format.render(reviewOfRecord(review.id, record, review.zone));
  const leaks = findLeaksOf(record, made, hidden);
  if (leaks.length > 0)
    throw new Problem(500, `The copy was not made: ${leaks.length} of the words to hide were still in it.`);
  return made;
}

const asAnswer = (made: string | Uint8Array): Pick<Answer, 'text' | 'file'> =>
  typeof made === 'string'
    ? { text: made }
    : { file: { bytes: made.byteLength, read: () => Readable.from([made]) } };

/** One route for each format of the review (RV). */
export const reviewRoutes = Object.values(formats).map((format) =>
  defineRoute({
    method: 'GET',
    path: `/api/v1/incidents/:id/review.${format.extension}`,
    summary: `The post-incident review as ${format.label}`,
    access: 'viewer',
    params: incidentParams,
    answers: format.mediaType,
    query: reviewQuery,
    answer: async ({ parts, params: { id }, query }) => {
      const known = new Map(parts.authority.everybody().map((person) => [person.id, person.name]));
      const names = (person: string) => known.get(person) ?? person;
      const review = await parts.incidents.look(id, (doc, open) => {
        const texts = (name: string) => open.text(name).toJSON();
        const zone = zoneOf(query.zone, open.room().declared?.at ?? 0);
        const signed = { head: journalHead(doc), late: lateEntries(doc, parts.endedKeys()) };
        return collectReview({ id, room: open.room(), texts, names, zone, ...signed });
      });
      if (review === null) throw new Problem(404, `There is no incident ${id} here.`);
      return {
        ...asAnswer(await writeCopy(format, review, query)),
        type: format.mediaType,
        headers: { 'content-security-policy': pagePolicy },
      };
    },
  }),
);
