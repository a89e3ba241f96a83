// What a line is read with, and what comes out.
import type { FactDraft, FactId, FactKind, PersonId } from '#room/fact.ts';

/** Something of the room that a command can be about, by its place in the list or by its words. */
export type Numbered = { id: FactId; text: string };

export type LineContext = {
  now: number;
  me: PersonId;
  people: readonly { id: PersonId; name: string }[];
  /** Every role of the room, shipped ones first. */
  roles: readonly string[];
  /** The roles that I hold or back up. */
  mine: readonly string[];
  /** Names of the checks that are down. */
  down: readonly string[];
  /** Numbered from 1 as they are here: open hypotheses, observations I may confirm, open tasks with mine first. */
  hypotheses: readonly Numbered[];
  observations: readonly Numbered[];
  tasks: readonly Numbered[];
  /** BR: where people talk, and what begins a call where nobody does yet. */
  call?: { url: string | null; draft: FactDraft | null };
  /** TH1: the entry that this line answers, if it answers one. */
  answers: { id: FactId; kind: FactKind } | null;
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
  /**
   * `files`: asks for files to attach; there is nothing to write before they are chosen. `status`: the room asks what
   * this step of the status asks (CO2). `page`: the dialog says whom the page reaches before it goes out (PH9).
   */
  opens?: 'files' | 'status' | 'page';
  /** With which the page dialog begins. */
  page?: { whom: readonly string[]; text: string };
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

/** One slash command: how it is typed, what it says about itself, and the facts it makes. */
export type Command = {
  name: string;
  /** What comes after the name; `[…]` may be left out. */
  usage: string;
  hint: string;
  parse: (rest: string, context: LineContext) => ParsedLine;
};
