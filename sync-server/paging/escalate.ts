// Goes through the steps of a policy: the part of the decision that pages.
import { sayMoment } from '#room/time/time.ts';
import type { OpenPage } from '#room/feed/feed.ts';
import type { DecisionDraft, PagingState, Reason, RoomFacts, Send, PagingTeam } from './paging-state.ts';
import { mayUseKind } from '#wire/api/channels.ts';
import type { Policy } from '#wire/api/policies.ts';
import { pickPolicy } from './policy/policy.ts';
import { findRecipients, nextWork, ownersOf, waysTo, type Recipients } from './recipients.ts';

export type Moment = { room: RoomFacts; team: PagingTeam; now: number; why: Reason };

const minute = 60_000;
/** After its repeats a P1 is still paged, but at most this often. */
const calmWaitMinutes = 5;

const quietWords: Partial<Record<Reason, string>> = {
  drill: 'Nobody is paged: this is a drill.',
  'no-policy-fits': 'Nobody is paged: no policy fits its severity and service.',
};

/** Prefix of the keys of everything that one run sends. */
export const prefixOf = ({ incident }: RoomFacts, { run }: Pick<PagingState, 'run'>): string =>
  `page.${incident}.${run}.`;

/** ES2: begins with the first step of the policy that applies now. */
export function startRun(
  draft: DecisionDraft,
  { answersFrom, ...moment }: Moment & { answersFrom: number },
): void {
  const { room, team, why } = moment;
  const policy = pickPolicy(team.policies, room, team.services);
  draft.cancels = draft.state.run > 0 ? prefixOf(room, draft.state) : null;
  draft.reason = why;
  draft.state = {
    ...draft.state,
    run: draft.state.run + 1,
    policy,
    severity: room.severity,
    answersFrom,
    round: 0,
    step: 0,
    stepEndsAt: null,
    later: [],
    open: [],
    declined: [],
    answer: null,
    why,
  };
  const silence = whySilent(policy, moment);
  if (silence !== null) return stayQuiet(draft, room, silence, policy);
  const answer = room.answers.find(({ at }) => at >= answersFrom);
  if (answer) {
    const { person, at } = answer;
    draft.state = { ...draft.state, phase: 'acknowledged', why: 'acknowledged', answer: { person, at } };
    draft.reason = 'acknowledged';
    return undefined;
  }
  return startStep(draft, moment);
}

/** ES3: why a run would page nobody; null when it pages. */
export function whySilent(
  policy: Policy | null,
  { room, team }: Pick<Moment, 'room' | 'team'>,
): Reason | null {
  if (team.policies.length === 0) return 'no-policies';
  if (room.drill && !policy?.drills) return 'drill';
  if (policy === null) return 'no-policy-fits';
  return policy.steps.length === 0 ? 'policy-pages-nobody' : null;
}

function stayQuiet(draft: DecisionDraft, { incident }: RoomFacts, why: Reason, policy: Policy | null): void {
  draft.reason = why;
  draft.state = { ...draft.state, phase: 'quiet', why };
  // A team without policies already knows that nobody is paged.
  if (why === 'no-policies') return;
  const text = quietWords[why] ?? `Nobody is paged: that is what the policy “${policy?.name ?? ''}” says.`;
  draft.says.push({ key: `quiet.${incident}.${draft.state.run}`, text, why });
}

/** The next step, the next round, or the end when nobody is left to ask. */
export function nextStep(draft: DecisionDraft, moment: Moment): void {
  const { state } = draft;
  const steps = state.policy?.steps ?? [];
  draft.reason = moment.why;
  if (state.phase === 'waiting') return startStep(draft, { ...moment, why: 'business-hours-began' });
  if (state.step + 1 < steps.length) {
    draft.state = { ...state, step: state.step + 1 };
    return startStep(draft, moment);
  }
  const isPastRepeats = state.round >= (state.policy?.repeat ?? 0);
  if (isPastRepeats && moment.room.severity !== 'P1') return giveUp(draft, moment);
  draft.state = { ...state, step: 0, round: state.round + 1 };
  return startStep(draft, isPastRepeats ? { ...moment, why: 'p1-goes-on' } : moment);
}

function startStep(draft: DecisionDraft, moment: Moment): void {
  const { room, team, now, why } = moment;
  const { policy, step, round, run, declined } = draft.state;
  const current = policy?.steps[step];
  if (policy === null || current === undefined) return;
  const found = findRecipients(current.targets, team);
  const asked = found.people.filter((person) => !declined.includes(person));
  const isDeclined = asked.length === 0 && found.people.length > 0;
  const isShort = found.missing.length > 0 || isDeclined;
  const people = isShort ? [...new Set([...asked, ...ownersOf(team)])] : asked;
  const begins = policy.hours === 'business' ? workBegins(people, moment) : now;
  if (begins > now) return waitForHours(draft, begins, room);
  draft.reason = isShort ? (isDeclined ? 'all-declined' : 'nobody-on-call') : why;
  if (isShort) sayShort(draft, room, found, isDeclined);
  const working = policy.hours === 'business' ? people.filter((id) => worksAt(id, moment)) : people;
  const wait = round > policy.repeat ? Math.max(current.waitMinutes, calmWaitMinutes) : current.waitMinutes;
  draft.state = { ...draft.state, phase: 'paging', why: draft.reason, stepEndsAt: now + wait * minute };
  page(draft, moment, `${room.incident}.${run}.${round}.${step}`, {
    people: working,
    channels: found.channels.filter((id) => mayUseKind(kindOf(id, team), room)),
  });
}

