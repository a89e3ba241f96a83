// The input and the result of parsing a composer line.
import type { FactDraft, FactId, FactKind, PersonId } from '#room/facts/fact.ts';
import type { Task } from '#room/view/work-view.ts';

/** An item of the room that a command can name by its number or its text. */
export type Numbered = { id: FactId; text: string };

export type LineContext = {
  now: number;
  me: PersonId;
  people: readonly { id: PersonId; name: string }[];
  /** All roles of the room, built-in ones first. */
  roles: readonly string[];
  /** The roles I hold, as primary or backup. */
  mine: readonly string[];
  /** Names of the checks that are down. */
  down: readonly string[];
  /** Numbered from 1: open hypotheses, observations I may confirm, open tasks with mine first. */
  hypotheses: readonly Numbered[];
  observations: readonly Numbered[];
  tasks: readonly (Numbered & Partial<Pick<Task, 'repeats'>>)[];
  /** BR: the call's address, and the fact that starts a call if there is none. */
  call?: { url: string | null; draft: FactDraft | null };
  /** TH1: the entry that this line answers, if any. */
  answers: { id: FactId; kind: FactKind } | null;
};

export type ReadyLine = {
  state: 'ready';
  drafts: readonly FactDraft[];
  /** What Enter will do, shown in advance. */
  says: string;
  /** The typed time; null for now. */
  at: number | null;
  /** A question; a second Enter answers yes. */
  confirm: string | null;
  /**
   * `files`: opens the file dialog and writes nothing before files are chosen. `status`: the room asks the
   * questions of this status change (CO2). `page`: the dialog shows whom the page reaches before it is sent
   * (PH9).
   */
  opens?: 'files' | 'status' | 'page';
  /** Initial values of the page dialog. */
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

/** One slash command: its syntax, its help text, and the facts it writes. */
export type Command = {
  name: string;
  /** The arguments after the name; those in `[…]` are optional. */
  usage: string;
  hint: string;
  parse: (rest: string, context: LineContext) => ParsedLine;
};
