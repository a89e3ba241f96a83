// What a line is read with, and what comes out.
import type { FactDraft, PersonId } from '#room/fact.ts';

export type LineContext = {
  now: number;
  me: PersonId;
  people: readonly { id: PersonId; name: string }[];
  /** Every role of the room, shipped ones first. */
  roles: readonly string[];
  /** Names of the checks that are down. */
  down: readonly string[];
};

export type ReadyLine = {
  state: 'ready';
  drafts: readonly FactDraft[];
  /** What Enter does, shown before it does it. */
  says: string;
  /** The time that was typed; null for now. */
  at: number | null;
  /** A question that a second Enter answers with yes. */
  confirm: string | null;
};

export type ParsedLine = { state: 'empty' } | ReadyLine | { state: 'wrong'; error: string };

export const wrong = (error: string): ParsedLine => ({ state: 'wrong', error });

export const ready = (says: string, draft: FactDraft, confirm: string | null = null): ReadyLine => ({
  state: 'ready',
  says,
  drafts: [draft],
  at: draft.at ?? null,
  confirm,
});
