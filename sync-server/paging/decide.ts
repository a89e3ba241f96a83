// ES: decides whom to page, when, and why. A pure function of the paging state, the room, the team and the time;
// pager.ts carries it out. The same arguments give the same decision, so a crash changes nothing.
import { severities } from '#room/facts/fact.ts';
import { reminderTimes } from '#room/command/reminders.ts';
import { nextStep, prefixOf, startRun, whySilent } from './escalate.ts';
import type { Decision, DecisionDraft, PagingState, RoomFacts, Send, PagingTeam } from './paging-state.ts';
import { pickPolicy } from './policy/policy.ts';
import { waysTo } from './recipients.ts';

export type PagingEvent = { kind: 'declined'; person: string };

const minute = 60_000;
/** Older incidents are not news; some predate policies. */
const newWithinMs = 60 * minute;

export const freshState = ({ severity }: Pick<RoomFacts, 'severity'>): PagingState => ({
  phase: 'quiet',
  why: 'nothing-new',
  run: 0,
  policy: null,
  severity,
  answersFrom: 0,
  round: 0,
  step: 0,
  stepEndsAt: null,
  later: [],
  open: [],
  declined: [],
  told: [],
  answer: null,
  reminded: {},
});

/** `event` is an action outside the room. */
export function decide(
  before: PagingState | null,
  room: RoomFacts,
  team: PagingTeam,
  now: number,
  event: PagingEvent | null = null,
): Decision {
  const state = before ?? freshState(room);
  const draft: DecisionDraft = { state, sends: [], says: [], cancels: null, reason: 'nothing-new' };
  judge(draft, { room, team, now, event, isFirst: before === null });
  draft.state = countOutages(draft.state, room);
  sendLater(draft, now);
  remind(draft, room, team, now);
  return { ...draft, nextAt: findNext(draft.state, room, now) };
}

type Given = { room: RoomFacts; team: PagingTeam; now: number; event: PagingEvent | null; isFirst: boolean };

function judge(draft: DecisionDraft, given: Given): void {
  const { room, team, now, event, isFirst } = given;
  const { state } = draft;
  if (room.status === 'resolved' || room.status === 'closed') return end(draft, room);
  if (isFirst) return startRun(draft, { room, team, now, why: 'declared', answersFrom: 0 });
  if (state.phase === 'over') return startRun(draft, { room, team, now, why: 'reopened', answersFrom: now });
  if (room.severity !== state.severity && judgeSeverity(draft, given)) return undefined;
  if (judgeOutages(draft, given)) return undefined;
  if (state.phase === 'quiet') return undefined;
  const answer = answerIn(state, room);
  if (state.phase !== 'acknowledged' && answer !== null) return acknowledge(draft, answer, given);
  if (event !== null && state.phase === 'paging') return decline(draft, event.person, { room, team, now });
  if (state.phase === 'acknowledged' && answer === null) {
    const { answersFrom } = state;
    return startRun(draft, { room, team, now, why: 'answer-taken-back', answersFrom });
  }
  if (state.phase === 'acknowledged') return judgeSilence(draft, { room, team, now });
  if (state.stepEndsAt === null || state.stepEndsAt > now) return undefined;
  return nextStep(draft, { room, team, now, why: 'not-acknowledged-in-time' });
}

/**
 * ES17: an outage that begins after the acknowledgement, or when paging has stopped, pages again. Earlier outages
 * count as acknowledged. True when this decided everything.
 */
function judgeOutages(draft: DecisionDraft, { room, team, now }: Given): boolean {
  const { phase, answer, outagesSeen = Infinity } = draft.state;
  if (phase === 'paging' || phase === 'waiting') return false;
  const answeredAt = phase === 'acknowledged' ? (answer?.at ?? 0) : 0;
  const first = (room.outages ?? [])
    .slice(outagesSeen)
    .find(({ noted, began }) => noted > now - newWithinMs && began > answeredAt);
  if (
    first === undefined ||
    whySilent(pickPolicy(team.policies, room, team.services), { room, team }) !== null
  )
    return false;
  if (phase === 'acknowledged')
    draft.says.push({
      key: `another.${room.incident}.${draft.state.run}`,
      text: 'Something else has failed since the acknowledgement, so paging begins again.',
      why: 'another-outage',
    });
  startRun(draft, { room, team, now, why: 'another-outage', answersFrom: Math.min(now, first.noted) });
  return true;
}

