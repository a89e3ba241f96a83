import type { Outcome } from './facts/actions.ts';
import type { Confidence } from './facts/hypotheses.ts';
import type { CheckEvidence } from './facts/kind.ts';
import type { ReviewTemplate } from './facts/review-template.ts';
import type { Fact, FactId, PersonId, Severity, Status } from './fact.ts';
import type { Restriction } from './access.ts';
import type { Terms } from './levels.ts';
import type { Withdrawn } from './withdrawn.ts';

/**
 * What a fold of a room's facts shows: everything on the screen, in the API and in the PIR.
 * All times are epoch milliseconds on the team's clock. A room is immutable: adding facts makes a new
 * one that shares what did not change, so `===` on a part tells whether that part changed.
 */
export type Room = {
  /** How many distinct facts were folded, whatever their kind. */
  factCount: number;
  /** `noted` of the newest fact, null in an empty room. */
  lastNoted: number | null;
  /** The first valid `declared` fact (by `noted`, then id); null until it arrives. */
  declared: Fact<'declared'> | null;
  title: string;
  number: string | null;
  service: string | null;
  drill: boolean;
  severity: Standing<Severity>;
  /** SL3: what each severity asks of the response, as the team had it when this was declared. */
  terms: Terms;
  status: Standing<Status>;
  impact: Impact;
  /** When customers began and ceased to be affected; null when nobody said. */
  impactBeganAt: number | null;
  impactEndedAt: number | null;
  /** The first acknowledgement. */
  acknowledged: { at: number; by: PersonId } | null;
  /** When the status first became resolved/closed and still stands so; null while open. */
  resolvedAt: number | null;
  closedAt: number | null;
  /** WD1: why it was no incident; null where it is one. */
  withdrawn: Withdrawn | null;
  /** TM2: who may see it besides owners, and since when; null where the whole team may. */
  restricted: Restriction | null;
  /** One entry for each shipped role, in order, then any other role somebody claimed. */
  roles: readonly RoleState[];
  /** Every person who wrote, with the name they last joined under; their id when they never joined. */
  people: ReadonlyMap<PersonId, string>;
  /** Every fact of a known kind, corrections applied, by `at`, then `noted`, then id. */
  timeline: readonly Entry[];
  checks: readonly CheckState[];
  checklists: readonly Checklist[];
  drafts: readonly Draft[];
  actions: readonly Action[];
  observations: readonly Observation[];
  hypotheses: readonly Hypothesis[];
  tasks: readonly Task[];
  actionItems: readonly ActionItem[];
  review: ReviewStanding;
  links: readonly Fact<'link'>[];
  attachments: readonly Fact<'attachment'>[];
  pages: readonly Fact<'paged'>[];
  /** PH: who was asked for by hand, oldest first; what was taken back is not among them. */
  asked: readonly Fact<'page-asked'>[];
  /** One for each person who was named by somebody else, by their ids. */
  mentions: readonly Mention[];
  /**
   * When the next customer update falls due (last `sent`, else declaration, plus the severity's cadence); null when
   * none is owed.
   */
  updateDueAt: number | null;
  /** Facts of a kind this version does not know: kept, shown, not interpreted. */
  unknown: readonly Fact[];
  /** What was in the document but is no valid fact: kept, counted, with the reason. */
  invalid: readonly InvalidFact[];
};

/** A value that people set, possibly at the same time in two partitions. */
export type Standing<T> = {
  value: T;
  /** False when nobody set it and `value` is the default (severity: P3; status: triage). */
  isSet: boolean;
  since: number | null;
  by: string | null;
  /** The facts nobody has replaced yet. One normally; more than one is a conflict to settle. */
  heads: readonly { id: FactId; value: T; at: number; by: string }[];
};

export type Impact = {
  levels: Partial<Record<'users' | 'business' | 'availability' | 'data' | 'security', ImpactLevel>>;
  text: string | null;
};
export type ImpactLevel = 'none' | 'minor' | 'major' | 'critical';

export type RoleState = {
  role: string;
  /** Open claims, oldest first. Two or more primaries are a conflict, shown with both. */
  primary: readonly Claim[];
  backup: readonly Claim[];
  conflict: boolean;
  /** A hand-over that was offered and neither accepted nor made void. */
  offer: { id: FactId; from: PersonId; to: PersonId; at: number } | null;
};
export type Claim = { id: FactId; person: PersonId; at: number; noted: number };

