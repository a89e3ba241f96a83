// SP70: publishes a generation at one place and stores the outcome.
import { sayMoment } from '#room/time/time.ts';
import { explainFailure } from '../../delivery/channels/explain.ts';
import { strikeOut } from '../../forms/secret.ts';
import type { Egress } from '../../outgoing/egress.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import type { Generation } from '../page/generation.ts';
import type { StatusPage } from '../page/records.ts';
import { placeOf, secretsOf, type Target } from '../page/settings.ts';
import { publishToFolder } from '../targets/folder.ts';
import { publishToGit } from '../targets/git.ts';
import { publishByPut } from '../targets/put.ts';
import { publishToBucket } from '../targets/s3.ts';
import { publishBySsh } from '../targets/ssh.ts';
import type { Published, UploadWay } from '../targets/upload.ts';
import { patienceMs, type SeenGenerations } from './seen-generations.ts';

/** `over`: the newest generation that may be replaced. */
export type Offered = { generation: Generation; over: number };
export const keyOf = (page: string, target: Target) => `${page} ${placeOf(target)}`;

type PublishingAt = {
  egress: Egress;
  log: Log;
  now: () => number;
  keep: PlaceStates['keep'];
  seen: SeenGenerations;
  ended: AbortSignal;
};

/** Publishes at one place and stores the outcome. False when it failed; never rejects. */
export const publishWith =
  ({ egress, now, log, keep, seen, ended }: PublishingAt) =>
  async (page: StatusPage, target: Target, { generation, over }: Offered): Promise<boolean> => {
    const key = keyOf(page.id, target);
    const signal = AbortSignal.any([ended, AbortSignal.timeout(patienceMs)]);
    const isDead = (sequence: number) => seen.isDead(key, sequence);
    const way = { egress, signal, now, held: seen.held(key), isDead };
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

type PlaceStates = ReturnType<typeof placesIn>;

/** Stores the state of the places where pages are published. */
export function placesIn(database: Database) {
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

/** A sequence is the time in milliseconds, or a little more (SP65). */
const sayNewer = (there: number, { sequence }: Generation) => {
  const version = there > sequence ? 'a newer version is there' : 'somebody else published there meanwhile';
  return `${version}, from ${sayMoment(there)}. It stays for now: “Publish now” replaces it`;
};

function secretWords(target: Target): string[] {
  const values: Readonly<Record<string, unknown>> = target;
  return secretsOf[target.kind].flatMap((name) => {
    const value = values[name];
    return typeof value === 'string' ? [value] : [];
  });
}
