import type { ReviewPart, ReviewTemplate } from '../facts/review-template.ts';
import type { Fact, FactId, PersonId, Severity, Status } from '../facts/fact.ts';
import type { Restriction } from './access.ts';
import type { Terms } from '../team/levels.ts';
import type { ImpactFigure } from '../team/scales.ts';
import type { Withdrawn } from '../facts/withdrawn.ts';
import type { Action, ActionItem, Checklist, Hypothesis, Observation, Task } from './work-view.ts';

/**
 * The folded state of a room: the source of everything on the screen, in the API and in the PIR.
 * All times are epoch milliseconds on the team's clock. A room is immutable: adding facts makes a new
 * one that shares the unchanged parts, so `===` on a part tells whether that part changed.
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
  severity: SetValue<Severity>;
  /** SL3: the response targets of each severity, as configured when the incident was declared. */
  terms: Terms;
  status: SetValue<Status>;
  impact: Impact;
  /** When customer impact began and ended; null when nobody recorded it. */
  impactBeganAt: number | null;
  impactEndedAt: number | null;
  /** The first acknowledgement. */
  acknowledged: { at: number; by: PersonId } | null;
  /** When the status became resolved/closed, if it still is; null while open. */
  resolvedAt: number | null;
  closedAt: number | null;
  /** Each time it was reopened, oldest first: when it had been resolved, and when it was open again. */
  reopened: readonly { resolvedAt: number; at: number }[];
  /** WD1: why this was not an incident; null for a real incident. */
  withdrawn: Withdrawn | null;
  /** TM2: who may see it besides owners, and since when; null when the whole team may see it. */
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
  /** PH: pages requested by hand, oldest first, without retracted ones. */
  asked: readonly Fact<'page-asked'>[];
  /** One for each person mentioned by somebody else, sorted by person id. */
  mentions: readonly Mention[];
  /**
   * When the next customer update falls due (last `sent`, else declaration, plus the severity's cadence); null when
   * none is owed.
   */
  updateDueAt: number | null;
  /** What readers outside of the team were sent, oldest first. */
  toldOutside: readonly ToldUpdate[];
  /** Facts of a kind this version does not know: kept, shown, not interpreted. */
  unknown: readonly Fact[];
  /** Items in the document that are not valid facts: kept and counted, each with the reason. */
  invalid: readonly InvalidFact[];
};

/** A value that people set, possibly at the same time in two partitions. */
export type SetValue<T> = {
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
  /** FO14: the figures somebody gave; the others are not known yet. */
  figures: Partial<Record<ImpactFigure, string>>;
};
export type ImpactLevel = 'none' | 'minor' | 'major' | 'critical';

export type RoleState = {
  role: string;
  /** Open claims, oldest first. Two or more primaries are a conflict, shown with both. */
  primary: readonly Claim[];
  backup: readonly Claim[];
  conflict: boolean;
  /** A handover that was offered and neither accepted nor made void. */
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
  /** IN2: other people who confirmed the observation, once each, in order of confirmation; never its author. */
  confirmedBy: readonly PersonId[];
};

export type CheckState = {
  monitor: string;
  name: string;
  status: 'down' | 'up';
  /** CH15: true when a `down` check still answers, but badly. */
  isDegraded?: true;
  since: number;
  reason: string | null;
};

/** `stage`: of the incident, as the text said it; null when it is not known. */
export type ToldUpdate = { at: number; channel: string; stage: string | null };

export type Draft = {
  /** The fact's `draft`; its text is `draft/<draft>`. */
  draft: string;
  audience: string;
  stage: string | null;
  /** True when somebody asked for an approval and the draft's settings did not change since. */
  isReady: boolean;
  /** When the next update is promised; null without a promise. */
  next: number | null;
  /** Expected recovery time, in words; null means not known yet. */
  eta: string | null;
  by: string;
  at: number;
  approvals: readonly Fact<'approved'>[];
  sent: readonly Fact<'sent'>[];
};

/** RS1: where the review stands. `readings`: who agreed to it, the hash of what they read, and what it was (RS15). */
export type ReviewStanding = {
  state: 'draft' | 'in-review' | 'reviewed' | 'closed';
  since: number | null;
  owner: PersonId | null;
  readings: readonly {
    by: PersonId;
    at: number;
    hash: string | null;
    seen: NonNullable<Fact<'review'>['seen']> | null;
  }[];
  /** RS9: who has read the review, in the order in which they did. */
  readers: readonly PersonId[];
  /** RS12: who wrote in each text, by the text's name, in the order in which they began. */
  writers: ReadonlyMap<string, readonly PersonId[]>;
  /** RT3: every template that was chosen; the last one is in use. Empty in rooms older than templates. */
  templates: readonly ReviewTemplate[];
  /** RS14: when each frozen part was frozen. */
  frozen: ReadonlyMap<ReviewPart, number>;
  /** RV24: the pictures of the public review; files by their SHA-256. */
  pictures: { strip: boolean; files: readonly string[] };
  /** RV25: what a writer chose about entries as events of the story; null leaves it to Muster. */
  story: ReadonlyMap<FactId, { isIn: boolean | null; words: string | null }>;
  /** PM1: cause tags. */
  causes: readonly string[];
  /** RS7: comments that nobody settled, oldest first; `text` is the name of the text, null for the whole review. */
  comments: readonly { id: string; at: number; by: PersonId; words: string; text: string | null }[];
};

/** TH4: the newest standing entry of somebody else that names this person; `text` is cut to 200 characters. */
export type Mention = { person: PersonId; fact: FactId; by: string; noted: number; text: string };

export type InvalidFact = { raw: unknown; reason: string };
