// Hypotheses, actions and action items of a review.
import { dueDay } from '../time/due-day.ts';
import { findOpenRepairs } from './suggest-items.ts';
import { sayEvidence } from '../facts/kind.ts';
import type { ActionType } from '../facts/action-type.ts';
import type { Fact } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import type { ActionItem, Hypothesis, Repeats } from '../view/work-view.ts';
import { standing, type ReviewOutage } from './outages.ts';
import type { Doer, People } from './people.ts';
import type { Grade } from './timeline.ts';

export type ReviewAction = {
  at: number;
  text: string;
  repair: 'temporary' | 'permanent' | null;
  type: ActionType | null;
  doer: Doer | null;
  grade: Grade | null;
  /** The state of the checks just before the action, and at the end of its watch window. */
  before: string | null;
  after: string | null;
  fact: string;
};
export type ReviewHypothesis = {
  at: number;
  text: string;
  doer: Doer | null;
  verdict: Hypothesis['verdict'];
  tests: readonly { test: string; refutes: string | null; results: readonly string[] }[];
  facts: readonly string[];
};
export type ReviewItem = Pick<
  ActionItem,
  'text' | 'priority' | 'type' | 'state' | 'ticket' | 'ticketState' | 'why' | 'doneAt' | 'automate'
> & {
  /** The number within this review: `A1`. */
  number: string;
  owner: string | null;
  /** A day such as `2026-11-30`. */
  due: string | null;
  /** `[Owner] - text (by date)`. */
  line: string;
  fact: string;
};
export type ReviewTask = {
  text: string;
  owner: string | null;
  doneAt: number | null;
  /** TA3: only for a task that repeated. */
  repeats?: Pick<Repeats, 'everyMs' | 'done' | 'missed'>;
  fact: string;
};
export type ReviewChecklist = {
  title: string;
  done: number;
  total: number;
  skipped: readonly string[];
  open: readonly string[];
  fact: string;
};

const watchedMs = 10 * 60_000;

export function collectActions(
  room: Room,
  outages: readonly ReviewOutage[],
  { doer }: People,
): ReviewAction[] {
  const watches = new Map(
    standing(room).flatMap(({ fact, id }) =>
      fact.kind === 'action' ? [[id, fact.watchMs ?? watchedMs] as const] : [],
    ),
  );
  return room.actions.map(({ id, at, text, repair, type, by, grade }) => {
    const before = outages.filter(({ from, until }) => from < at && (until === null || until > at));
    return {
      at,
      text,
      repair,
      type,
      doer: doer(by, at),
      grade: grade && { outcome: grade.outcome, evidence: grade.evidence || null },
      ...compare(before, outages, at, at + (watches.get(id) ?? watchedMs)),
      fact: id,
    };
  });
}

const names = (list: readonly ReviewOutage[]): string =>
  [...new Set(list.map(({ name }) => name))].join(', ');

function compare(
  before: readonly ReviewOutage[],
  outages: readonly ReviewOutage[],
  at: number,
  end: number,
): Pick<ReviewAction, 'before' | 'after'> {
  if (outages.length === 0) return { before: null, after: null };
  const say = (list: readonly ReviewOutage[]): string =>
    list.length === 0 ? 'no check down' : `${names(list)} down`;
  const still = outages.filter(({ from, until }) => from <= end && (until === null || until > end));
  const ended = before.filter(({ until }) => until !== null && until <= end);
  const back = ended.filter(({ unwatched }) => unwatched === null);
  const lost = ended.filter(({ unwatched }) => unwatched !== null);
  const parts = [
    ...(back.length === 0
      ? []
      : [`${names(back)} up after ${minutes(Math.min(...back.map(({ until }) => (until ?? at) - at)))}`]),
    ...(lost.length === 0 ? [] : [`${names(lost)} no longer watched`]),
    ...(still.length === 0 && ended.length > 0 ? [] : [say(still)]),
  ];
  return { before: say(before), after: parts.join('; ') };
}

const minutes = (ms: number): string =>
  ms < 60_000 ? `${Math.floor(ms / 1000)} s` : `${Math.floor(ms / 60_000)} min`;

const byTarget = (hypothesis: Hypothesis, target: string): Fact<'finding'>[] =>
  hypothesis.findings.filter((finding) => finding.target === target);

const sayFinding = ({ verdict, text, evidence }: Fact<'finding'>): string =>
  [text ?? '', evidence ? sayEvidence(evidence) : ''].filter(Boolean).join(': ') || verdict;

export function collectHypotheses(room: Room, { doer }: People): ReviewHypothesis[] {
  return room.hypotheses.map((hypothesis) => {
    const { id, at, text, verdict, by, experiments, findings } = hypothesis;
    const known = new Set(experiments.map((experiment) => experiment.id));
    const tested = experiments.map((experiment) => ({
      test: experiment.text,
      refutes: experiment.refutes || null,
      results: byTarget(hypothesis, experiment.id).map(sayFinding),
    }));
    const direct = findings.filter(({ target }) => !known.has(target)).map(sayFinding);
    return {
      at,
      text,
      verdict,
      doer: doer(by, at),
      tests: [...tested, ...(direct.length === 0 ? [] : [{ test: '', refutes: null, results: direct }])],
      facts: [id, ...experiments.map((each) => each.id), ...findings.map((each) => each.id)],
    };
  });
}

export function collectItems(room: Room, { name }: People): ReviewItem[] {
  return room.actionItems.map((item, index) => {
    const { id, text, priority, type, state, ticket, ticketState, why, doneAt, automate } = item;
    const owner = item.owner === null ? null : name(item.owner);
    const due = item.due === null ? null : dueDay(item.due);
    const line = `[${owner ?? 'no owner'}] - ${text} (${due === null ? 'no date' : `by ${due}`})`;
    const number = `A${index + 1}`;
    const kept = { priority, type, automate, state, doneAt, ticket, ticketState, why };
    return { number, text, owner, due, ...kept, line, fact: id };
  });
}

export const collectTasks = (room: Room, { name }: People): ReviewTask[] =>
  room.tasks.map(({ id, text, owner, doneAt, repeats }) => ({
    text,
    owner: owner === null ? null : name(owner),
    doneAt,
    ...(repeats && { repeats: pickCounts(repeats) }),
    fact: id,
  }));

const pickCounts = ({ everyMs, done, missed }: Repeats) => ({ everyMs, done, missed });

export const collectChecklists = (room: Room): ReviewChecklist[] =>
  room.checklists.map(({ id, title, steps }) => ({
    title,
    done: steps.filter(({ state }) => state === 'done').length,
    total: steps.length,
    skipped: steps.flatMap(({ state, text, why }) =>
      state === 'skipped' ? [why ? `${text} (${why})` : text] : [],
    ),
    open: steps.flatMap(({ state, text }) => (state === 'open' ? [text] : [])),
    fact: id,
  }));

/** Temporary repairs without an action item, except repairs without effect, which need no replacement. */
export const collectOpenRepairs = (room: Room): string[] =>
  findOpenRepairs(room).flatMap(({ text, grade }) => (grade?.outcome === 'no-effect' ? [] : [text]));
