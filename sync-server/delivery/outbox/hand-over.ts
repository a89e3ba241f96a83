// Hands letters over: claims what is due, sends it, and marks it. Claims and marks that happen together share a
// transaction.
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import { type HandedOver, type Lane, lanes, type Letter, type LetterKind } from './letter.ts';
import type { OutboxTable } from './outbox-table.ts';

const afterBugMs = 60_000;

export type Handovers = {
  /** Marks and claims soon. */
  ask: () => void;
  /** Resolves when nothing is due and nothing is being handed over. */
  runDue: () => Promise<void>;
  /** Resolves when no letter to this recipient is being handed over. */
  whenQuiet: (recipient: string) => Promise<void>;
  /** Resolves when everything that was being handed over is marked. */
  end: () => Promise<void>;
};

type Options = {
  database: Database;
  table: OutboxTable;
  kinds: ReadonlyMap<string, LetterKind>;
  /** Whether letters may be claimed. */
  isSending: () => boolean;
  now: () => number;
  log: Log;
};
type Finished = { letter: Letter; outcome: HandedOver };
type AtWork = Map<string, { letter: Letter; lane: Lane; over: Promise<void> }>;

export function openHandovers(options: Options): Handovers {
  const { database, table, now, log } = options;
  const atWork: AtWork = new Map();
  let finished: Finished[] = [];
  let isAsked = false;

  /** One transaction marks finished letters and claims the next ones. Then the claimed letters leave. */
  const turn = () => {
    isAsked = false;
    const done = finished;
    try {
      const next = dueNow(atWork, options);
      if (done.length === 0 && next.length === 0) return;
      const claimed = database.transaction(() => {
        for (const each of done) settle(each, table, now());
        return next.filter(({ letter }) => table.claim(letter.id));
      });
      finished = finished.slice(done.length);
      for (const { letter } of done) atWork.delete(letter.id);
      for (const { letter, lane } of claimed) begin(letter, lane);
      if (done.length > 0 || finished.length > 0) ask();
    } catch (error) {
      // The disk may be full: finished letters stay in memory and are marked at the next check.
      log.error({ err: error }, 'the outbox cannot be read or written');
    }
  };
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    setImmediate(turn);
  };
  const begin = (letter: Letter, lane: Lane) => {
    const over = handOver(letter, options).then((outcome) => {
      finished.push({ letter, outcome });
      ask();
    });
    atWork.set(letter.id, { letter, lane, over });
  };
  const over = async (isTheirs: (letter: Letter) => boolean = () => true) => {
    const theirs = [...atWork.values()].filter(({ letter }) => isTheirs(letter));
    await Promise.all(theirs.map((each) => each.over));
  };

  return {
    ask,
    runDue: async () => {
      for (;;) {
        turn();
        if (atWork.size === 0) return;
        await over();
      }
    },
    whenQuiet: (recipient) => over((letter) => letter.recipient === recipient),
    end: async () => {
      await over();
      if (finished.length > 0) turn();
    },
  };
}

/** As many of each lane as may leave now. */
function dueNow(atWork: AtWork, { table, isSending, now }: Options): { letter: Letter; lane: Lane }[] {
  if (!isSending()) return [];
  return (Object.keys(lanes) as Lane[]).flatMap((lane) => {
    const busy = [...atWork.values()].filter((each) => each.lane === lane).length;
    const free = lanes[lane] - busy;
    return free <= 0 ? [] : table.due(lane, now(), free).map((letter) => ({ letter, lane }));
  });
}

/** Within the caller's transaction. */
function settle({ letter, outcome }: Finished, table: OutboxTable, at: number): void {
  outcome.settle?.();
  const { went } = outcome;
  const reason = went === 'sent' ? null : outcome.reason;
  const attempts = letter.attempts + (went === 'shut' ? 0 : 1);
  if (went === 'again' || went === 'shut')
    table.mark({ ...letter, state: 'queued', reason, attempts, nextAt: at + outcome.waitMs, endedAt: null });
  else table.mark({ ...letter, state: went, reason, attempts, endedAt: at });
}

/** Never rejects. */
async function handOver(letter: Letter, { kinds, log }: Options): Promise<HandedOver> {
  const outcome = await sendLetter(letter, { kinds, log });
  if (outcome.went === 'failed' || outcome.went === 'bounced')
    log.warn({ letter: letter.id, kind: letter.kind, reason: outcome.reason }, 'a letter was not sent');
  return outcome;
}

async function sendLetter(
  letter: Letter,
  { kinds, log }: Pick<Options, 'kinds' | 'log'>,
): Promise<HandedOver> {
  const how = kinds.get(letter.kind);
  if (how === undefined) return { went: 'failed', reason: 'this server does not know its kind' };
  try {
    return await how.send(letter);
  } catch (error) {
    log.error({ err: error, letter: letter.id }, 'a bug stopped a letter; the server tries again');
    return { went: 'again', reason: 'the server has a bug', waitMs: afterBugMs };
  }
}
