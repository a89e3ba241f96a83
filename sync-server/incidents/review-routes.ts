import { collectReview } from '#room/pir/review.ts';
import { formats } from '#room/pir/formats/index.ts';
import { Problem } from '../http/problem.ts';
import { defineRoute } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';

// The page is one file of ours with everything escaped; should something slip through, it can do nothing.
const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/** One route for each format of the review (RV). */
export const reviewRoutes = Object.values(formats).map((format) =>
  defineRoute({
    method: 'GET',
    path: `/api/v1/incidents/:id/review.${format.extension}`,
    summary: `The post-incident review as ${format.label}`,
    access: 'viewer',
    params: incidentParams,
    answers: format.mediaType,
    answer: async ({ parts, params: { id } }) => {
      const known = new Map(parts.everybody().map((person) => [person.id, person.name]));
      const names = (person: string) => known.get(person) ?? person;
      const text = await parts.incidents.look(id, (_doc, open) => {
        const texts = (name: string) => open.text(name).toJSON();
        return format.render(collectReview({ id, room: open.room(), texts, names }));
      });
      if (text === null) throw new Problem(404, `There is no incident ${id} here.`);
      return {
        text,
        type: format.mediaType,
        headers: { 'content-security-policy': pagePolicy },
      };
    },
  }),
);
