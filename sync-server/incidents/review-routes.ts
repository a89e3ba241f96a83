import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { Room } from '#room/view/room-view.ts';
import type { Format } from '#room/pir/formats/format.ts';
import { choiceOf, copyQuery, hidesNothing, type CopyChoice } from '#room/pir/copies/copy-choice.ts';
import { makeCopy } from '#room/pir/copies/copy.ts';
import { collectReview, type Review } from '#room/pir/review.ts';
import { journalHead } from '#room/journal/head.ts';
import { lateEntries } from '#room/journal/late.ts';
import { formats } from '#room/pir/formats/index.ts';
import { showFiles, withShown } from '#room/pir/copies/shown-files.ts';
import type { SchemeChanges } from '#room/team/scheme.ts';
import { utc, zoneAt, type Zone } from '#room/pir/zone.ts';
import { Problem } from '../http/problem.ts';
import { routesTaking, type Answer } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';
import type { Authority } from '../people/authority.ts';
import type { Incidents } from './incidents.ts';

type Takes = {
  incidents: Incidents;
  attachments: { find(sha256: string): Promise<{ read: () => Readable } | null> };
  endedKeys: () => readonly string[];
  authority: Authority;
  /** On a replica the scheme of the team's server; null before it is known. */
  schemeNow: () => SchemeChanges | null;
};
const defineRoute = routesTaking<Takes>();

// The page is one file of ours with everything escaped; this policy makes anything that slips through harmless.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

const reviewQuery = copyQuery.extend({
  zone: z.string().max(64).optional(),
  /** RV23: instead of the choices one by one; `without` still counts. */
  profile: z.string().trim().min(1).max(80).optional(),
});

/** RV23: what the named profile hides, else what the address says. */
function readChoice({ profile, ...choice }: z.output<typeof reviewQuery>, { schemeNow }: Takes): CopyChoice {
  if (profile === undefined) return choice;
  const known = schemeNow()?.copyProfiles ?? [];
  const found = known.find(({ name }) => name === profile);
  if (found !== undefined) return choiceOf(found, choice.without);
  throw new Problem(400, 'The profile is not known.', {
    errors: [
      {
        field: 'profile',
        expected:
          known.length === 0
            ? 'the name of a profile; the team has none yet'
            : `one of ${known.map(({ name }) => name).join(', ')}`,
      },
    ],
  });
}

/** The time zone of the review, with its offset when the incident was declared. */
function zoneOf(name: string | undefined, at: number): Zone {
  if (name === undefined) return utc;
  const zone = zoneAt(name, at);
  if (zone === null)
    throw new Problem(400, 'There is no such time zone.', {
      errors: [{ field: 'zone', expected: 'the IANA name of a time zone, such as Europe/Berlin' }],
    });
  return zone;
}

/** RV14: a copy that still contains a hidden word is not sent. */
async function writeCopy(format: Format, review: Review, choice: CopyChoice) {
  if (hidesNothing(choice)) return format.render(review);
  const { findLeaksOf } = await import('#room/pir/copies/leaks.ts');
  const copy = makeCopy(review, choice);
  const made = await format.render(copy.review);
  const leaks = findLeaksOf(copy.review.record, made, copy.hidden);
  if (leaks.length > 0)
    throw new Problem(500, `The copy was not made: ${leaks.length} of the words to hide were still in it.`);
  return made;
}

type Seen = { review: Review; room: Room };

/** RV17: JSON shows no file. */
async function withFiles(
  { review, room }: Seen,
  { extension }: Format,
  { attachments }: Takes,
): Promise<Review> {
  if (extension === 'json' || review.attachments.length === 0) return review;
  const shown = await showFiles(review.attachments, async (sha256) => {
    const file = await attachments.find(sha256);
    return file === null ? null : buffer(file.read());
  });
  return withShown(review, shown, room);
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
      const seen = await parts.incidents.look(id, (doc, open) => {
        const texts = (name: string) => open.text(name).toJSON();
        const zone = zoneOf(query.zone, open.room().declared?.at ?? 0);
        const signed = { head: journalHead(doc), late: lateEntries(doc, parts.endedKeys()) };
        const room = open.room();
        return { room, review: collectReview({ id, room, texts, names, zone, ...signed }) };
      });
      if (seen === null) throw new Problem(404, `There is no incident ${id} here.`);
      return {
        ...asAnswer(await writeCopy(format, await withFiles(seen, format, parts), readChoice(query, parts))),
        type: format.mediaType,
        headers: { 'content-security-policy': pagePolicy },
      };
    },
  }),
);
