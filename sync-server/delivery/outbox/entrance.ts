// Chooses the next letters of a lane: those that are due, still wanted, and whose channel takes another one.
import type { Log } from '../../sync/rooms.ts';
import type { Gate } from './channel-gate.ts';
import { type Lane, lanes, type Letter, type LetterKind, type Unwanted } from './letter.ts';
import type { OutboxTable } from './outbox-table.ts';

/** A check reads more than there are hands for, because some channels may take nothing. */
const readAhead = 4;

/** A letter to claim; with `unwanted` it ends without a handover. */
export type Chosen = { letter: Letter; unwanted: Unwanted | null };

export type Entrance = {
  /** Letters whose question is answered; with `looks` also those due now. `busy` is how many hands are at work. */
  next: (busy: number, looks: boolean) => Chosen[];
  /** Gives its place in the channel to others. Call it when a chosen letter is over, or was not claimed. */
  leave: (letter: Letter) => void;
  /** The questions that wait for an answer. */
  atWork: () => Promise<void>[];
};

export type EntranceOptions = {
  table: OutboxTable;
  kinds: ReadonlyMap<string, LetterKind>;
  gate: Gate;
  /** Asks for another turn, soon. */
  ask: () => void;
  now: () => number;
  log: Log;
};

export function openEntrance(lane: Lane, options: EntranceOptions): Entrance {
  const { table, kinds, gate, now } = options;
  const leave = ({ channel }: Letter) => {
    if (channel !== null) gate.leave(lane, channel.id);
  };
  const questions = openQuestions(options, leave);
  const mayEnter = ({ channel, kind }: Letter) =>
    channel === null || gate.enter(lane, channel.id, kinds.get(kind)?.perMinute?.(channel) ?? Infinity);

  /** Up to `free` letters, which then have their place in their channel. */
  const due = (free: number, besides: readonly Chosen[]): Letter[] => {
    if (free <= 0) return [];
    const known = new Set([...questions.letters(), ...besides.map(({ letter }) => letter.id)]);
    const limit = known.size + free * readAhead;
    const found = table.due(lane, now(), { limit, except: gate.closed(lane) });
    const taken: Letter[] = [];
    for (const letter of found)
      if (taken.length < free && !known.has(letter.id) && mayEnter(letter)) taken.push(letter);
    return taken;
  };

  return {
    next: (busy, looks) => {
      const chosen = questions.answered();
      const free = lanes[lane] - busy - questions.letters().length - chosen.length;
      const taken = looks ? due(free, chosen) : [];
      questions.forgetAnswered();
      for (const letter of taken) {
        const mayLeave = kinds.get(letter.kind)?.mayLeave;
        if (mayLeave === undefined) chosen.push({ letter, unwanted: null });
        else questions.begin(letter, mayLeave);
      }
      return chosen;
    },
    leave,
    atWork: questions.atWork,
  };
}

/** Asks whether letters may leave. On disk such a letter is still queued, so that it can be cancelled. */
function openQuestions({ ask, log }: EntranceOptions, leave: (letter: Letter) => void) {
  const asking = new Map<string, Promise<void>>();
  let answered: Chosen[] = [];
  const question = async (letter: Letter, mayLeave: NonNullable<LetterKind['mayLeave']>) => {
    try {
      const unwanted = await mayLeave(letter);
      answered.push({ letter, unwanted });
      ask();
    } catch (error) {
      leave(letter);
      log.error({ err: error, letter: letter.id }, 'a bug stopped a letter; the server tries again');
    } finally {
      asking.delete(letter.id);
    }
  };
  return {
    begin: (letter: Letter, mayLeave: NonNullable<LetterKind['mayLeave']>) =>
      void asking.set(letter.id, question(letter, mayLeave)),
    letters: () => [...asking.keys()],
    answered: () => answered,
    forgetAnswered: () => {
      answered = [];
    },
    atWork: () => [...asking.values()],
  };
}
