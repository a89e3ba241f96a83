import { z } from 'zod';
import { statuses } from '#room/facts/fact.ts';
import { ask } from './ask.ts';
import type { ForwardTarget } from './forward.ts';
import type { Listed } from './incident-index.ts';

// One incident is at most some 10 kB of a page.
const pageLength = 200;
const mostOfPage = 8 * 1024 * 1024;

const pageSchema = z.object({
  items: z.array(
    z.looseObject({ id: z.string(), status: z.enum(statuses), factCount: z.number(), lastNoted: z.number() }),
  ),
  next: z.string().nullable(),
});

/** SE1: all incidents that the upstream shows us, in pages. Rejects when it could not be asked. */
export async function* readListed(target: ForwardTarget): AsyncGenerator<readonly Listed[]> {
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`;
    const path = `/api/v1/incidents?limit=${pageLength}${from}`;
    const page: z.output<typeof pageSchema> = await ask(target, path, pageSchema, mostOfPage);
    yield page.items;
    cursor = page.next;
  } while (cursor !== null);
}
