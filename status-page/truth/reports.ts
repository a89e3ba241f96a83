// SP11: combines published updates into incidents. An update names only what it changes.
import { type ComponentStatus, levelOfStatus, type Impact, type KnownLevel, worstOf } from '../levels.ts';
import type { Texts } from '../schema/fields.ts';
import type { PublishedUpdate } from '../schema/updates.ts';
import type { Timed } from './timeline.ts';

export type IncidentStatus = PublishedUpdate['status'];
export type ComponentChange = { component: string; from: ComponentStatus; to: ComponentStatus };
export type IncidentUpdate = Pick<PublishedUpdate, 'id' | 'at' | 'status' | 'body'> & {
  editedAt: number;
  changes: readonly ComponentChange[];
  pictures: NonNullable<PublishedUpdate['pictures']>;
};
export type Incident = {
  id: string;
  title: Texts;
  status: IncidentStatus;
  impact: Impact;
  /** The impact that people stated; null when the components determine it. */
  statedImpact: Impact | null;
  /** When the trouble began, when it was first and last reported, and when it ended; in epoch ms. */
  startedAt: number;
  createdAt: number;
  updatedAt: number;
  monitoringAt: number | null;
  resolvedAt: number | null;
  /** Oldest first. */
  updates: readonly IncidentUpdate[];
  /** Every component it ever named, with its current level in this incident. */
  components: ReadonlyMap<string, ComponentStatus>;
  spans: ReadonlyMap<string, readonly Timed<ComponentStatus>[]>;
};

export const isOver = (status: IncidentStatus): boolean => status === 'resolved' || status === 'postmortem';
const impactOf: Record<KnownLevel, Impact> = {
  operational: 'none',
  degraded: 'minor',
  partial: 'major',
  major: 'critical',
};

/** Newest first. Updates dated after `now` are not included yet. */
export function foldReports(updates: readonly PublishedUpdate[], now: number): Incident[] {
  const byIncident = Map.groupBy(
    updates.filter(({ at }) => at <= now),
    ({ incident }) => incident,
  );
  return [...byIncident]
    .map(([id, list]) => foldIncident(id, list))
    .toSorted((one, other) => other.startedAt - one.startedAt || (one.id < other.id ? 1 : -1));
}

type Fold = {
  levels: Map<string, ComponentStatus>;
  /** The levels before the incident was resolved, for when it is reopened. */
  before: Map<string, ComponentStatus> | null;
  open: Map<string, Timed<ComponentStatus>>;
  spans: Map<string, Timed<ComponentStatus>[]>;
  worst: KnownLevel;
};

/** The updates in turn, each with what it changed, and how the components stand after the last. */
function foldUpdates(list: readonly PublishedUpdate[], startedAt: number) {
  const fold: Fold = {
    levels: new Map(),
    before: null,
    open: new Map(),
    spans: new Map(),
    worst: 'operational',
  };
  const told = list.map((update, index): IncidentUpdate => {
    const { at, status, body, pictures = [] } = update;
    // The first update counts from the start of the trouble.
    const changes = apply(fold, update, index === 0 ? startedAt : Math.max(at, startedAt));
    return { id: update.id, at, status, body, editedAt: update.editedAt ?? at, changes, pictures };
  });
  return { fold, told };
}

function foldIncident(id: string, given: readonly PublishedUpdate[]): Incident {
  const list = [...new Map(given.map((each) => [each.id, each])).values()].toSorted(
    (one, other) => one.at - other.at || (one.id < other.id ? -1 : 1),
  );
  const first = list[0] as PublishedUpdate;
  const last = list.at(-1) ?? first;
  const startedAt = list.findLast((each) => each.startedAt !== undefined)?.startedAt ?? first.at;
  const { fold, told } = foldUpdates(list, startedAt);
  const isDone = isOver(last.status);
  const statedImpact = list.findLast((each) => each.impact !== undefined)?.impact ?? null;
  const active = isDone
    ? fold.worst
    : worstOf([...fold.levels.values()].map((status) => levelOfStatus[status]));
  return {
    id,
    title: list.findLast((each) => each.title !== undefined)?.title ?? { '': id },
    status: last.status,
    impact: statedImpact ?? impactOf[active],
    statedImpact,
    startedAt: Math.min(startedAt, last.at),
    createdAt: first.at,
    updatedAt: Math.max(...told.map(({ editedAt }) => editedAt)),
    monitoringAt: list.findLast(({ status }) => status === 'monitoring')?.at ?? null,
    resolvedAt: isDone ? resolvedAt(list) : null,
    updates: told,
    components: fold.levels,
    spans: fold.spans,
  };
}

/** When the incident was resolved: the first of the final updates that say so; null while it is open. */
function resolvedAt(list: readonly PublishedUpdate[]): number | null {
  const lastOpen = list.findLastIndex(({ status }) => !isOver(status));
  return list[lastOpen + 1]?.at ?? null;
}

function apply(fold: Fold, update: PublishedUpdate, at: number): ComponentChange[] {
  const next = new Map<string, ComponentStatus>();
  if (isOver(update.status)) {
    fold.before ??= new Map(fold.levels);
    for (const component of fold.levels.keys()) next.set(component, 'operational');
    for (const { id } of update.components) next.set(id, 'operational');
  } else {
    for (const [component, status] of fold.before ?? []) next.set(component, status);
    fold.before = null;
    for (const { id, status } of update.components) next.set(id, status);
  }
  const changes: ComponentChange[] = [];
  for (const [component, to] of next) {
    const from = fold.levels.get(component) ?? 'operational';
    fold.levels.set(component, to);
    if (from !== to) changes.push({ component, from, to });
  }
  fold.worst = worstOf(
    [...fold.levels.values()].map((status) => levelOfStatus[status]),
    fold.worst,
  );
  say(fold, at, isOver(update.status));
  return changes;
}

/** Sets the incident's state of its components from `at`; a finished incident sets none. */
function say({ levels, open, spans }: Fold, at: number, isDone: boolean) {
  for (const [component, status] of levels) {
    const current = open.get(component);
    if (current && !isDone && current.value === status) continue;
    if (current) current.to = at;
    open.delete(component);
    if (isDone) continue;
    const span = { from: at, to: Infinity, value: status };
    open.set(component, span);
    spans.set(component, [...(spans.get(component) ?? []), span]);
  }
}
