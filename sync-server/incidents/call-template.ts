// BR1: how this team's calls are addressed: one template, kept here and told to everybody by the feed.
import type { Sql } from '../storage/sql.ts';
import { checkBridgeTemplate } from '#room/bridge.ts';

export type Bridge = {
  /** Null where the team has none. */
  template(): string | null;
  change(template: string | null): void;
  onChange(listener: () => void): () => void;
};

export function openBridge(sql: Sql): Bridge {
  let kept = readKept(sql);
  const listeners = new Set<() => void>();
  return {
    template: () => kept,
    change(template) {
      sql
        .statement(
          "INSERT INTO values_kept (name, value) VALUES ('bridge', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .run(JSON.stringify(template));
      kept = template;
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readKept(sql: Sql): string | null {
  const row = sql.statement("SELECT value FROM values_kept WHERE name = 'bridge'").get();
  const value: unknown = row === undefined ? null : JSON.parse(String(row['value']));
  return typeof value === 'string' && checkBridgeTemplate(value) === null ? value : null;
}
