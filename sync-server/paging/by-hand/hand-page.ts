// A manual page as it is kept, and what one decision about it makes.
import type { OpenPage } from '#room/feed/feed.ts';
import type { PagingState, RoomFacts, SaidFact, Send, PagingTeam } from '../paging-state.ts';
import type { HandStep } from './hand-steps.ts';

export type HandPage = {
  /** The id of the requesting fact and the index of the target in it. */
  id: string;
  by: string;
  byName: string;
  text: string | null;
  /** When the request was made. */
  at: number;
  /** The target in words. */
  shown: string;
  steps: readonly HandStep[];
  repeat: number;
  phase: 'paging' | 'answered' | 'exhausted' | 'over';
  round: number;
  step: number;
  stepEndsAt: number | null;
  later: readonly (Send & { dueAt: number })[];
  open: readonly OpenPage[];
  declined: readonly string[];
  /** Everybody this page has paged. */
  asked: readonly string[];
  told: readonly { person: string | null; channel: string; address?: string }[];
};

/** `page` is the id of the manual page. */
export type HandEvent = { kind: 'declined'; page: string; person: string } | { kind: 'came'; page: string };

export type HandDecision = {
  state: PagingState;
  sends: Send[];
  says: SaidFact[];
  /** Key prefixes of queued deliveries to cancel. */
  cancels: string[];
  nextAt: number | null;
};

/** What a decision is made from, and what it orders so far. */
export type Making = {
  room: RoomFacts;
  team: PagingTeam;
  now: number;
  out: Omit<HandDecision, 'state' | 'nextAt'>;
};

/** Prefix of the keys of everything that one manual page sends. */
export const prefixOf = ({ incident }: RoomFacts, { id }: Pick<HandPage, 'id'>): string =>
  `hand.${incident}.${id}.`;

/** The person's name; the id of somebody who is not in the team. */
export const nameOf = ({ people }: PagingTeam, id: string): string =>
  people.find((each) => each.id === id)?.name ?? id;
