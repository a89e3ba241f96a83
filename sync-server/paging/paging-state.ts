// The words in which paging is decided: what is known, what stands, and what is to be done.
import type { Severity, Status } from '#room/fact.ts';
import type { AskedTarget } from '#room/facts/paging.ts';
import type { OpenPage } from '#room/feed.ts';
import type { Service } from '#room/services.ts';
import type { HandPage } from './hand-pages.ts';
import type { Policy } from './policy.ts';
import type { World } from './recipients.ts';

/** What of a room the decision needs. Times are when something was noted. */
export type RoomFacts = {
  incident: string;
  severity: Severity;
  /** When the severity that stands was noted, and by whom. */
  severityAt: number;
  severityBy: string | null;
  status: Status;
  service: string | null;
  drill: boolean;
  /** Who acknowledged or took command, oldest first. */
  answers: readonly { person: string; at: number; by: 'acknowledging' | 'taking command' }[];
  /** The last thing a human noted. */
  lastHumanAt: number | null;
  /** ES17: what began to fail, in the order in which the room heard of it; not what relapsed within minutes. */
  outages?: readonly { noted: number; began: number }[];
  /** For an update `since` is when it is due. */
  missing: readonly { about: 'commander' | 'severity' | 'update'; since: number }[];
  /** PH: who was asked for by hand and not taken back, oldest first. */
  asked?: readonly Asked[];
  /** When each person last wrote something here. */
  voices?: Readonly<Record<string, number>>;
};

/** PH: one asking, as it stands in the room; `at` is when it was noted. */
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

export type Phase = 'waiting' | 'paging' | 'acknowledged' | 'exhausted' | 'quiet' | 'over';

/** `person` is null to a channel that many read. `channel` is a channel's id, or `desktop`. */
export type Send = {
  key: string;
  purpose: 'page' | 'incident' | 'acknowledged' | 'resolved' | 'nag';
  person: string | null;
  channel: string;
  /** From 1. */
  step: number;
  reason: Reason;
  /** What a reminder is about. */
  about?: RoomFacts['missing'][number]['about'];
  /** PH: which page by hand it belongs to. */
  hand?: string;
  /** PH: for somebody outside the team. */
  address?: string;
};
/** Written into the room, once, by the server; `mentions` are told on their desktops. */
export type Say = { key: string; text: string; why: Reason; mentions?: readonly string[] };

export type PagingState = {
  phase: Phase;
  why: Reason;
  /** Counts how often paging began, from 1; 0 before. */
  run: number;
  /** As it was when the run began: changing a policy does not change what is under way. */
  policy: Policy | null;
  severity: Severity;
  /** An answer noted before does not count. */
  answersFrom: number;
  round: number;
  step: number;
  /** When the step is over, or business hours begin. */
  stepEndsAt: number | null;
  /** Ways to people of this step that come later. */
  later: readonly (Send & { dueAt: number })[];
  open: readonly OpenPage[];
  declined: readonly string[];
  /** Who was told, for the end. */
  told: readonly { person: string | null; channel: string }[];
  answer: { person: string; at: number } | null;
  /** ES17: how many of the room's outages were taken into account; absent in what older versions wrote. */
  outagesSeen?: number;
  /** The last turn of each reminder, by what it is about and since when. */
  reminded: Readonly<Record<string, number>>;
  /** PH: pages by hand, each beside the policy's run; absent in what older versions wrote. */
  hand?: readonly HandPage[];
};

export type Decision = {
  state: PagingState;
  sends: readonly Send[];
  says: readonly Say[];
  /** What is queued under keys that begin so is no longer wanted. */
  cancels: string | null;
  reason: Reason;
  /** When to decide again if nothing happens before; null when only a change of the room matters. */
  nextAt: number | null;
};

export type Team = World & { policies: readonly Policy[]; services?: readonly Service[] };

/** What a step of the decision hands to the next. */
export type Draft = {
  state: PagingState;
  sends: Send[];
  says: Say[];
  cancels: string | null;
  reason: Reason;
};
