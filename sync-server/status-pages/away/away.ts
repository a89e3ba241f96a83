// SP110, SP111: a desktop's server publishes the team's pages while the team's server is away. It keeps the data it
// needs while the team's server is reachable, and hands its updates over when that is back (follow-team.ts).
import { writerOf } from '../../incidents/writer.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { Database } from '../../storage/database.ts';
import { makeGeneration } from '../page/generation.ts';
import { tellRoom } from '../updates/new-update.ts';
import type { KeptUpdate } from '../updates/published-updates.ts';
import type { Publisher, TargetState } from '../publishing/publisher.ts';
import { openSequence, type Sequence } from '../publishing/sequence.ts';
import { placeOf } from '../page/settings.ts';
import type { StatusPageInput } from '../page/whole-page.ts';
import { openAwayStore, type AwayStore, type OwnUpdate } from './away-store.ts';
import { againMs, followTeam } from './follow-team.ts';
import { inputWhileAway, type KeptPage, mergeUpdates } from './kept-page.ts';
import { openOwnFolders, type OwnFolders, reachOf, whyNotThere } from './own-folders.ts';

export type AwayPublished = { sequence: number; renderedAt: number; targets: TargetState[] };

export type Away = {
  list(): readonly KeptPage[];
  /** Null when there is no such page, or this desktop may not publish it. */
  find(id: string): KeptPage | null;
  /** The team's and this desktop's updates, oldest first. */
  updates(kept: KeptPage): KeptUpdate[];
  isWaiting(update: string): boolean;
  /** The page's current input. */
  input(kept: KeptPage): StatusPageInput;
  /** On disk when it returns; the room is told and the page published even if the process stops right after. */
  add(own: OwnUpdate): void;
  /** `isOver`: also replaces a generation from somebody else that this desktop does not know. */
  publish(kept: KeptPage, how?: { isOver: boolean }): Promise<AwayPublished>;
  states(kept: KeptPage): TargetState[];
  folders: OwnFolders;
  /** The page with the places this desktop can reach, and those it cannot. */
  reach(kept: KeptPage): ReturnType<typeof reachOf>;
  close(): Promise<void>;
};

type Options = Omit<Parameters<typeof followTeam>[0], 'store' | 'whileAway'> & {
  database: Database;
  publisher: Publisher;
  incidents: Incidents;
  now: () => number;
};

const routineMs = 300_000;

/** Opens it on a replica and follows the team's server at once. */
export function openAway(options: Options): Away {
  const { publisher, now } = options;
  const store = openAwayStore(options.database);
  const folders = openOwnFolders(options.database);
  const reach = (kept: KeptPage) => reachOf(kept, folders);
  const sequence = openSequence(options.database, now);
  const publishedAt = new Map<string, number>();
  const publish = makePublish({ publisher, now, store, reach, sequence, publishedAt });
  const publishWaiting = makePublishWaiting(options, { store, reach, publish, publishedAt });
  const following = followTeam({ ...options, store, whileAway: publishWaiting });

  return {
    list: () => store.list(),
    find: (id) => store.find(id),
    updates: (kept) => mergeUpdates(kept.updates, ownOf(store, kept)),
    isWaiting: (id) => store.waiting().some(({ update }) => update.id === id),
    input: (kept) =>
      inputWhileAway(kept, { own: ownOf(store, kept), now: now(), sequence: kept.input.sequence }),
    add: (own) => {
      store.add(own);
      following.soon(againMs);
    },
    publish,
    states: (kept) => {
      const reached = reach(kept);
      return [...publisher.states(reached.page), ...leftOut(reached)];
    },
    folders,
    reach,
    close: () => following.close(),
  };
}

const ownOf = (store: AwayStore, { page }: KeptPage) => store.waiting(page.id).map(({ update }) => update);

type Publishing = {
  publisher: Publisher;
  now: () => number;
  store: AwayStore;
  reach: Away['reach'];
  sequence: Sequence;
  /** When each page was last published from here. */
  publishedAt: Map<string, number>;
};

function makePublish({ publisher, now, store, reach, sequence, publishedAt }: Publishing) {
  const publish: Away['publish'] = async (kept, { isOver } = { isOver: false }) => {
    const { renderStatusPage, contentTypeOf } = await import('../page/whole-page.ts');
    const { page } = kept;
    const known = newestKnown(store, kept);
    sequence.raise(known);
    const next = sequence.next();
    const input = inputWhileAway(kept, { own: ownOf(store, kept), now: now(), sequence: next });
    const generation = makeGeneration({ renderStatusPage, contentTypeOf }, input);
    publishedAt.set(page.id, now());
    const missing = new Map<string, string>();
    const reached = reach(kept);
    for (const each of reached.own) {
      const why = await whyNotThere(each, page);
      if (why !== null) missing.set(placeOf(each), why);
    }
    const there = (reached.page.settings.targets ?? []).filter((each) => !missing.has(placeOf(each)));
    const settings = { ...page.settings, targets: there };
    const targets = await publisher.publish({ ...page, settings }, generation, {
      over: isOver ? next : known,
    });
    const newest = Math.max(...targets.map((each) => each.sequence ?? 0));
    if (isOver && newest > next && sequence.last() === next) {
      sequence.raise(newest);
      return publish(kept, { isOver });
    }
    if (targets.some((each) => each.sequence === next)) store.published(page.id, next);
    return {
      sequence: next,
      renderedAt: generation.renderedAt,
      targets: [...targets, ...notMounted(missing), ...leftOut(reached)],
    };
  };
  return publish;
}

/** The newest generation of the page that this desktop knows, the team's or its own. */
function newestKnown(store: AwayStore, { page, input }: KeptPage): number {
  const ours = store.waiting(page.id).map((each) => each.sequence ?? 0);
  return Math.max(input.sequence, ...ours);
}

type Waiting = Pick<Publishing, 'store' | 'reach' | 'publishedAt'> & Pick<Away, 'publish'>;

/** Tells rooms and publishes what a crash interrupted, and repeats every five minutes (SP30). */
function makePublishWaiting(options: Options, { store, reach, publish, publishedAt }: Waiting) {
  return async () => {
    const waiting = store.waiting();
    for (const each of waiting) {
      const kept = store.find(each.page);
      if (kept !== null) await tellRoom(options, { ...each, page: kept.page, writer: writerOf(each.caller) });
    }
    for (const page of new Set(waiting.map((each) => each.page))) {
      const kept = store.find(page);
      if (kept === null || reach(kept).page.settings.targets?.length === 0) continue;
      const isUntold = waiting.some((each) => each.page === page && each.sequence === null);
      if (isUntold || options.now() - (publishedAt.get(page) ?? 0) >= routineMs) await publish(kept);
    }
  };
}

const notMounted = (missing: ReadonlyMap<string, string>): TargetState[] =>
  [...missing].map(([place, problem]) => ({ kind: 'folder', place, sequence: null, at: null, problem }));

const leftOut = (kept: Pick<KeptPage, 'leftOut'>): TargetState[] =>
  kept.leftOut.map(({ kind, place }) => ({
    kind,
    place,
    sequence: null,
    at: null,
    problem: 'only the team’s own server reaches this place',
  }));
