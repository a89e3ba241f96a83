// RV2: the instants of an incident, read from its facts. An unknown one is missing, and is not shown as a time.
import type { FactKind } from '../facts/fact.ts';
import type { Entry, Room } from '../view/room-view.ts';
import type { ReviewMessage } from './messages.ts';
import { findRecovery, standing, type ReviewOutage } from './outages.ts';
import { oneLine } from './phrases.ts';
import { toSecond } from './zone.ts';

/** An instant of the incident; `at` is null when it is not recorded. `facts` are the ids of its sources. */
export type Instant = { at: number | null; note: string | null; facts: readonly string[] };
/** `isPending`: it is still to come, because the incident goes on or is not closed. Absent otherwise. */
export type Timestamp = Instant & { label: string; isPending?: true };

export type Instants = Record<
  | 'impactBegan'
  | 'detected'
  | 'declared'
  | 'acknowledged'
  | 'firstInternal'
  | 'firstExternal'
  | 'firstAction'
  | 'firstHelp'
  | 'identified'
  | 'impactEnded'
  | 'recovered'
  | 'resolved'
  | 'closed',
  Instant
>;

/** The printed name of each instant. */
export const instantLabels: Record<keyof Instants, string> = {
  impactBegan: 'Customer impact began',
  detected: 'First alert',
  declared: 'Declared',
  acknowledged: 'First acknowledged',
  firstInternal: 'First internal message',
  firstExternal: 'First customer update',
  firstAction: 'First action',
  firstHelp: 'First action that helped',
  identified: 'Cause identified',
  impactEnded: 'Customer impact ended',
  recovered: 'Recovered',
  resolved: 'Resolved',
  closed: 'Closed',
};

const unknown: Instant = { at: null, note: null, facts: [] };
const instant = (found: { id: string; at: number } | undefined, note: string | null = null): Instant =>
  found === undefined ? unknown : { at: found.at, note, facts: [found.id] };

export function findInstants(
  room: Room,
  outages: readonly ReviewOutage[],
  messages: readonly ReviewMessage[],
): Instants {
  const live = standing(room);
  const firstOf = (kind: FactKind) => live.find(({ fact }) => fact.kind === kind);
  const lastAt = (kind: FactKind, at: number | null) =>
    live.findLast((entry) => entry.fact.kind === kind && entry.at === at);
  const statusAt = (status: string, at: number | null) =>
    live.find((entry) => entry.fact.kind === 'status' && entry.fact.status === status && entry.at === at) ??
    (at === null ? undefined : { id: '', at });
  const declared = room.declared ? live.find(({ id }) => id === room.declared?.id) : undefined;
  const firstDown = firstOf('check-down');
  const isAlertFirst = firstDown !== undefined && (!declared || firstDown.at <= declared.at);
  const detected = isAlertFirst ? instant(firstDown) : instant(declared, declaredBy(room));
  const action = live.find(({ fact }) => fact.kind === 'action');
  const helped = live.find(({ grade }) => grade?.outcome === 'helped');
  const identified = live.find(({ fact }) => fact.kind === 'status' && fact.status === 'identified');
  return rounded({
    impactBegan: instant(lastAt('impact-began', room.impactBeganAt)),
    detected,
    declared: instant(declared),
    acknowledged: findAcknowledgement(room, detected.at),
    firstInternal: findInternal(room, messages),
    firstExternal: firstMessage(messages, 'external'),
    firstAction: instant(action, action ? sayAction(action) : null),
    firstHelp: helped
      ? instant(helped, sayAction(helped))
      : { ...unknown, note: action ? 'no action was judged to have helped' : null },
    identified: instant(identified),
    impactEnded: instant(lastAt('impact-ended', room.impactEndedAt)),
    recovered: findRecovery(room, outages),
    resolved: instant(statusAt('resolved', room.resolvedAt)),
    closed: instant(statusAt('closed', room.closedAt)),
  });
}

export type Start = 'alert' | 'report' | 'person' | 'drill';
/** In a sentence: what came first, and what lengths are counted from. */
export const startWords: Readonly<Record<Start, { came: string; since: string }>> = {
  alert: { came: 'the first alert came', since: 'the first alert' },
  report: { came: 'a report came by form', since: 'the report' },
  person: { came: 'the incident was declared', since: 'the declaration' },
  drill: { came: 'a drill was declared', since: 'the declaration' },
};

/** What came first: an alert, or the declaration by a report or a person, before anything alerted. */
export function startOf({ room: { declared, drill }, instants }: { room: Room; instants: Instants }): Start {
  if (instants.detected.facts[0] !== instants.declared.facts[0]) return 'alert';
  const type = declared?.source.type;
  if (type === 'report') return type;
  return type !== 'person' ? 'alert' : drill ? 'drill' : type;
}

/** A declaration by a machine is an alert; one by a person means that a person noticed before any check. */
function declaredBy({ declared }: Room): string | null {
  const type = declared?.source.type;
  if (type === 'monitor' || type === 'intake') return 'it opened the incident';
  return type === undefined ? null : `the declaration by a ${type === 'report' ? 'report' : 'person'}`;
}

const cut = ({ at, note, facts }: Instant): Instant => ({
  at: at === null ? null : toSecond(at),
  note,
  facts: facts.filter(Boolean),
});

