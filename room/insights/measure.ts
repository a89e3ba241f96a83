// The contribution of one incident to the team's numbers (insights.ts), read from its facts whenever it has stopped
// changing. It uses the times of the incident's review, so the two never differ.
import type { Severity } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { collectMessages, collectPromises } from '../pir/messages.ts';
import { findInstants } from '../pir/instants.ts';
import { collectMetrics } from '../pir/metrics.ts';
import { findOutages } from '../pir/outages.ts';
import { findPeople } from '../pir/people.ts';
import { findRolePeriods } from '../pir/role-periods.ts';
import { tellSeverity, type SeverityStory } from '../pir/severity.ts';
import { adviseSeverity } from '../command/advise-severity.ts';
import { isZone } from '../time/zone.ts';
import { severities } from '../team/scales.ts';

export const phases = ['impact', 'detect', 'acknowledge', 'tell', 'recover', 'resolve', 'close'] as const;
export type Phase = (typeof phases)[number];

/** Times are epoch milliseconds, lengths milliseconds. */
export type MeasuredIncident = {
  id: string;
  number: string | null;
  title: string;
  service: string | null;
  drill: boolean;
  /** WD5: withdrawn, so not an incident. Absent from measurements of older versions. */
  withdrawn?: boolean;
  /** NU2: written down after it was over, so nobody lived through its times. Absent otherwise. */
  backfilled?: true;
  source: string;
  declaredAt: number;
  /** The first alert, where it came before the declaration. Absent from measurements of older versions. */
  alertedAt?: number;
  /** The highest severity it ever had; null when nobody set one. */
  severity: Severity | null;
  /** NU8. Absent from measurements of older versions. */
  severityCourse?: SeverityCourse;
  lengths: Record<
    Phase,
    { ms: number | null; state: 'counted' | 'not recorded' | 'invalid'; isPending?: true }
  >;
  /** Pages that went out, and to whom; null for a channel. `zone`: where the person was; absent in older rooms. */
  pages: readonly { at: number; person: string | null; zone?: string }[];
  /** NU11: who had which role, not as backup. Absent from measurements of older versions. */
  roles?: readonly { role: string; person: string }[];
  updates: { kept: number; missed: number };
  items: { made: number; done: number; open: number; dropped: number; overdueAt: readonly number[] };
  /** AI8: action items that can be automated. Absent when there are none, and from measurements of older versions. */
  automate?: { open: number; done: number };
  /** PM1, and the times of each action item. Absent from measurements of older versions. */
  causes?: readonly string[];
  itemTimes?: readonly ItemTimes[];
};
/** How the severity changed; `advised` is the severity computed from the impact answers, null without answers. */
export type SeverityCourse = {
  first: Severity | null;
  last: Severity | null;
  raised: number;
  lowered: number;
  advised: Severity | null;
};
export type ItemTimes = {
  madeAt: number;
  endedAt: number | null;
  state: 'open' | 'done' | 'dropped';
  due: number | null;
};

/** Clocks differ, and a short outage may end while it is written down. */
const livedThroughMs = 10 * 60_000;

const wasBackfilled = ({ resolvedAt }: Room, declaredNoted: number): boolean =>
  resolvedAt !== null && resolvedAt < declaredNoted - livedThroughMs;

/** Null until it is declared. */
export function measureIncident(id: string, room: Room): MeasuredIncident | null {
  const { declared } = room;
  if (!declared) return null;
  const people = findPeople(room, (person) => person);
  const outages = findOutages(room);
  const messages = collectMessages(room, people);
  const told = tellSeverity(room, people);
  const instants = findInstants(room, outages, messages);
  const metrics = collectMetrics(instants);
  const alertedAt = instants.detected.at ?? declared.at;
  const lengths = Object.fromEntries(
    phases.map((phase) => {
      const metric = metrics.find((each) => each.id === phase);
      const { ms = null, state = 'not recorded', isPending } = metric ?? {};
      return [phase, { ms, state, ...(isPending && { isPending }) }];
    }),
  ) as MeasuredIncident['lengths'];
  return {
    id,
    number: room.number,
    title: room.title,
    service: room.service,
    drill: room.drill,
    withdrawn: room.withdrawn !== null,
    ...(wasBackfilled(room, declared.noted) && { backfilled: true }),
    source: declared.source.type,
    declaredAt: declared.at,
    ...(alertedAt < declared.at && { alertedAt }),
    severity: told.peak,
    severityCourse: courseOf(told, room),
    lengths,
    pages: room.pages
      .filter(({ outcome }) => outcome.ok)
      .map(({ at, person, zone }) => ({
        at,
        person: person ?? null,
        ...(zone !== undefined && isZone(zone) && { zone }),
      })),
    roles: holdersIn(room),
    updates: countPromises(room, messages),
    items: countItems(room),
    automate: countToAutomate(room),
    causes: room.review.causes,
    itemTimes: timeItems(room),
  };
}

/** Each person once for each of their roles. */
function holdersIn(room: Room): { role: string; person: string }[] {
  const held = findRolePeriods(room).filter((period) => period.as === 'primary');
  return [
    ...new Map(held.map(({ role, person }) => [JSON.stringify([role, person]), { role, person }])).values(),
  ];
}

function courseOf({ history, final }: SeverityStory, room: Room): SeverityCourse {
  const ranks = history.map(({ severity }) => severities.indexOf(severity));
  const steps = ranks.slice(1).map((rank, index) => rank - (ranks[index] ?? rank));
  return {
    first: history[0]?.severity ?? null,
    last: final,
    raised: steps.filter((step) => step < 0).length,
    lowered: steps.filter((step) => step > 0).length,
    advised: adviseSeverity(room.impact.levels, room.severity)?.computed ?? null,
  };
}

function countPromises(
  room: Room,
  messages: ReturnType<typeof collectMessages>,
): MeasuredIncident['updates'] {
  const states = collectPromises(room, messages).map(({ state }) => state);
  const missed = states.filter((state) => state === 'late' || state === 'not sent').length;
  return { kept: states.filter((state) => state === 'on time').length, missed };
}

function countItems({ actionItems }: Room): MeasuredIncident['items'] {
  const count = (state: string) => actionItems.filter((item) => item.state === state).length;
  return {
    made: actionItems.length,
    done: count('done'),
    open: count('open'),
    dropped: count('dropped'),
    overdueAt: actionItems.flatMap(({ state, due }) => (state === 'open' && due !== null ? [due] : [])),
  };
}

function countToAutomate({ actionItems }: Room): { open: number; done: number } {
  const count = (state: string) => actionItems.filter((item) => item.automate && item.state === state).length;
  return { open: count('open'), done: count('done') };
}

/** An item ended when its current state was last set. */
function timeItems(room: Room): ItemTimes[] {
  return room.actionItems.map(({ id, at, state, due, doneAt }) => {
    const last = room.timeline.findLast(
      ({ fact }) => fact.kind === 'action-item-changed' && fact.target === id && fact.state === state,
    );
    const endedAt = state === 'open' ? null : (doneAt ?? last?.at ?? null);
    return { madeAt: at, endedAt, state, due };
  });
}
