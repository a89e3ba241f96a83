// One lane of the outbox: claims letters that may leave, hands them over, and marks them. Claims and marks that happen together
// share a transaction. No lane shares one with another, so that trouble in one stops no other.
import type { Database } from '../../storage/database.ts';
import { type Chosen, type EntranceOptions, openEntrance } from './entrance.ts';
import type { HandedOver, Lane, Letter } from './letter.ts';
import { settled, turnedAway } from './settle.ts';

const afterBugMs = 60_000;

export type OpenLane = {
  /**
   * Marks letters whose handover is over. With `claims` it also claims chosen letters, and with `looks` it chooses
   * among those due now. Never throws.
   */
  turn: (how: { claims: boolean; looks: boolean }) => void;
  /** The handovers under way, and the questions under way whether a letter may leave. */
  atWork: () => Promise<void>[];
  /** The handovers to this recipient. */
  handingTo: (recipient: string) => Promise<void>[];
  /** When the due letters were last checked and claimed without an error, in epoch ms; null before that. */
  lookedAt: () => number | null;
};

export type LaneOptions = EntranceOptions & { database: Database };

type Finished = { letter: Letter; outcome: HandedOver };
type HandingOver = { letter: Letter; over: Promise<void> };

export function openLane(lane: Lane, options: LaneOptions): OpenLane {
  const { kinds, gate, ask, now, log } = options;
  const entrance = openEntrance(lane, options);
  const handing = new Map<string, HandingOver>();
  let finished: Finished[] = [];
  let lookedAt: number | null = null;

  const begin = (letter: Letter) => {
    const over = handOver(letter, options).then((outcome) => {
      handing.delete(letter.id);
      entrance.leave(letter);
      const { holdMs } = outcome;
      if (holdMs !== undefined && letter.channel !== null) gate.block(letter.channel.id, holdMs);
      finished.push({ letter, outcome });
      ask();
    });
    handing.set(letter.id, { letter, over });
  };

  return {
    turn: ({ claims, looks }) => {
      let chosen: Chosen[] = [];
      try {
        chosen = entrance.next(handing.size, looks);
        const { leaving, marked } = write(finished, claims ? chosen : [], options);
        finished = [];
        chosen = chosen.filter(({ letter }) => !leaving.includes(letter));
        leaving.forEach(begin);
        for (const letter of marked) kinds.get(letter.kind)?.marked?.(letter);
        if (looks) lookedAt = now();
      } catch (error) {
        // The disk may be full. Finished letters stay in memory and are marked at the next check; what was not claimed
        // is still queued.
        log.error({ err: error, lane }, 'the outbox cannot be read or written');
      }
      for (const { letter } of chosen) entrance.leave(letter);
    },
    atWork: () => [...entrance.atWork(), ...[...handing.values()].map(({ over }) => over)],
    handingTo: (recipient) =>
      [...handing.values()].filter(({ letter }) => letter.recipient === recipient).map(({ over }) => over),
    lookedAt: () => lookedAt,
  };
}

/** Marks and claims, in one transaction. Returns what leaves now, and every letter in its new state. */
function write(
  done: readonly Finished[],
  chosen: readonly Chosen[],
  { database, table, now }: LaneOptions,
): { leaving: Letter[]; marked: Letter[] } {
  if (done.length === 0 && chosen.length === 0) return { leaving: [], marked: [] };
  return database.transaction(() => {
    const after = done.map(({ letter, outcome }) => {
      outcome.settle?.();
      return settled(letter, outcome, now());
    });
    const leaving: Letter[] = [];
    for (const { letter, unwanted } of chosen) {
      // False if it was cancelled meanwhile.
      if (!table.claim(letter.id)) continue;
      if (unwanted === null) leaving.push(letter);
      else after.push(turnedAway(letter, unwanted, now()));
    }
    return { leaving, marked: after.filter(table.mark) };
  });
}

/** Never rejects. */
async function handOver(letter: Letter, { kinds, log }: LaneOptions): Promise<HandedOver> {
  const how = kinds.get(letter.kind);
  if (how === undefined) return { went: 'failed', reason: 'this server does not know its kind' };
  try {
    return await how.send(letter);
  } catch (error) {
    log.error({ err: error, letter: letter.id }, 'a bug stopped a letter; the server tries again');
    return { went: 'again', reason: 'the server has a bug', waitMs: afterBugMs };
  }
}
