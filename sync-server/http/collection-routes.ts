import { z } from 'zod';
import type { Parts } from '../parts.ts';
import type { Identity } from '../sync/identity.ts';
import type { Problem } from './problem.ts';
import { type Answer, defineRoute, type Route } from './route.ts';
import { idParams, listOf, readOnly } from './shapes.ts';

type Kept<S> = { id: string; version: number; settings: S };
type Shelf<S, Item, Refusal> = {
  list(): readonly Item[];
  find(id: string): Item | null;
  add(settings: S): Promise<Item | Refusal>;
  change(id: string, settings: S, version: number | null): Promise<Item | Refusal>;
  remove(id: string, version: number | null): Promise<'removed' | Refusal>;
};

export type ShelfRoutes<S, Item extends Kept<S>, Refusal> = {
  /** `/api/v1/…`, without a slash at the end. */
  path: string;
  summaries: Record<'list' | 'add' | 'one' | 'change' | 'remove', string>;
  /** Who may change them; owners by default. */
  writes?: 'owner' | 'responder';
  /** The schema of the request body. */
  schema: z.ZodObject & z.ZodType<S>;
  /** Read-only fields that an answer adds to the settings and the id; ignored when sent back. */
  adds?: z.ZodRawShape;
  shelf: (parts: Parts) => Shelf<S, Item, Refusal | 'unknown'>;
  show: (item: Item, call: { parts: Parts; caller: Identity }) => Record<string, unknown>;
  /** Returns the settings to keep, or throws a Problem that names the faults. `before` is null for a new item. */
  check?: (settings: S, before: Item | null, parts: Parts) => S | Promise<S>;
  /** Throws a Problem when another item still needs it. */
  checkRemoval?: (id: string, parts: Parts) => void;
  refused: (refusal: Refusal | 'unknown') => Problem;
  /** Answers on a replica while its upstream is away; null when it cannot. */
  whileAway?: {
    list: (call: { parts: Parts }) => Answer | null;
    one: (call: { parts: Parts; params: { id: string } }) => Answer | null;
  };
};

/** HT3: the five routes of a collection that owners configure and everybody reads. */
export function shelfRoutes<S, Item extends Kept<S>, Refusal>(
  options: ShelfRoutes<S, Item, Refusal>,
): readonly Route[] {
  const { path, summaries, schema, adds = {}, shelf, show, refused } = options;
  const { check = (settings: S) => settings, whileAway, writes = 'owner' } = options;
  const onePath = `${path}/:id`;
  const shown = schema.extend({ id: z.string(), ...adds });
  const extras = ['id', ...Object.keys(adds)];
  const found = (parts: Parts, id: string): Item => {
    const item = shelf(parts).find(id);
    if (item === null) throw refused('unknown');
    return item;
  };
  const taken = (outcome: Item | Refusal | 'unknown'): Item => {
    const isItem = typeof outcome === 'object' && outcome !== null && 'settings' in outcome;
    if (!isItem) throw refused(outcome);
    return outcome;
  };
  return [
    defineRoute({
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
    }),
    defineRoute({
      method: 'POST',
      path,
      summary: summaries.add,
      access: writes,
      isForwarded: true,
      body: schema,
      status: 201,
      answers: shown,
      answer: async (call) => {
        const settings = await check(call.body, null, call.parts);
        const added = taken(await shelf(call.parts).add(settings));
        return { body: show(added, call), location: `${path}/${added.id}`, version: added.version };
      },
    }),
    defineRoute({
      method: 'GET',
      path: onePath,
      summary: summaries.one,
      access: 'viewer',
      isForwarded: true,
      params: idParams,
      answers: shown,
      answer: (call) => {
        const item = found(call.parts, call.params.id);
        return { body: show(item, call), version: item.version };
      },
      ...(whileAway && { whileAway: whileAway.one }),
    }),
    defineRoute({
      method: 'PUT',
      path: onePath,
      summary: summaries.change,
      access: writes,
      isForwarded: true,
      params: idParams,
      // Read-only fields may be sent back unchanged.
      body: schema.extend(Object.fromEntries(extras.map((name) => [name, readOnly]))),
      answers: shown,
      answer: async (call) => {
        const { parts, params, body, version } = call;
        const given = Object.fromEntries(Object.entries(body).filter(([name]) => !extras.includes(name)));
        const settings = await check(given as S, found(parts, params.id), parts);
        const changed = taken(await shelf(parts).change(params.id, settings, version));
        return { body: show(changed, call), version: changed.version };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: onePath,
      summary: summaries.remove,
      access: writes,
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
    }),
  ];
}
