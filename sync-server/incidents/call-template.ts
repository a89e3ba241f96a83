// BR1: the address template of this team's calls. It is stored here and sent to everybody by the feed.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import { checkBridgeTemplate } from '#room/command/call.ts';
import { createListeners } from '../listeners.ts';

export type Bridge = {
  /** Null when the team has none. */
  template(): string | null;
  change(template: string | null): void;
  onChange(listener: () => void): () => void;
};

const name = 'bridge';

export function openBridge(database: Database): Bridge {
  let kept = read(database);
  const listeners = createListeners();
  return {
    template: () => kept,
    change(template) {
      writeKept(database, name, JSON.stringify(template));
      kept = template;
      listeners.tell();
    },
    onChange: listeners.add,
  };
}

function read(database: Database): string | null {
  const value: unknown = JSON.parse(readKept(database, name) ?? 'null');
  return typeof value === 'string' && checkBridgeTemplate(value) === null ? value : null;
}
