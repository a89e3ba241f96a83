// SP70: publishes generations to places other than this server: the newest first, one at a time per place, and again
// soon after a failure.
import { explainFailure } from '../../delivery/channels/explain.ts';
import type { WallClock } from '../../clock.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { strikeOut } from '../../forms/secret.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { Generation } from '../page/generation.ts';
import type { Why } from './renderings.ts';
import type { StatusPage } from '../page/records.ts';
import { placeOf, secretsOf, type Target } from '../page/settings.ts';
import { publishToGit } from '../targets/git.ts';
import { publishToFolder } from '../targets/folder.ts';
import { publishByPut } from '../targets/put.ts';
import { publishToBucket } from '../targets/s3.ts';
import { publishBySsh } from '../targets/ssh.ts';
import type { Published, UploadWay } from '../targets/upload.ts';

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
const patienceMs = 60_000;
/** Waits after each failure in a row; after the last one, the next rendering is the next try. */
const retryWaits = [1_000, 5_000, 30_000];
/** How many failed generations are remembered for a place. */
const mostFailed = 100;
/** SP113: how long a desktop's generation stays in place, waiting for the update in it to arrive here. */
export const foundStaysMs = 900_000;

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
  const { clock } = options;
  const now = () => clock.now();
  const { read, keep } = targetsIn(options.database);
  const ending = new AbortController();
  const seen = createSeen({ now, madeBefore: options.madeBefore });
  const carryOut = carryOutWith({ ...options, now, keep, seen, ended: ending.signal });
  const retries = createRetries(clock);
  const stateOf = ({ id }: StatusPage, target: Target): TargetState => {
    const { sequence = null, published_at: at = null, problem = null } = read(id, target) ?? {};
    return { kind: target.kind, place: placeOf(target), sequence, at, problem };
  };
  const { push, ended } = createQueue(async (page, target, { generation, over }) => {
    const key = keyOf(page.id, target);
    const known = seen.known(key);
    // SP71: a newer generation of ours is there already.
    if (ending.signal.aborted || known > generation.sequence) return;
    // Generations that this server published meanwhile may be replaced as well, but never newer ones.
    const most = Math.min(generation.sequence, Math.max(over, known));
    if (await carryOut(page, target, { generation, over: most })) retries.forget(key);
    else if (!ending.signal.aborted) retries.plan(key, () => pushAgain(page.id, key, over));
  });
  /** With the page and its generation as they are by then. */
  const pushAgain = (id: string, key: string, over: number) => {
    const latest = options.latest(id);
    const target = latest && targetsOf(latest.page).find((each) => keyOf(id, each) === key);
    if (latest === null || !target) return;
    const { page, generation } = latest;
    const replaceable = seen.replaceable(page, target, generation);
    void push(page, target, { generation, over: Math.max(over, replaceable) });
  };
  const states = (page: StatusPage) => targetsOf(page).map((target) => stateOf(page, target));
  return {
    take: (page, generation, why) => {
      for (const target of targetsOf(page)) {
        const { at, problem } = stateOf(page, target);
        if (why === 'time' && problem === null && at !== null && now() - at < routineMs) continue;
        if (why === 'people') retries.forget(keyOf(page.id, target));
        const over = why === 'people' ? generation.sequence : seen.replaceable(page, target, generation);
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
  const planned = new Map<string, () => void>();
  const cancel = (key: string) => {
    planned.get(key)?.();
    planned.delete(key);
  };
  return {
    plan: (key: string, retry: () => void) => {
      const count = failures.get(key) ?? 0;
      const waitMs = retryWaits[count];
      failures.set(key, count + 1);
      cancel(key);
      if (waitMs !== undefined) planned.set(key, clock.after(waitMs, retry));
    },
    forget: (key: string) => {
      cancel(key);
      failures.delete(key);
    },
    close: () => {
      for (const key of planned.keys()) cancel(key);
    },
  };
}

/** Which generations this server knows at each place, and since when another server's has been there. */
function createSeen({ now, madeBefore }: { now: () => number; madeBefore: number }) {
  const known = new Map<string, number>();
  const found = new Map<string, number>();
  /** What failed may have arrived all the same: only the answer was lost, or only the last step failed. */
  const failed = new Map<string, number[]>();
  const held = new Map<string, ReadonlySet<string>>();
  return {
    failed: (key: string, sequence: number) => {
      const sequences = [...(failed.get(key) ?? []), sequence];
      // While a place stays away, the first and the last failures are the likeliest to have arrived.
      if (sequences.length > mostFailed) sequences.splice(mostFailed / 2, 1);
      failed.set(key, sequences);
    },
    hasFailed: (key: string, sequence: number) => failed.get(key)?.includes(sequence) === true,
    /** The files of the generation that this server published last at this place. */
    held: (key: string): ReadonlySet<string> => held.get(key) ?? new Set(),
    known: (key: string) => known.get(key) ?? 0,
    knows: (page: string, sequence: number) => void known.set(page, Math.max(sequence, known.get(page) ?? 0)),
    published: (key: string, { sequence, files }: Generation) => {
      known.set(key, sequence);
      held.set(key, new Set(files.keys()));
      found.delete(key);
      failed.delete(key);
    },
    foundAnother: (key: string) => {
      if (!found.has(key)) found.set(key, now());
    },
    /** The newest generation at this place that may be replaced without a person's request. */
    replaceable: ({ id }: StatusPage, target: Target, { sequence }: Generation): number => {
      const key = keyOf(id, target);
      const ours = Math.max(madeBefore, known.get(key) ?? 0, known.get(id) ?? 0);
      const isWaiting = madeBefore > 0 && now() - (found.get(key) ?? now()) < foundStaysMs;
      return isWaiting ? Math.min(sequence, ours) : sequence;
    },
  };
}

type CarryingOut = Pick<PublisherOptions, 'egress' | 'log'> & {
  now: () => number;
  keep: ReturnType<typeof targetsIn>['keep'];
  seen: ReturnType<typeof createSeen>;
  ended: AbortSignal;
};

/** Publishes at one place and stores the outcome. False when it failed; never rejects. */
const carryOutWith =
  ({ egress, now, log, keep, seen, ended }: CarryingOut) =>
  async (page: StatusPage, target: Target, { generation, over }: Offered): Promise<boolean> => {
    const key = keyOf(page.id, target);
    const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)]);
    const way = { egress, signal, now, held: seen.held(key) };
    try {
      const first = await put(target, generation, { ...way, over });
      const isOwnFailure = first !== 'published' && seen.hasFailed(key, first.newer);
      const outcome = isOwnFailure ? await put(target, generation, { ...way, over: first.newer }) : first;
      const isOurs = outcome === 'published';
      if (isOurs) seen.published(key, generation);
      else seen.foundAnother(key);
      const problem = isOurs ? null : sayNewer(outcome.newer, generation);
      const sequence = isOurs ? generation.sequence : outcome.newer;
      keep(page.id, target, { sequence, published_at: now(), problem });
      return true;
    } catch (error) {
      if (ended.aborted) return false;
      seen.failed(key, generation.sequence);
      // Our own errors say why in words; those of the network and the system have codes.
      const isOwn = error instanceof Error && !('code' in error) && !signal.aborted;
      const reason = isOwn ? error.message : explainFailure(error, signal);
      const problem = strikeOut(secretWords(target))(reason).slice(0, 500);
      keep(page.id, target, { problem });
      log.warn({ page: page.id, kind: target.kind, reason: problem }, 'a status page was not published');
      return false;
    }
  };