function rounded(instants: Instants): Instants {
  const result = { ...instants };
  for (const key of Object.keys(instantLabels) as (keyof Instants)[]) result[key] = cut(instants[key]);
  return result;
}

const gradeNotes: Record<string, string> = {
  helped: 'it helped',
  'no-effect': 'it had no effect',
  'made-worse': 'it made things worse',
  inconclusive: 'whether it helped is inconclusive',
};
/** What was done, and whether it helped. */
const sayAction = ({ fact, grade }: Entry): string =>
  [fact.kind === 'action' ? oneLine(fact.text) : '', sayGrade(grade?.outcome)].filter(Boolean).join(': ');
const sayGrade = (outcome: string | undefined): string =>
  outcome === undefined ? 'not judged' : (gradeNotes[outcome] ?? outcome);

/** The first acknowledgement, else the first role taken after detection. */
function findAcknowledgement(room: Room, detectedAt: number | null): Instant {
  const live = standing(room);
  const said = live.find(({ fact }) => fact.kind === 'acknowledged');
  if (said) return instant(said);
  const taken = live.find(({ fact, at }) => fact.kind === 'claimed' && at >= (detectedAt ?? 0));
  return instant(taken, 'nobody acknowledged: the first role taken');
}

/** The first internal message, or the server's first notice to a shared channel. */
function findInternal(room: Room, messages: readonly ReviewMessage[]): Instant {
  const told = standing(room).find(
    ({ fact }) =>
      fact.kind === 'paged' && fact.person === undefined && fact.address === undefined && fact.outcome.ok,
  );
  const sent = firstMessage(messages, 'internal');
  if (told === undefined || told.fact.kind !== 'paged') return sent;
  if (sent.at !== null && sent.at <= told.at) return sent;
  return instant(told, `automatic, to ${told.fact.channel}`);
}

function firstMessage(messages: readonly ReviewMessage[], side: ReviewMessage['side']): Instant {
  const first = messages.find((message) => message.side === side);
  return first === undefined
    ? unknown
    : { at: first.at, note: `through ${first.channels.join(', ')}`, facts: first.facts };
}

/** Whether an instant that is not known may still come. */
export function isComing(instant: keyof Instants, { declared, resolved, closed }: Instants): boolean {
  if (closed.at !== null || declared.at === null) return false;
  return resolved.at === null || instant === 'closed';
}

/** Nobody waits for a beginning, nor for the end of an impact that nobody saw begin. */
function isAwaited(key: keyof Instants, instants: Instants): boolean {
  if (instants[key].at !== null || key === 'impactBegan' || key === 'detected') return false;
  return isComing(key, instants) && (key !== 'impactEnded' || instants.impactBegan.at !== null);
}

/** RV2: the instants together with every customer update, action and change, in time order. */
export function collectTimestamps(
  room: Room,
  instants: Instants,
  messages: readonly ReviewMessage[],
): Timestamp[] {
  const named = (Object.keys(instantLabels) as (keyof Instants)[]).map((key) => ({
    label: instantLabels[key],
    ...instants[key],
    ...(isAwaited(key, instants) && { isPending: true as const }),
  }));
  const { firstExternal, firstAction, firstHelp } = instants;
  const taken = new Set([...firstExternal.facts, ...firstAction.facts, ...firstHelp.facts]);
  const updates = messages
    .filter(({ side, facts }) => side === 'external' && !facts.some((id) => taken.has(id)))
    .map(({ number, at, channels, facts }) => ({
      label: `Customer update ${number}`,
      at: toSecond(at),
      note: `through ${channels.join(', ')}`,
      facts,
    }));
  const done = standing(room).flatMap((entry) => (taken.has(entry.id) ? [] : stampOf(entry)));
  const again = room.reopened.flatMap((turn) => stampsOfTurn(room, turn));
  const order = (row: Timestamp): number => row.at ?? Number.POSITIVE_INFINITY;
  return [...named, ...updates, ...done, ...again].toSorted((a, b) =>
    order(a) === order(b) ? 0 : order(a) - order(b),
  );
}

/** When it was resolved for the time being, and when it was opened again. */
function stampsOfTurn(room: Room, { resolvedAt, at }: Room['reopened'][number]): Timestamp[] {
  const statusAt = (when: number) =>
    standing(room).find((entry) => entry.fact.kind === 'status' && entry.at === when);
  return [
    { label: 'Resolved for the time being', ...cut(instant(statusAt(resolvedAt))) },
    { label: 'Opened again', ...cut(instant(statusAt(at), whyOf(statusAt(at)))) },
  ].filter(({ at: known }) => known !== null);
}

/** Why somebody set a status; null without a reason. */
export const whyOf = (entry: Entry | undefined): string | null =>
  entry?.fact.kind === 'status' && entry.fact.why ? oneLine(entry.fact.why) : null;

/** The row of an action or a change. */
function stampOf({ fact, id, at, grade }: Entry): Timestamp[] {
  if (fact.kind !== 'action' && fact.kind !== 'change') return [];
  const [what, note] =
    fact.kind === 'action'
      ? ['Action', sayGrade(grade?.outcome)]
      : ['Change', fact.source === undefined ? null : `from ${fact.source}`];
  return [{ label: `${what}: ${oneLine(fact.text)}`, at: toSecond(at), note, facts: [id] }];
}