const kindOf = (id: string, { channels }: PagingTeam): string =>
  channels.find((channel) => channel.id === id)?.kind ?? '';

/** When the first of these people works. Without people: when the usual working hours begin. */
function workBegins(people: readonly string[], { team, now }: Moment): number {
  const persons = people.map((id) => team.people.find((person) => person.id === id));
  const starts = (persons.length === 0 ? [undefined] : persons).flatMap(
    (person) => nextWork(person, now) ?? [],
  );
  return starts.length === 0 ? now : Math.min(...starts);
}

const worksAt = (id: string, { team, now }: Moment): boolean => {
  const starts = nextWork(
    team.people.find((person) => person.id === id),
    now,
  );
  return starts === null || starts <= now;
};

function waitForHours(draft: DecisionDraft, begins: number, { incident }: RoomFacts): void {
  const { run, round, step, phase } = draft.state;
  draft.reason = 'outside-business-hours';
  draft.state = { ...draft.state, phase: 'waiting', why: 'outside-business-hours', stepEndsAt: begins };
  if (phase === 'waiting') return;
  const text = `Paging waits for business hours, which begin at ${sayMoment(begins)}.`;
  draft.says.push({ key: `hours.${incident}.${run}.${round}.${step}`, text, why: 'outside-business-hours' });
}

function sayShort(
  draft: DecisionDraft,
  { incident }: RoomFacts,
  { missing }: Recipients,
  isDeclined: boolean,
): void {
  const { run, round, step } = draft.state;
  const causes = isDeclined ? ['everybody of this step declined'] : [...new Set(missing)];
  const words = causes.join('; ');
  draft.says.push({
    key: `short.${incident}.${run}.${round}.${step}`,
    text: `${words.charAt(0).toUpperCase()}${words.slice(1)}: the owners are paged instead.`,
    why: draft.reason,
  });
}

function page(
  draft: DecisionDraft,
  { room, team, now }: Moment,
  key: string,
  { people, channels }: { people: readonly string[]; channels: readonly string[] },
): void {
  const { state } = draft;
  const send = (person: string | null, channel: string): Send => ({
    key: `page.${key}.${person ?? '-'}.${channel}`,
    purpose: person === null ? 'incident' : 'page',
    person,
    channel,
    step: state.step + 1,
    reason: draft.reason,
  });
  const sends = channels.map((channel) => ({ ...send(null, channel), dueAt: now }));
  const open: OpenPage[] = [...state.open];
  for (const id of people) {
    const person = team.people.find((each) => each.id === id);
    if (person === undefined) continue;
    const ways = new Map(
      waysTo(person, team, room.severity).map(({ channel, afterMinutes }) => [channel, afterMinutes]),
    );
    for (const [channel, after] of ways) sends.push({ ...send(id, channel), dueAt: now + after * minute });
    if (!open.some((each) => each.person === id)) open.push(openPage(state, room, draft.reason, id, now));
  }
  draft.state = { ...draft.state, later: [...draft.state.later, ...sends], open };
}

/** One page per person and run: its id stays the same however often the person is paged. */
function openPage(
  { run, step, policy }: PagingState,
  { incident }: RoomFacts,
  reason: Reason,
  person: string,
  at: number,
): OpenPage {
  const id = `${incident}.${run}.${person}`;
  return { id, incident, person, at, step: step + 1, policy: policy?.name ?? '', reason };
}

/** ES5: everybody was paged as often as the policy says. */
function giveUp(draft: DecisionDraft, { room, team, now }: Moment): void {
  const { run, round, step, told } = draft.state;
  draft.reason = 'asked-everybody';
  draft.state = { ...draft.state, phase: 'exhausted', why: 'asked-everybody', stepEndsAt: null };
  draft.says.push({
    key: `gave-up.${room.incident}.${run}`,
    text: 'Everybody was paged as often as the policy says, and nobody acknowledged. Muster now tells the owners.',
    why: 'asked-everybody',
  });
  const owners = ownersOf(team).filter((owner) => !told.some(({ person }) => person === owner));
  const key = `${room.incident}.${run}.${round}.${step + 1}`;
  page(draft, { room, team, now, why: 'asked-everybody' }, key, { people: owners, channels: [] });
}