function put(
  target: Target,
  generation: Generation,
  { now, ...way }: UploadWay & { now: () => number },
): Promise<Published> {
  switch (target.kind) {
    case 'folder':
      return publishToFolder(target.path, generation, way.over);
    case 'put':
      return publishByPut(target, generation, way);
    case 's3':
      return publishToBucket(target, generation, { ...way, now });
    case 'git':
      return publishToGit(target, generation, way);
    case 'ssh':
      return publishBySsh(target, generation, way);
    default:
      return target satisfies never;
  }
}

/** Stores the state of the places where pages are published. */
function targetsIn(database: Database) {
  const { queries } = database;
  return {
    read: (page: string, target: Target) =>
      database.first(
        queries
          .selectFrom('status_page_targets')
          .select(['sequence', 'published_at', 'problem'])
          .where('page', '=', page)
          .where('target', '=', placeOf(target)),
      ),
    /** Omitted fields stay as they are. */
    keep: (
      page: string,
      target: Target,
      state: { sequence?: number; published_at?: number; problem: string | null },
    ) =>
      database.run(
        queries
          .insertInto('status_page_targets')
          .values({ page, target: placeOf(target), sequence: null, published_at: null, ...state })
          .onConflict((conflict) => conflict.columns(['page', 'target']).doUpdateSet(state)),
      ),
  };
}

type Offered = { generation: Generation; over: number };
const keyOf = (page: string, target: Target) => `${page} ${placeOf(target)}`;

const sayNewer = (there: number, { sequence }: Generation) =>
  there > sequence
    ? `a newer one lies there, with the sequence ${there}. It stays for now: “Publish now” replaces it`
    : `somebody else published there meanwhile, with the sequence ${there}. It stays for now: “Publish now” replaces it`;

const targetsOf = (page: StatusPage): readonly Target[] => page.settings.targets ?? [];

function secretWords(target: Target): string[] {
  const values: Readonly<Record<string, unknown>> = target;
  return secretsOf[target.kind].flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [value] : [];
  });
}
