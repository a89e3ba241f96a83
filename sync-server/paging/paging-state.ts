// The types of the paging decision: its input, its state and its output.
import type { Severity, Status } from '#room/facts/fact.ts';
import type { AskedTarget } from '#room/facts/paging.ts';
import type { OpenPage } from '#room/feed/feed.ts';
import type { Service } from '#room/team/services.ts';
import type { HandPage } from './by-hand/hand-page.ts';
import type { Policy } from '#wire/api/policies.ts';
import type { World } from './recipients.ts';

/** The part of a room that the decision needs. Times are when the server noted a fact. */
export type RoomFacts = {
  incident: string;
  severity: Severity;
  /** When the current severity was noted, and who set it. */
  severityAt: number;
  severityBy: string | null;
  status: Status;
  service: string | null;
  drill: boolean;
  /** Who acknowledged or took command, oldest first. */
  answers: readonly { person: string; at: number; by: 'acknowledging' | 'taking command' }[];
  /** When a human last wrote something. */
  lastHumanAt: number | null;
  /** ES17: outages in the order the room heard of them, without relapses within minutes. */
  outages?: readonly { noted: number; began: number }[];
  /** For an update, `since` is when it is due. */
  missing: readonly { about: 'commander' | 'severity' | 'update'; since: number }[];
  /** PH: manual page requests that were not withdrawn, oldest first. */
  asked?: readonly Asked[];
  /** When each person last wrote in this room. */
  voices?: Readonly<Record<string, number>>;
};

/** PH: one request from the room; `at` is when it was noted. */
export type Asked = {
  id: string;
  by: string;
  at: number;
  targets: readonly AskedTarget[];
  text: string | null;
};

export type Reason =
  | 'declared'
  | 'reopened'
  | 'another-outage'
  | 'severity-raised'
  | 'severity-lowered'
  | 'raised-by-who-acknowledged'
  | 'not-acknowledged-in-time'
  | 'p1-goes-on'
  | 'declined'
  | 'acknowledged'
  | 'answer-taken-back'
  | 'silent-after-acknowledging'
  | 'resolved'
  | 'business-hours-began'
  | 'outside-business-hours'
  | 'nobody-on-call'
  | 'all-declined'
  | 'asked-everybody'
  | 'drill'
  | 'no-policies'
  | 'no-policy-fits'
  | 'policy-pages-nobody'
  | 'began-before'
  | 'next-way'
  | 'reminder'
  | 'asked-by-hand'
  | 'asked-again'
  | 'not-answered'
  | 'taken-back'
  | 'refused-by-hand'
  | 'nothing-new';

export type PagingPhase = 'waiting' | 'paging' | 'acknowledged' | 'exhausted' | 'quiet' | 'over';

/** `person` is null for a shared channel. `channel` is a channel's id, or `desktop`. */
export type Send = {
  key: string;
  purpose: 'page' | 'incident' | 'acknowledged' | 'resolved' | 'nag';
  person: string | null;
  channel: string;
  /** Counts from 1. */
  step: number;
  reason: Reason;
  /** The subject of a reminder. */
  about?: RoomFacts['missing'][number]['about'];
  /** PH: the manual page it belongs to. */
  hand?: string;
  /** PH: address of somebody outside the team. */
  address?: string;
};
/** Written into the room once by the server; `mentions` are notified on their desktops. */
export type SaidFact = { key: string; text: string; why: Reason; mentions?: readonly string[] };

export type PagingState = {
  phase: PagingPhase;
  why: Reason;
  /** How often paging began, from 1; 0 before. */
  run: number;
  /** A copy from the start of the run: a changed policy does not affect a running one. */
  policy: Policy | null;
  severity: Severity;
  /** Answers noted earlier do not count. */
  answersFrom: number;
  round: number;
  step: number;
  /** When the step ends, or business hours begin. */
  stepEndsAt: number | null;
  /** Sends of this step that are due later. */
  later: readonly (Send & { dueAt: number })[];
  open: readonly OpenPage[];
  declined: readonly string[];
  /** Who was told, and has to hear the end. */
  told: readonly { person: string | null; channel: string }[];
  answer: { person: string; at: number } | null;
  /** ES17: how many of the room's outages were considered; absent in data from older versions. */
  outagesSeen?: number;
  /** The last turn of each reminder, keyed by its subject and start. */
  reminded: Readonly<Record<string, number>>;
  /** PH: manual pages, independent of the policy's run; absent in data from older versions. */
  hand?: readonly HandPage[];
};

export type Decision = {
  state: PagingState;
  sends: readonly Send[];
  says: readonly SaidFact[];
  /** Key prefix of queued deliveries to cancel. */
  cancels: string | null;
  reason: Reason;
  /** When to decide again if nothing happens first; null when only a change of the room matters. */
  nextAt: number | null;
};

export type PagingTeam = World & { policies: readonly Policy[]; services?: readonly Service[] };

/** Passed from one step of the decision to the next. */
export type DecisionDraft = {
  state: PagingState;
  sends: Send[];
  says: SaidFact[];
  cancels: string | null;
  reason: Reason;
};
