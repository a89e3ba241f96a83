import { z } from 'zod';
import { historyPageSchema } from '#wire/api/history.ts';
import type { LoggedUpdate } from '../../sync/store/document-store.ts';
import { Problem } from '../../http/problem.ts';
import { routesTaking } from '../../http/route.ts';
import { incidentParams } from '../../http/shapes.ts';
import type { Incidents } from '../../incidents/incidents.ts';

type Takes = {
  incidents: Incidents;
};
const defineRoute = routesTaking<Takes>();

const readAtOnce = 16;
const mostUpdates = 2_000;
/** A single larger update still goes out alone, so that every page makes progress. */
const mostBytes = 2 * 1024 * 1024;

/** RP1: one page of the room's log as this server has it. */
export const historyRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/incidents/:id/history',
    summary: 'The Yjs updates of a room and when this server received them, oldest first, in pages',
    access: 'viewer',
    params: incidentParams,
    query: z.object({
      after: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(mostUpdates).default(mostUpdates),
    }),
    answers: historyPageSchema,
    answer: async ({ parts, params: { id }, query: { after, limit } }) => {
      const page = await readPage((from, most) => parts.incidents.history(id, from, most), { after, limit });
      if (page === null) throw new Problem(404, `There is no incident ${id} here.`);
      const items = page.updates.map(({ seq, at, data }) => ({
        seq,
        at,
        data: Buffer.from(data).toString('base64'),
      }));
      return { body: { items, next: page.isLast ? null : (items.at(-1)?.seq ?? null) } };
    },
  }),
];

type Read = (after: number, most: number) => Promise<readonly LoggedUpdate[] | null>;

/** Reads a few at a time: an update may be megabytes, and memory should hold only what is sent. */
async function readPage(
  read: Read,
  { after, limit }: { after: number; limit: number },
): Promise<{ updates: readonly LoggedUpdate[]; isLast: boolean } | null> {
  const updates: LoggedUpdate[] = [];
  let bytes = 0;
  for (;;) {
    const asked = Math.min(readAtOnce, limit - updates.length);
    const some = await read(updates.at(-1)?.seq ?? after, asked);
    if (some === null) return null;
    for (const update of some) {
      bytes += update.data.length;
      if (bytes > mostBytes && updates.length > 0) return { updates, isLast: false };
      updates.push(update);
    }
    if (some.length < asked) return { updates, isLast: true };
    if (updates.length === limit) return { updates, isLast: false };
  }
}
