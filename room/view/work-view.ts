// The work in a folded room: checklists, actions, observations, hypotheses, tasks and action items.
import type { ActionType } from '../facts/action-type.ts';
import type { ActionOutcome } from '../facts/actions.ts';
import type { Fact, FactId, PersonId } from '../facts/fact.ts';
import type { Confidence } from '../facts/hypotheses.ts';
import type { CheckEvidence } from '../facts/kind.ts';

/** The newest judgement of whether something helped. */
export type Judged = { outcome: ActionOutcome; by: string; at: number; why: string | null };

export type Checklist = {
  id: FactId;
  title: string;
  at: number;
  by: string;
  playbook: string | null;
  /** PB11: whether it helped and what was wrong with it; absent until somebody judged it. */
  judged?: Judged;
  steps: readonly {
    /** PB11: whether it helped; absent until somebody graded it. */
    grade?: Judged;
    id: string;
    text: string;
    /** A step that needs an approval stays `open` until it is approved, even when ticked. */
    state: 'open' | 'done' | 'skipped';
    /** The last change: who, when and why. It may be a tick that still waits for approval. */
    by: string | null;
    at: number | null;
    why: string | null;
    /** The assignee named in the playbook: a role or a person. */
    meant: string | null;
    minutes: number | null;
    /** The steps above must be done first. */
    isGuarded: boolean;
    needsApproval: boolean;
    assignee: PersonId | null;
    /** When its time box began; null until it was started (and approved, if it needs approval). */
    startedAt: number | null;
    /** For a step that needs approval: the people who will do it. None of them can approve it alone. */
    askers: readonly PersonId[];
    approval: { by: PersonId; at: number } | null;
  }[];
};

export type Action = {
  id: FactId;
  text: string;
  repair: 'temporary' | 'permanent' | null;
  /** GR6: chosen, or read from the words; null when they tell none. */
  type: ActionType | null;
  by: string;
  at: number;
  grade: Fact<'graded'> | null;
};

export type Observation = {
  id: FactId;
  text: string;
  by: string;
  /** IT3: the name of the intake that sent it. */
  byName?: string;
  at: number;
  evidence: CheckEvidence | null;
  /** The entry or hypothesis that this observation answers. */
  about: FactId | null;
  /** IN2: other people who confirmed it. */
  confirmedBy: readonly PersonId[];
};

export type Hypothesis = {
  id: FactId;
  text: string;
  by: string;
  at: number;
  owner: PersonId | null;
  confidence: Confidence | null;
  verdict: 'open' | 'supported' | 'refuted' | 'inconclusive';
  experiments: readonly Fact<'experiment'>[];
  findings: readonly Fact<'finding'>[];
};

export type Task = {
  id: FactId;
  text: string;
  /** The person asked, or the first to accept when nobody was asked. */
  owner: PersonId | null;
  due: number | null;
  by: string;
  at: number;
  /** TA1: when the owner accepted it; the creation time for a task that somebody gave themselves. */
  acceptedAt: number | null;
  /** For a repeating task when the incident was resolved. */
  doneAt: number | null;
  /** TA3: null for a task that is done once. `due` is when its next turn is due. */
  repeats: Repeats | null;
};

/**
 * `turn`: the one that is due, from 1. `missed`: turns that passed before the next was done. `firstDue`: when the first
 * was due. `doneAt`: when each was done, in the order of turns.
 */
export type Repeats = {
  everyMs: number;
  turn: number;
  done: number;
  missed: number;
  firstDue: number;
  doneAt: readonly number[];
};

export type ActionItem = {
  id: FactId;
  text: string;
  owner: PersonId | null;
  due: number | null;
  priority: string | null;
  type: 'detect' | 'prevent' | 'correct' | 'mitigate' | 'process' | null;
  /** The action it was suggested for. */
  about: FactId | null;
  state: 'open' | 'done' | 'dropped';
  /** The external ticket that tracks the work; the commitment is this item. */
  ticket: string | null;
  /** TK2: the channel in which somebody asked for a ticket, and the fact; null once there is one, or why there is none. */
  asked: { tracker: string; fact: FactId } | null;
  noTicket: string | null;
  /** TK3: as the tracker said last; null while nobody knows. */
  ticketState: { isOpen: boolean; name: string } | null;
  /** AI7: the monitor created from this item. */
  monitor: string | null;
  /** AI8: somebody marked it as work that can be automated. */
  automate: boolean;
  /** AI9: the action, or the checklist and its step, that this item will automate. */
  automates: FactId | null;
  step: string | null;
  at: number;
  /** Evidence that it is done, or why it was dropped. */
  why: string | null;
  /** When it was last marked done; null unless it is done. */
  doneAt: number | null;
  /** Whether the problem came back after the item was done; null until somebody answered. */
  again: boolean | null;
};
