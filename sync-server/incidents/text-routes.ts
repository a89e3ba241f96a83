// CM11: texts of a room for scripts, which have no socket to type through.
import { z } from 'zod';
import { Problem } from '../http/problem.ts';
import { routesTaking } from '../http/route.ts';
import { incidentParams } from '../http/shapes.ts';
import type { Incidents } from './incidents.ts';
import { writerOf } from './writer.ts';

type Takes = { incidents: Incidents };
const defineRoute = routesTaking<Takes>();

const mostCharacters = 100_000;
const text = z.string().max(mostCharacters, `at most ${mostCharacters} characters`);

export const textRoutes = [
  defineRoute({
    method: 'PUT',
    path: '/api/v1/incidents/:id/texts/:name',
    summary:
      'Write a text of the room: `summary`, `draft/<draft>` or one of its review. `before` is what it replaces',
    access: 'responder',
    params: incidentParams.extend({ name: z.string().min(1).max(200) }),
    body: z.strictObject({ text, before: text.default('') }),
    answers: z.object({ name: z.string(), text: z.string() }),
    answer: async ({ parts, params: { id, name }, body, caller }) => {
      const written = await parts.incidents.writeText(id, { name, ...body }, writerOf(caller));
      if (written === null) throw new Problem(404, `There is no incident ${id} here.`);
      if (written === 'no-text') throw new Problem(404, `This incident has no text “${name}”.`);
      if (written === 'changed')
        throw new Problem(412, 'The text is another one by now. Read it again, then decide.');
      return { body: { name, text: body.text } };
    },
  }),
];
