// ES14: a rehearsal. Runs the real paging decision at each moment it would run, for an incident that nobody answers;
// sends nothing. Pure: on-call and the team are arguments.
import type { OnCall } from '#room/feed/feed.ts';
import { decide } from '../decide.ts';
import type { PagingState, Reason, RoomFacts, Send, PagingTeam } from '../paging-state.ts';
import { findRecipients } from '../recipients.ts';

/** More pages than this are cut off, and the answer says so. */
export const mostRehearsed = 200;

export type RehearsedPage = {
  at: number;
  /** Counts from 1. */
  step: number;
  /** How many full rounds came before. */
  round: number;
  /** Null for a shared channel. */
  person: string | null;
  /** A channel's id, or `desktop`; null when there is nowhere to send it. */
  channel: string | null;
  why: Reason;
  /** Why it would not arrive; null when it would be sent. */
  skipped: string | null;
};

export type Rehearsal = {
  policy: { id: string; name: string } | null;
  pages: RehearsedPage[];
  /** Notes that the room would get. */
  notes: { at: number; text: string; why: Reason }[];
  /** How the rehearsal ends: for good, or because the rest only repeats. */
  end: 'nobody' | 'asked-everybody' | 'goes-on';
  endsAt: number;
};

export type RehearsalCase = {
  incident: Pick<RoomFacts, 'severity' | 'service' | 'drill'>;
  at: number;
  team: Omit<PagingTeam, 'onCall'>;
  /** Who will be on call at that moment; asked again once the earliest `until` has passed. */
  onCallAt: (now: number) => readonly OnCall[];
  /** Why a page would not be sent; null when it would. */
  refusal: (send: Pick<Send, 'person' | 'channel'>) => string | null;
};

export function rehearse({ incident, at, team, onCallAt, refusal }: RehearsalCase): Rehearsal {
  const room = roomOf(incident, at);
  const teamAt = keepWhileTrue(onCallAt);
  const pages: RehearsedPage[] = [];
  const notes: Rehearsal['notes'] = [];
  let state: PagingState | null = null;
  for (let now = at; ;) {
    const world: PagingTeam = { ...team, onCall: teamAt(now) };
    const decision = decide(state, room, world, now);
    const began = hasBegun(state, decision.state);
    state = decision.state;
    const { step, round } = state;
    const place = { at: now, step: step + 1, round };
    for (const { person, channel, reason: why, step: of } of decision.sends)
      pages.push({ ...place, step: of, person, channel, why, skipped: refusal({ person, channel }) });
    if (began) pages.push(...leftOut(state, world).map((left) => ({ ...place, ...left })));
    notes.push(...decision.says.map(({ text, why }) => ({ at: now, text, why })));
    const policy = state.policy && { id: state.policy.id, name: state.policy.name };
    const done = { policy, pages, notes, endsAt: now };
    if (decision.nextAt === null)
      return { ...done, end: state.phase === 'exhausted' ? 'asked-everybody' : 'nobody' };
    const isMoreOfTheSame = began && round > (state.policy?.repeat ?? 0);
    if (isMoreOfTheSame || pages.length >= mostRehearsed) return { ...done, end: 'goes-on' };
    now = decision.nextAt;
  }
}

const roomOf = (incident: RehearsalCase['incident'], at: number): RoomFacts => ({
  ...incident,
  incident: 'dry-run',
  severityAt: at,
  severityBy: null,
  status: 'triage',
  answers: [],
  lastHumanAt: null,
  missing: [],
});

const hasBegun = (before: PagingState | null, after: PagingState): boolean =>
  after.phase === 'paging' &&
  (before?.phase !== 'paging' || before.step !== after.step || before.round !== after.round);

/** People in the step who are not paged: off work, or a missing backup. */
function leftOut(
  { policy, step, open, why }: PagingState,
  world: PagingTeam,
): Pick<RehearsedPage, 'person' | 'channel' | 'why' | 'skipped'>[] {
  const targets = policy?.steps[step]?.targets ?? [];
  const resting = findRecipients(targets, world)
    .people.filter((id) => !open.some(({ person }) => person === id))
    .map((person) => ({ person, channel: null, why, skipped: 'it is outside their working hours' }));
  const alone = targets.flatMap(({ kind, id, backup }) => {
    const duty = kind === 'schedule' && backup ? world.onCall.find(({ schedule }) => schedule === id) : null;
    if (!duty || duty.person === null || duty.backup !== null) return [];
    return [{ person: null, channel: null, why, skipped: `${duty.name} has no backup: nobody comes next` }];
  });
  return [...resting, ...alone];
}

/** Computing who is on call is expensive, and it seldom changes between two moments. */
function keepWhileTrue(onCallAt: RehearsalCase['onCallAt']): (now: number) => readonly OnCall[] {
  let known: readonly OnCall[] = [];
  let until = -Infinity;
  return (now) => {
    if (now < until) return known;
    known = onCallAt(now);
    until = Math.min(...known.map((duty) => duty.until ?? Infinity));
    return known;
  };
}