/** One line of the timeline. `fact` is as amended; `original` is set when it was amended. */
export type Entry = {
  id: FactId;
  fact: Fact;
  at: number;
  noted: number;
  by: string;
  /** Marked as a key event, by a person or by its kind. */
  isKey: boolean;
  /**
   * Housekeeping that views fold away, because another line shows it: numbered, joined, step, key, graded,
   * action-item-changed, hypothesis-changed, task-accepted, confirmed, amended, retracted.
   */
  isSystem: boolean;
  original: Fact | null;
  amendedBy: readonly Fact<'amended'>[];
  retracted: Fact<'retracted'> | null;
  /** An action's grade, when somebody gave one (the newest stands). */
  grade: Fact<'graded'> | null;
  /** TH1: how many standing entries answer this one directly. */
  replies: number;
  /** IN2: who else saw an observation, each once, in the order in which they said so; never its author. */
  confirmedBy: readonly PersonId[];
};

export type CheckState = {
  monitor: string;
  name: string;
  status: 'down' | 'up';
  /** CH15: `down` says that it answers, but not well. */
  isDegraded?: true;
  since: number;
  reason: string | null;
};

/** The newest word on whether something helped. */
export type Judged = { outcome: Outcome; by: string; at: number; why: string | null };

export type Checklist = {
  id: FactId;
  title: string;
  at: number;
  by: string;
  playbook: string | null;
  /** PB11: whether it helped, and what was wrong in it; absent while nobody said. */
  judged?: Judged;
  steps: readonly {
    /** PB11: whether it helped; absent while nobody said. */
    grade?: Judged;
    id: string;
    text: string;
    /** One that needs an approval stays open until it has one, whoever ticked it. */
    state: 'open' | 'done' | 'skipped';
    /** Who said so last, when, and why: also what does not count yet. */
    by: string | null;
    at: number | null;
    why: string | null;
    /** Whom the playbook means: a role, or a name. */
    meant: string | null;
    minutes: number | null;
    /** The steps above come first. */
    isGuarded: boolean;
    needsApproval: boolean;
    assignee: PersonId | null;
    /** When its time box began; null before it was started, or approved where it needs that. */
    startedAt: number | null;
    /** The people who will do it, when it needs an approval: none of them can approve it alone. */
    askers: readonly PersonId[];
    approval: { by: PersonId; at: number } | null;
  }[];
};

export type Draft = {
  /** The fact's `draft`; its text is `draft/<draft>`. */
  draft: string;
  audience: string;
  stage: string | null;
  /** Somebody asks for an approval, and nothing about the draft was set since. */
  isReady: boolean;
  /** When the next update is promised; null when nobody said. */
  next: number | null;
  /** When it is expected to work again, in words; null is *not known yet*. */
  eta: string | null;
  by: string;
  at: number;
  approvals: readonly Fact<'approved'>[];
  sent: readonly Fact<'sent'>[];
};

export type Action = {
  id: FactId;
  text: string;
  repair: 'temporary' | 'permanent' | null;
  by: string;
  at: number;
  grade: Fact<'graded'> | null;
};

export type Observation = {
  id: FactId;
  text: string;
  by: string;
  at: number;
  evidence: CheckEvidence | null;
  /** What it answers; a hypothesis, when it was seen about one. */
  about: FactId | null;
  /** IN2: everybody else who saw it too. */
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
  /** TA1: when the owner took it on; at once for a task that somebody gave themselves. */
  acceptedAt: number | null;
  doneAt: number | null;
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
  /** Where the work is kept track of; the promise is this item. */
  ticket: string | null;
  /** AI7: the monitor that was made of it. */
  monitor: string | null;
  /** AI8: somebody said that it can be automated. */
  automate: boolean;
  /** AI9: the action or the checklist, and the step of it, that it came of. */
  automates: FactId | null;
  step: string | null;
  at: number;
  /** What shows that it is done, or why it was dropped. */
  why: string | null;
  /** When it was last said to be done; null unless it is. */
  doneAt: number | null;
  /** Whether it happened again after it was done; null while nobody said. */
  again: boolean | null;
};

/** RS1: where the review stands. `readings`: who agreed to it, and the hash of what they read. */
export type ReviewStanding = {
  state: 'draft' | 'in-review' | 'reviewed' | 'closed';
  since: number | null;
  owner: PersonId | null;
  readings: readonly { by: PersonId; at: number; hash: string | null }[];
  /** RT3: every template that was chosen, the one it is written by last; none in a room of before there were any. */
  templates: readonly ReviewTemplate[];
  /** PM1: tags of what caused it. */
  causes: readonly string[];
};

/** TH4: the newest standing entry of somebody else that names this person; `text` is cut to 200 characters. */
export type Mention = { person: PersonId; fact: FactId; by: string; noted: number; text: string };

export type InvalidFact = { raw: unknown; reason: string };
