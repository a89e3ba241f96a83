// SP70: publishes generations to places other than this server: the newest first, one at a time per place, and again
// soon after a failure.
import { openTimers, type WallClock } from '../../clock.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { Generation } from '../page/generation.ts';
import type { Why } from './renderings.ts';
import type { StatusPage } from '../page/records.ts';
import { placeOf, type Target } from '../page/settings.ts';
import { keyOf, placesIn, publishWith, type Offered } from './publish-at.ts';
import { createSeen } from './seen-generations.ts';

export type TargetState = {
  kind: Target['kind'];
  place: string;
  /** The generation at this place, and when it was put there; null before the first. */
  sequence: number | null;
  at: number | null;
  /** Why the last attempt failed; null after a success. */
  problem: string | null;
};

export type Publisher = {
  /**
   * Publishes to all places in the background; changes by time alone at most every five minutes. SP113: a generation
   * from somebody else stays for a while, unless people changed something.
   */
  take: (page: StatusPage, generation: Generation, why: Why) => void;
  /**
   * `over`: the newest generation that may be replaced; without it, any older than this one. `place`: only there.
   * Returns the state of every place.
   */
  publish(
    page: StatusPage,
    generation: Generation,
    how?: { over?: number; place?: string },
  ): Promise<TargetState[]>;
  /** This server knows the content of all generations up to this one, so they may be replaced. */
  knows(page: string, sequence: number): void;
  states(page: StatusPage): TargetState[];
  close(): Promise<void>;
};

const routineMs = 300_000;
/** Waits after each failure in a row; after the last one, the next rendering is the next try. */
const retryWaits = [1_000, 5_000, 30_000];

type PublisherOptions = {
  database: Database;
  egress: Egress;
  clock: WallClock;
  log: Log;
  /** The newest generation that this server made before its start; 0 before the first, and on a replica. */
  madeBefore: number;
  /** The page as it is now, for another try; null when it is closed, or its next generation is not ready. */
  latest: (page: string) => { page: StatusPage; generation: Generation } | null;
};

export function openPublisher(options: PublisherOptions): Publisher {
  const { clock, latest } = options;
  const now = () => clock.now();
  const { read, keep } = placesIn(options.database);
  const ending = new AbortController();
  const seen = createSeen({ now, madeBefore: options.madeBefore });
  const publishAt = publishWith({ ...options, now, keep, seen, ended: ending.signal });
  const retries = createRetries(clock);
  const stateOf = ({ id }: StatusPage, target: Target): TargetState => {
    const { sequence = null, published_at: at = null, problem = null } = read(id, target) ?? {};
    return { kind: target.kind, place: placeOf(target), sequence, at, problem };
  };
  const { push, ended } = queuePublications({ publishAt, seen, retries, latest, signal: ending.signal });
  const states = (page: StatusPage) => targetsOf(page).map((target) => stateOf(page, target));
  return {
    take: (page, generation, why) => {
      for (const target of targetsOf(page)) {
        const key = keyOf(page.id, target);
        const { at, problem } = stateOf(page, target);
        if (why === 'time' && problem === null && at !== null && now() - at < routineMs) continue;
        if (why === 'people') retries.forget(key);
        const over = why === 'people' ? generation.sequence : seen.replaceable(page.id, key, generation);
        void push(page, target, { generation, over });
      }
    },
    publish: async (page, generation, { over = generation.sequence, place } = {}) => {
      const there = targetsOf(page).filter((target) => place === undefined || placeOf(target) === place);
      for (const target of there) retries.forget(keyOf(page.id, target));
      await Promise.all(there.map((target) => push(page, target, { generation, over })));
      return states(page);
    },
    knows: seen.knows,
    states,
    close: async () => {
      ending.abort();
      retries.close();
      await ended();
    },
  };
}

type Publications = Pick<PublisherOptions, 'latest'> & {
  publishAt: ReturnType<typeof publishWith>;
  seen: ReturnType<typeof createSeen>;
  retries: ReturnType<typeof createRetries>;
  signal: AbortSignal;
};

/** Publications one after the other, each tried again soon after a failure. */
function queuePublications({ publishAt, seen, retries, signal, latest }: Publications) {
  const queue = createQueue(async (page, target, { generation, over }) => {
    const key = keyOf(page.id, target);
    const known = seen.known(key);
    // SP71: a newer generation of ours is there already.
    if (signal.aborted || known > generation.sequence) return;
    // Generations that this server published meanwhile may be replaced as well, but never newer ones.
    const most = Math.min(generation.sequence, Math.max(over, known));
    if (await publishAt(page, target, { generation, over: most })) retries.forget(key);
    else if (!signal.aborted) retries.plan(key, () => pushAgain(page.id, key, over));
  });
  /** With the page and its generation as they are by then. */
  const pushAgain = (id: string, key: string, over: number) => {
    const present = latest(id);
    const target = present && targetsOf(present.page).find((each) => keyOf(id, each) === key);
    if (present === null || !target) return;
    const { page, generation } = present;
    const replaceable = seen.replaceable(id, key, generation);
    void queue.push(page, target, { generation, over: Math.max(over, replaceable) });
  };
  return queue;
}

type Work = (page: StatusPage, target: Target, offered: Offered) => Promise<void>;

/** One publication at a time per place; of several that wait, the newest generation. */
function createQueue(work: Work) {
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Offered>();
  const push: Work = (page, target, offered) => {
    const key = keyOf(page.id, target);
    const before = waiting.get(key);
    const isOlder = before !== undefined && before.generation.sequence > offered.generation.sequence;
    const { generation } = isOlder ? before : offered;
    // A person's decision to replace stays valid when a newer automatic generation takes over.
    waiting.set(key, { generation, over: Math.max(offered.over, before?.over ?? 0) });
    const run = (running.get(key) ?? Promise.resolve()).then(async () => {
      const next = waiting.get(key);
      // An earlier run has already published it.
      if (next === undefined) return;
      waiting.delete(key);
      await work(page, target, next);
    });
    running.set(key, run);
    return run;
  };
  return { push, ended: () => Promise.all(running.values()) };
}

/** Plans the next try of each place that failed. */
function createRetries(clock: WallClock) {
  const failures = new Map<string, number>();
  const tries = openTimers(clock);
  return {
    plan: (key: string, retry: () => void) => {
      const count = failures.get(key) ?? 0;
      const waitMs = retryWaits[count];
      failures.set(key, count + 1);
      if (waitMs === undefined) tries.cancel(key);
      else tries.set(key, waitMs, retry);
    },
    forget: (key: string) => {
      tries.cancel(key);
      failures.delete(key);
    },
    close: tries.close,
  };
}

const targetsOf = (page: StatusPage): readonly Target[] => page.settings.targets ?? [];