function countOutages(state: PagingState, { outages = [] }: RoomFacts): PagingState {
  const count = Math.max(outages.length, state.outagesSeen ?? 0);
  return count === state.outagesSeen ? state : { ...state, outagesSeen: count };
}

const answerIn = ({ answersFrom }: PagingState, { answers }: RoomFacts) =>
  answers.find(({ at }) => at >= answersFrom) ?? null;

/** ES7: stops paging and tells everyone who was told, once. */
function end(draft: DecisionDraft, room: RoomFacts): void {
  const { incident } = room;
  const { state } = draft;
  if (state.phase === 'over') return;
  draft.cancels = prefixOf(room, state);
  draft.reason = 'resolved';
  const ways = firstWays(state.told);
  draft.sends = ways.map(({ person, channel }) => ({
    key: `resolved.${incident}.${state.run}.${person ?? '-'}.${channel}`,
    purpose: 'resolved',
    person,
    channel,
    step: state.step + 1,
    reason: 'resolved',
  }));
  draft.state = { ...stopped(state), phase: 'over', why: 'resolved', told: [] };
}

/** One way per person or channel, without the desktop: it shows the end by itself. */
function firstWays(told: PagingState['told']): PagingState['told'] {
  const remote = told.filter(({ channel }) => channel !== 'desktop');
  return remote.filter(
    ({ person, channel }, index) =>
      remote.findIndex((each) => each.person === person && (person !== null || each.channel === channel)) ===
      index,
  );
}

const stopped = (state: PagingState): PagingState => ({ ...state, stepEndsAt: null, later: [], open: [] });

/** ES6. True when this decided everything. */
function judgeSeverity(draft: DecisionDraft, { room, team, now }: Given): boolean {
  const { state } = draft;
  const isRaised = severities.indexOf(room.severity) < severities.indexOf(state.severity);
  const policy = pickPolicy(team.policies, room, team.services);
  const isKnownToWhoAnswered = room.answers.some(({ person }) => person === room.severityBy);
  if (state.phase === 'acknowledged' && (!isRaised || isKnownToWhoAnswered)) {
    draft.reason = isRaised ? 'raised-by-who-acknowledged' : 'severity-lowered';
    draft.state = { ...state, severity: room.severity, policy: policy ?? state.policy };
    return false;
  }
  if (isRaised) {
    startRun(draft, { room, team, now, why: 'severity-raised', answersFrom: Math.min(now, room.severityAt) });
    return true;
  }
  if (policy?.id !== state.policy?.id) {
    const { answersFrom } = state;
    startRun(draft, { room, team, now, why: 'severity-lowered', answersFrom });
    return true;
  }
  draft.state = { ...state, severity: room.severity };
  return false;
}

function acknowledge(
  draft: DecisionDraft,
  { person, at }: RoomFacts['answers'][number],
  { room, team }: Pick<Given, 'room' | 'team'>,
): void {
  draft.cancels = prefixOf(room, draft.state);
  draft.reason = 'acknowledged';
  draft.sends = relaysOf(draft.state, room, team);
  draft.state = {
    ...stopped(draft.state),
    phase: 'acknowledged',
    why: 'acknowledged',
    answer: { person, at },
  };
}

/** Other paging services that were told page on until they hear of the acknowledgement. */
function relaysOf(
  { told, run, step }: PagingState,
  { incident }: RoomFacts,
  { channels }: PagingTeam,
): Send[] {
  const isRelay = (id: string) =>
    channels.some((channel) => channel.id === id && channel.kind === 'pagerduty');
  return told
    .filter(({ person, channel }) => person === null && isRelay(channel))
    .map(({ channel }) => ({
      key: `acknowledged.${incident}.${run}.${channel}`,
      purpose: 'acknowledged',
      person: null,
      channel,
      step: step + 1,
      reason: 'acknowledged',
    }));
}

type Moment = { room: RoomFacts; team: PagingTeam; now: number };

