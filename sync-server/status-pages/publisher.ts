// SP70: takes generations to the places where a page is published besides this server's own door: the newest first,
// one at a time to each place, again with the next rendering where it failed.
import type { Egress } from '../outgoing/egress.ts';
import { strikeOut } from '../forms/secret.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';
import type { Generation } from './generation.ts';
import type { StatusPage } from './records.ts';
import { placeOf, type Target } from './settings.ts';
import { publishToGit } from './targets/git.ts';
import { publishToFolder } from './targets/folder.ts';
import { publishByPut } from './targets/put.ts';
import { publishToBucket } from './targets/s3.ts';
import type { Published } from './targets/upload.ts';

export type TargetState = {
  kind: Target['kind'];
  place: string;
  /** The generation that lies there, and when it was put there; null before the first. */
  sequence: number | null;
  at: number | null;
  /** Why the last attempt failed; null when it did not. */
  problem: string | null;
};

export type Publisher = {
  /** Publishes everywhere without being waited for; what only time made new at most every five minutes. */
  take: (page: StatusPage, generation: Generation, isRoutine: boolean) => void;
  publish(page: StatusPage, generation: Generation): Promise<TargetState[]>;
  states(page: StatusPage): TargetState[];
  close(): Promise<void>;
};

const routineMs = 300_000;
const patienceMs = 60_000;

export function openPublisher(options: {
  database: Database;
  egress: Egress;
  now: () => number;
  log: Log;
}): Publisher {
  const { egress, now, log } = options;
  const { sqlite } = options.database;
  const keep = sqlite.prepare(
    `INSERT INTO status_page_targets (page, target, sequence, published_at, problem) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (page, target) DO UPDATE SET sequence = COALESCE(excluded.sequence, sequence),
       published_at = COALESCE(excluded.published_at, published_at), problem = excluded.problem`,
  );
  const read = sqlite.prepare(
    'SELECT sequence, published_at, problem FROM status_page_targets WHERE page = ? AND target = ?',
  );
  const running = new Map<string, Promise<void>>();
  const newest = new Map<string, Generation>();
  const ending = new AbortController();

  const stateOf = ({ id }: StatusPage, target: Target): TargetState => {
    type Row = { sequence: number | null; published_at: number | null; problem: string | null };
    const row = read.get(id, placeOf(target)) as Row | undefined;
    const { sequence = null, published_at: at = null, problem = null } = row ?? {};
    return { kind: target.kind, place: placeOf(target), sequence, at, problem };
  };
  const put = async (target: Target, generation: Generation): Promise<Published> => {
    const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(patienceMs)]);
    switch (target.kind) {
      case 'folder':
        return publishToFolder(target.path, generation);
      case 'put':
        return publishByPut(target, generation, { egress, signal });
      case 's3':
        return publishToBucket(target, generation, { egress, signal, now });
      case 'git':
        return publishToGit(target, generation, { egress, signal });
      default:
        return target satisfies never;
    }
  };
  const carryOut = async (page: StatusPage, target: Target, generation: Generation) => {
    try {
      const outcome = await put(target, generation);
      const isOurs = outcome === 'published';
      const problem = isOurs ? null : `a newer one lies there, with the sequence ${outcome.newer}`;
      keep.run(page.id, placeOf(target), isOurs ? generation.sequence : outcome.newer, now(), problem);
    } catch (error) {
      if (ending.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      const problem = strikeOut(secretWords(target))(reason).slice(0, 500);
      keep.run(page.id, placeOf(target), null, null, problem);
      log.warn({ page: page.id, kind: target.kind, reason: problem }, 'a status page was not published');
    }
  };
  const push = (page: StatusPage, target: Target, generation: Generation): Promise<void> => {
    const key = `${page.id} ${placeOf(target)}`;
    newest.set(key, generation);
    const run = (running.get(key) ?? Promise.resolve()).then(async () => {
      const next = newest.get(key);
      // One before took it along.
      if (next === undefined || ending.signal.aborted) return;
      newest.delete(key);
      await carryOut(page, target, next);
    });
    running.set(key, run);
    return run;
  };
  const states = (page: StatusPage) => targetsOf(page).map((target) => stateOf(page, target));

  return {
    take: (page, generation, isRoutine) => {
      for (const target of targetsOf(page)) {
        const { at, problem } = stateOf(page, target);
        if (isRoutine && problem === null && at !== null && now() - at < routineMs) continue;
        void push(page, target, generation);
      }
    },
    publish: async (page, generation) => {
      await Promise.all(targetsOf(page).map((target) => push(page, target, generation)));
      return states(page);
    },
    states,
    close: async () => {
      ending.abort();
      await Promise.all(running.values());
    },
  };
}

const targetsOf = (page: StatusPage): readonly Target[] => page.settings.targets ?? [];

function secretWords(target: Target): string[] {
  if (target.kind === 'folder') return [];
  return target.kind === 's3' ? [target.secretAccessKey] : [target.token ?? ''];
}
