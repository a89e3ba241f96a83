import { z } from 'zod';
import type { ExpectedVersion } from '../storage/expected-version.ts';
import type { Identity } from '../sync/identity.ts';
import type { Problem } from './problem.ts';
import { type Answer, routesTaking, type Route } from './route.ts';
import { idParams, listOf, readOnly } from './shapes.ts';

type Kept<S> = { id: string; version: number; settings: S };
type Shelf<S, Item, Refusal> = {
  list(): readonly Item[];
  find(id: string): Item | null;
  add(settings: S): Promise<Item | Refusal>;
  change(id: string, settings: S, version: ExpectedVersion): Promise<Item | Refusal>;
  remove(id: string, version: ExpectedVersion): Promise<'removed' | Refusal>;
};

export type ShelfRoutes<Takes, S, Item extends Kept<S>, Refusal> = {
  /** `/api/v1/…`, without a slash at the end. */
  path: string;
  summaries: Record<'list' | 'add' | 'one' | 'change' | 'remove', string>;
  /** Who may change them; owners by default. */
  writes?: 'owner' | 'responder';
  /** The schema of the request body. */
  schema: z.ZodObject & z.ZodType<S>;
  /** Read-only fields that an answer adds to the settings and the id; ignored when sent back. */
  adds?: z.ZodRawShape;
  shelf: (parts: Takes) => Shelf<S, Item, Refusal | 'unknown'>;
  show: (item: Item, call: { parts: Takes; caller: Identity }) => Record<string, unknown>;
  /** Returns the settings to keep, or throws a Problem that names the faults. `before` is null for a new item. */
  check?: (settings: S, before: Item | null, parts: Takes) => S | Promise<S>;
  /** Throws a Problem when another item still needs it. */
  checkRemoval?: (id: string, parts: Takes) => void;
  refused: (refusal: Refusal | 'unknown') => Problem;
  /** Answers on a replica while its upstream is away; null when it cannot. */
  whileAway?: {
    list: (call: { parts: Takes }) => Promise<Answer | null> | Answer | null;
    one?: (call: { parts: Takes; params: { id: string } }) => Answer | null;
  };
};

/** HT3: the five routes of a collection that owners configure and everybody reads. */
export function shelfRoutes<Takes, S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<Takes, S, Item, Refusal>,
): readonly Route<Takes>[] {
  const shown = options.schema.extend({ id: z.string(), ...options.adds });
  return [
    listRoute(options, shown),
    addRoute(options, shown),
    oneRoute(options, shown),
    changeRoute(options, shown),
    removeRoute(options),
  ];
}

function listRoute<Takes, S, Item extends Kept<S>, Refusal>(
  { path, summaries, shelf, show, whileAway }: ShelfRoutes<Takes, S, Item, Refusal>,
  shown: z.ZodType,
): Route<Takes> {
  return routesTaking<Takes>()({
    method: 'GET',
    path,
    summary: summaries.list,
    access: 'viewer',
    isForwarded: true,
    answers: listOf(shown),
    answer: (call) => ({
      body: {
        items: shelf(call.parts)
          .list()
          .map((item) => show(item, call)),
      },
    }),
    ...(whileAway && { whileAway: whileAway.list }),
  });
}

function addRoute<Takes, S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<Takes, S, Item, Refusal>,
  shown: z.ZodType,
): Route<Takes> {
  const { path, schema, shelf, show } = options;
  return routesTaking<Takes>()({
    method: 'POST',
    path,
    summary: options.summaries.add,
    access: options.writes ?? 'owner',
    isForwarded: true,
    body: schema,
    status: 201,
    answers: shown,
    answer: async (call) => {
      const settings = await checked(call.body, null, call.parts, options);
      const added = itemOf<Takes, S, Item, Refusal>(await shelf(call.parts).add(settings), options);
      return { body: show(added, call), location: `${path}/${added.id}`, version: added.version };
    },
  });
}

function oneRoute<Takes, S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<Takes, S, Item, Refusal>,
  shown: z.ZodType,
): Route<Takes> {
  const { path, summaries, show, whileAway } = options;
  return routesTaking<Takes>()({
    method: 'GET',
    path: `${path}/:id`,
    summary: summaries.one,
    access: 'viewer',
    isForwarded: true,
    params: idParams,
    answers: shown,
    answer: (call) => {
      const item = find(call.params.id, call.parts, options);
      return { body: show(item, call), version: item.version };
    },
    ...(whileAway?.one && { whileAway: whileAway.one }),
  });
}

function changeRoute<Takes, S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<Takes, S, Item, Refusal>,
  shown: z.ZodType,
): Route<Takes> {
  const { path, schema, shelf, show } = options;
  const extras = ['id', ...Object.keys(options.adds ?? {})];
  return routesTaking<Takes>()({
    method: 'PUT',
    path: `${path}/:id`,
    summary: options.summaries.change,
    access: options.writes ?? 'owner',
    isForwarded: true,
    params: idParams,
    // Read-only fields may be sent back unchanged.
    body: schema.extend(Object.fromEntries(extras.map((name) => [name, readOnly]))),
    answers: shown,
    answer: async (call) => {
      const { parts, params, body, version } = call;
      const given = Object.fromEntries(Object.entries(body).filter(([name]) => !extras.includes(name)));
      const before = find(params.id, parts, options);
      const settings = await checked(given as S, before, parts, options);
      const changed = itemOf<Takes, S, Item, Refusal>(
        await shelf(parts).change(params.id, settings, version),
        options,
      );
      return { body: show(changed, call), version: changed.version };
    },
  });
}

function removeRoute<Takes, S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<Takes, S, Item, Refusal>,
): Route<Takes> {
  const { path, shelf, refused } = options;
  return routesTaking<Takes>()({
    method: 'DELETE',
    path: `${path}/:id`,
    summary: options.summaries.remove,
    access: options.writes ?? 'owner',
    isForwarded: true,
    params: idParams,
    status: 204,
    answers: z.undefined(),
    answer: async ({ parts, params, version }) => {
      options.checkRemoval?.(params.id, parts);
      const removed = await shelf(parts).remove(params.id, version);
      if (removed !== 'removed') throw refused(removed);
      return {};
    },
  });
}

/** Throws a Problem when there is none. */
function find<Takes, S, Item extends Kept<S>, Refusal>(
  id: string,
  parts: Takes,
  { shelf, refused }: Pick<ShelfRoutes<Takes, S, Item, Refusal>, 'shelf' | 'refused'>,
): Item {
  const item = shelf(parts).find(id);
  if (item === null) throw refused('unknown');
  return item;
}

/** Throws the Problem of a refusal. */
function itemOf<Takes, S, Item extends Kept<S>, Refusal>(
  outcome: Item | Refusal | 'unknown',
  { refused }: Pick<ShelfRoutes<Takes, S, Item, Refusal>, 'refused'>,
): Item {
  const isItem = typeof outcome === 'object' && outcome !== null && 'settings' in outcome;
  if (!isItem) throw refused(outcome);
  return outcome;
}

const checked = async <Takes, S, Item extends Kept<S>, Refusal>(
  settings: S,
  before: Item | null,
  parts: Takes,
  { check = (given) => given }: Pick<ShelfRoutes<Takes, S, Item, Refusal>, 'check'>,
): Promise<S> => check(settings, before, parts);
