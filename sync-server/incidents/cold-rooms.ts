// OP30: packs the logs of rooms closed long ago, one after the other, with a pause in between.
import { roomName } from '#wire/document-name.ts';
import type { WallClock } from '../clock.ts';
import type { ColdLogs } from '../sync/store/cold-logs.ts';
import type { Log } from '../sync/rooms.ts';
import type { Incidents } from './incidents.ts';

const dayMs = 86_400_000;
/** First pass soon after the start, then once a day. */
export const firstPassMs = 10 * 60_000;
const passEveryMs = dayMs;
const pauseMs = 200;

type Options = {
  incidents: Pick<Incidents, 'list'>;
  coldLogs: Pick<ColdLogs, 'cover' | 'pack'>;
  /** Days since the last entry; null: never. */
  afterDays: number | null;
  clock: WallClock;
  log: Log;
};

/** On the primary only. A failure is tried again in the next pass. */
export function packColdRooms({ incidents, coldLogs, afterDays, clock, log }: Options): { stop(): void } {
  if (afterDays === null) return { stop: () => undefined };
  let cancel: (() => void) | null = null;
  const sum = { rooms: 0, bytesBefore: 0, bytesAfter: 0 };

  const pack = (waiting: string[]) => {
    const id = waiting.shift();
    if (id === undefined) {
      if (sum.rooms > 0) log.info({ ...sum }, 'packed the logs of idle rooms');
      Object.assign(sum, { rooms: 0, bytesBefore: 0, bytesAfter: 0 });
      cancel = clock.after(passEveryMs, begin);
      return;
    }
    try {
      const document = roomName(id);
      coldLogs.cover(document);
      const packed = coldLogs.pack(document);
      if (packed !== null) {
        sum.rooms += 1;
        sum.bytesBefore += packed.bytesBefore;
        sum.bytesAfter += packed.bytesAfter;
      }
    } catch (error) {
      log.warn({ err: error, incident: id }, 'the log of a room could not be packed');
    }
    cancel = clock.after(pauseMs, () => pack(waiting));
  };
  const begin = () => {
    const before = clock.now() - afterDays * dayMs;
    pack(
      incidents.list().flatMap(({ id, status, lastNoted }) => {
        return status === 'closed' && lastNoted < before ? [id] : [];
      }),
    );
  };
  cancel = clock.after(firstPassMs, begin);
  return { stop: () => cancel?.() };
}
