// The API's answer about a room's log (RP1).
import { z } from 'zod';

/** One page of Yjs updates, oldest first, as this server took them in. `next` is null on the last page. */
export const historyPageSchema = z.object({
  items: z.array(
    z.object({ seq: z.int(), at: z.number(), data: z.string().meta({ contentEncoding: 'base64' }) }),
  ),
  next: z.int().nullable(),
});
export type HistoryPage = z.output<typeof historyPageSchema>;
