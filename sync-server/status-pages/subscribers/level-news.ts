// SP95: tells webhooks that the level of a component changed, for any cause. The last told level is
// stored with the order to tell it, so that a change is told once, even across a restart.
import { opaqueId } from '#status-page/opaque-id.ts';
import type { Letter } from '../../delivery/outbox/letter.ts';
import type { Outbox } from '../../delivery/outbox/outbox.ts';
import type { Database } from '../../storage/database.ts';
import type { Generation } from '../page/generation.ts';
import type { StatusPage } from '../page/records.ts';
import { tellsSubscribers } from '../page/settings.ts';
import { hearsOf } from './subscriber.ts';
import type { SubscriberTable } from './subscriber-table.ts';
import { letterToAll } from './letter-to-all.ts';

/** A component in Statuspage's shape, as `components.json` has it. */
type Component = { id: string; status: string; group: boolean } & Record<string, unknown>;
/** The two parts of a webhook's body that tell of one change. */
export type LevelNews = { component_update: { id: string } & Record<string, unknown>; component: Component };

type Options = { database: Database; outbox: Outbox; table: SubscriberTable };

/** What webhooks were told last; nothing of a page without webhooks. */
function toldLevels({ queries, all, run }: Database) {
  const told = queries.selectFrom('told_levels').select(['component', 'status']);
  return {
    of: (page: string): ReadonlyMap<string, string> =>
      new Map(all(told.where('page', '=', page)).map(({ component, status }) => [component, status])),
    /** Within the caller's transaction. */
    write: (page: string, components: readonly Component[]) => {
      run(queries.deleteFrom('told_levels').where('page', '=', page));
      for (const { id: component, status } of components)
        run(queries.insertInto('told_levels').values({ page, component, status }));
    },
  };
}

/** Returns what to do after each rendering of a page. */
export function defineLevelNews({ database, outbox, table }: Options) {
  outbox.define('tell-level', {
    lane: 'work',
    afterCrash: 'repeat',
    send: async ({ key, payload }) => {
      const { page, news } = payload as { page: string; news: LevelNews };
      await letterToAll({ table, outbox }, page, ({ id, kind, ...choice }) => {
        const isTold = kind === 'webhook' && hearsOf(choice, 'components', [news.component.id]);
        return isTold
          ? { key: `${key}:${id}`, kind: 'level-webhook', recipient: id, payload: { ...news } }
          : null;
      });
      return { went: 'sent' };
    },
  });
  const levels = toldLevels(database);
  return {
    /** Tells what changed since the last call; the first one, and the first with a webhook, tells nothing. */
    look: ({ id: page, settings }: Pick<StatusPage, 'id' | 'settings'>, generation: Generation): void => {
      const told = levels.of(page);
      const all = tellsSubscribers(settings) && table.hasWebhook(page) ? componentsIn(generation) : [];
      const changed = all.filter(({ id, status }) => (told.get(id) ?? status) !== status);
      if (changed.length === 0 && all.length === told.size && all.every(({ id }) => told.has(id))) return;
      database.transaction(() => {
        levels.write(page, all);
        outbox.put(
          changed.map((component) => ({
            key: `level:${page}:${component.id}:${generation.sequence}`,
            kind: 'tell-level',
            recipient: null,
            payload: { page, news: newsOf(component, told.get(component.id) ?? '', generation) },
          })),
        );
      });
    },
  };
}

/** The content of a letter to one webhook. */
export const levelNewsIn = ({ payload }: Letter): LevelNews => payload as LevelNews;

function newsOf(component: Component, before: string, { sequence, renderedAt }: Generation): LevelNews {
  return {
    component_update: {
      id: opaqueId('level', component.id, String(sequence)),
      component_id: component.id,
      component_type: 'Component',
      old_status: before,
      new_status: component.status,
      created_at: new Date(renderedAt).toISOString(),
    },
    component,
  };
}

/** Groups have no level of their own. */
function componentsIn({ files }: Generation): Component[] {
  const text = files.get('api/v2/components.json')?.bytes.toString();
  const { components = [] } = JSON.parse(text ?? '{}') as { components?: Component[] };
  return components.filter(({ group }) => !group);
}