function decline(draft: DecisionDraft, person: string, moment: Moment): void {
  const { state } = draft;
  const name = moment.team.people.find(({ id }) => id === person)?.name ?? 'Somebody';
  draft.says.push({
    key: `declined.${moment.room.incident}.${state.run}.${state.round}.${state.step}.${person}`,
    text: `${name} passed it on to the next step.`,
    why: 'declined',
  });
  draft.state = {
    ...state,
    open: state.open.filter((page) => page.person !== person),
    later: state.later.filter((send) => send.person !== person),
    declined: [...state.declined, person],
  };
  nextStep(draft, { ...moment, why: 'declined' });
}

/** ES8: acknowledged, but nobody has written anything since. */
function judgeSilence(draft: DecisionDraft, { room, team, now }: Moment): void {
  const due = silenceEndsAt(draft.state, room);
  if (due === null || due > now) return;
  draft.says.push({
    key: `silent.${room.incident}.${draft.state.run}`,
    text: 'Nobody wrote anything after the acknowledgement, so paging begins again.',
    why: 'silent-after-acknowledging',
  });
  startRun(draft, { room, team, now, why: 'silent-after-acknowledging', answersFrom: now });
}

function silenceEndsAt({ phase, answer, policy }: PagingState, { lastHumanAt }: RoomFacts): number | null {
  const minutes = policy?.ackTimeoutMinutes ?? null;
  if (phase !== 'acknowledged' || answer === null || minutes === null) return null;
  return Math.max(answer.at, lastHumanAt ?? 0) + minutes * minute;
}

function sendLater(draft: DecisionDraft, now: number): void {
  const due = draft.state.later.filter(({ dueAt }) => dueAt <= now);
  if (due.length === 0) return;
  for (const { dueAt: _dueAt, ...send } of due) draft.sends.push(send);
  if (draft.reason === 'nothing-new') draft.reason = 'next-way';
  const told = [...draft.state.told];
  for (const { person, channel } of due) {
    if (!told.some((each) => each.person === person && each.channel === channel))
      told.push({ person, channel });
  }
  draft.state = { ...draft.state, later: draft.state.later.filter(({ dueAt }) => dueAt > now), told };
}

const reminding = new Set(['paging', 'acknowledged', 'exhausted']);
const isReminding = ({ phase, policy, told }: PagingState): boolean =>
  policy?.reminders === true && reminding.has(phase) && told.length > 0;

/** ES9: reminds the channels that were told; without any, the person who acknowledged or was paged. */
function remind(draft: DecisionDraft, room: RoomFacts, team: PagingTeam, now: number): void {
  if (!isReminding(draft.state)) return;
  for (const missing of room.missing) {
    const name = `${missing.about}.${missing.since}`;
    const turn = reminderTimes(missing).filter((at) => at <= now).length;
    if (turn <= (draft.state.reminded[name] ?? 0)) continue;
    draft.state = { ...draft.state, reminded: { ...draft.state.reminded, [name]: turn } };
    if (draft.reason === 'nothing-new') draft.reason = 'reminder';
    for (const { person, channel } of reminderWays(draft.state, team)) {
      draft.sends.push({
        key: `nag.${room.incident}.${name}.${turn}.${person ?? '-'}.${channel}`,
        purpose: 'nag',
        person,
        channel,
        step: draft.state.step + 1,
        reason: 'reminder',
        about: missing.about,
      });
    }
  }
}

function reminderWays({ told, answer }: PagingState, team: PagingTeam): PagingState['told'] {
  const shared = told.filter(({ person }) => person === null);
  if (shared.length > 0) return firstWays(shared);
  if (answer === null) return firstWays(told);
  const person = team.people.find(({ id }) => id === answer.person);
  const way = person && waysTo(person, team).find(({ channel }) => channel !== 'desktop');
  return way ? [{ person: answer.person, channel: way.channel }] : [];
}

function findNext(state: PagingState, room: RoomFacts, now: number): number | null {
  const reminders = isReminding(state) ? room.missing.flatMap((each) => reminderTimes(each)) : [];
  const times = [
    state.stepEndsAt,
    silenceEndsAt(state, room),
    ...state.later.map(({ dueAt }) => dueAt),
    ...reminders.filter((at) => at > now),
  ].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
}
