// BR1, TK5: the templates of addresses that this team set. They are stored here and sent to everybody by the feed.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import { checkCallTemplate } from '#room/command/call.ts';
import { expectTicketLink } from '#room/learning/ticket-link.ts';
import { createListeners } from '../listeners.ts';

/** A template that this team set. */
export type LinkTemplate = {
  /** Null when the team has none. */
  template(): string | null;
  change(template: string | null): void;
  onChange(listener: () => void): () => void;
};

/** The templates of addresses: of calls (BR1), and of new tickets (TK5). */
export const openTemplates = (database: Database) => ({
  bridge: openTemplate(database, 'bridge', checkCallTemplate),
  ticketLink: openTemplate(database, 'ticket link', expectTicketLink),
});

/** A template under a name; `expect` says its fault, and null for a valid one. */
function openTemplate(
  database: Database,
  name: string,
  expect: (template: string) => string | null,
): LinkTemplate {
  const value: unknown = JSON.parse(readKept(database, name) ?? 'null');
  let kept = typeof value === 'string' && expect(value) === null ? value : null;
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
