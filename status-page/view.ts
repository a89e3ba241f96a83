// Everything that a generation shows, computed once; the files only write it out.
import { isoTime } from '#room/time/time.ts';
import type { SignUpWay } from './sign-up-ways.ts';
import { type Shown, worstShown } from './levels.ts';
import { limits } from './limits.ts';
import { listOccurrences, type Occurrence } from './maintenance/occurrences.ts';
import { opaqueId } from './opaque-id.ts';
import type { ComponentChecks } from './schema/checks.ts';
import type { Maintenance } from './schema/maintenance.ts';
import type { PageSettings, PageComponent } from './schema/page.ts';
import type { TeamIncident } from './schema/team.ts';
import type { PublishedUpdate } from './schema/updates.ts';
import { type Overall, tellOverall } from './truth/overall.ts';
import { foldReports, type Incident, isOver } from './truth/reports.ts';
import { type LevelStanding, tellTimeline } from './truth/timeline.ts';
import { type DayMark, markOf } from './uptime/day-mark.ts';
import { groupShare, type Interval, splitByRange, type Uptime, uptime } from './uptime/uptime.ts';
import { type Day, daysUntil } from './zone.ts';

/** The input of a page. The schemas in schema/ have parsed each part. Times are in epoch ms. */
export type StatusPageInput = {
  page: PageSettings;
  updates: readonly PublishedUpdate[];
  intervals: readonly ComponentChecks[];
  maintenance: readonly Maintenance[];
  now: number;
  /** Rises with every generation: the higher number wins. */
  sequence: number;
  /** Where it is published, http or https; feeds and JSON link to it, unless the page has its own address. */
  url: string;
  /** The program that made it, as shown to everybody. */
  by?: string;
  /** SP131: the team's open incidents; absent on pages that do not show them. */
  team?: readonly TeamIncident[];
  /** The target of the sign-up form; absent: no form. */
  signUp?: string;
  /** SP132: how visitors may be notified; only by mail when absent. */
  signUpBy?: readonly SignUpWay[];
};

export type DayView = Day & { uptime: Uptime; mark: DayMark };
export type ComponentView = {
  settings: PageComponent;
  id: string;
  name: string;
  position: number;
  standing: LevelStanding;
  intervals: readonly Interval[];
  /** Null when there is no history: it is not measured, or the page hides it. */
  history: { uptime: Uptime; days: readonly DayView[] } | null;
};
export type GroupView = {
  id: string;
  name: string;
  description: string | null;
  parent: string | null;
  position: number;
  children: (ComponentView | GroupView)[];
  /** All the components in it, at any depth. */
  members: readonly ComponentView[];
  shown: Shown;
  share: number | null;
};
export type StatusPageView = Omit<StatusPageInput, 'updates' | 'intervals' | 'maintenance'> & {
  /** Ends in a slash. */
  base: string;
  days: readonly Day[];
  components: readonly ComponentView[];
  groups: readonly GroupView[];
  tree: readonly (ComponentView | GroupView)[];
  overall: Overall;
  /** Newest first. */
  incidents: readonly Incident[];
  open: readonly Incident[];
  /** By their start, including cancelled turns. */
  occurrences: readonly Occurrence[];
  find: (component: string) => ComponentView | undefined;
};

const dayMs = 86_400_000;

export const isGroup = (each: ComponentView | GroupView): each is GroupView => 'members' in each;

export function viewPage(input: StatusPageInput): StatusPageView {
  const { page, now } = input;
  const days = daysUntil(now, limits.daysBack, page.timeZone);
  const from = days[0]?.from ?? now;
  const incidents = foldReports(input.updates, now);
  const range = { from: from - dayMs, to: now + limits.daysAhead * dayMs };
  const occurrences = listOccurrences(input.maintenance, range, now);
  const checks = new Map(input.intervals.map((each) => [each.component, each]));
  const components = page.components.map((settings, index) =>
    viewComponent({ settings, position: index + 1, input, days, incidents, occurrences, checks }),
  );
  const groups = viewGroups(page, components, { from, to: now });
  const open = incidents.filter(({ status }) => !isOver(status));
  const byId = new Map(components.map((each) => [each.id, each]));
  return {
    ...input,
    base: baseOf(page.url ?? input.url),
    days,
    components,
    groups,
    tree: treeOf(components, groups),
    overall: tellOverall({
      components: components.map(({ name, standing }) => ({ name, shown: standing.shown })),
      impacts: [...open.flatMap(({ statedImpact }) => statedImpact ?? []), ...teamImpacts(input.team)],
      isMaintenanceOn: occurrences.some(isRunning),
    }),
    incidents,
    open,
    occurrences,
    find: (id) => byId.get(id),
  };
}

/** SP131: the impact that people stated, else that of the severity. */
const teamImpacts = (team: readonly TeamIncident[] = []) =>
  team.map(({ impact, severity }) => impact ?? impactOfSeverity[severity]);
const impactOfSeverity = { P1: 'critical', P2: 'major', P3: 'minor', P4: 'none' } as const;

export const isRunning = ({ status, isCancelled }: Occurrence): boolean =>
  !isCancelled && (status === 'in_progress' || status === 'verifying');

type Making = {
  settings: PageComponent;
  position: number;
  input: StatusPageInput;
  days: readonly Day[];
  incidents: readonly Incident[];
  occurrences: readonly Occurrence[];
  checks: ReadonlyMap<string, ComponentChecks>;
};
function viewComponent({
  settings,
  position,
  input,
  days,
  incidents,
  occurrences,
  checks,
}: Making): ComponentView {
  const { now, page } = input;
  const { id, name, since } = settings;
  const isMeasured = settings.monitor !== undefined || checks.has(id);
  const from = Math.min(now, Math.max(days[0]?.from ?? now, since ?? 0));
  const { intervals, standing } = tellTimeline({
    checks: checks.get(id) ?? null,
    isMeasured,
    people: incidents.flatMap(({ spans }) => spans.get(id) ?? []),
    windows: occurrences
      .filter((each) => !each.isCancelled && each.components.includes(id))
      .map((each) => ({ from: each.from, to: each.to, value: 'maintenance' as const })),
    from,
    now,
  });
  const hasHistory = settings.showUptime && (isMeasured || since !== undefined);
  return {
    settings,
    id,
    name,
    position,
    standing,
    intervals,
    history: hasHistory ? historyOf(intervals, days, { page, now }) : null,
  };
}

function historyOf(
  intervals: readonly Interval[],
  days: readonly Day[],
  { page, now }: { page: PageSettings; now: number },
): ComponentView['history'] {
  const past = days.map((day) => ({ ...day, to: Math.min(day.to, now) }));
  const split = splitByRange(intervals, past);
  return {
    uptime: uptime(intervals, page.method, { from: past[0]?.from ?? now, to: now }),
    days: past.map((day, index) => {
      const found = uptime(split[index] ?? [], page.method, day);
      return { ...day, uptime: found, mark: markOf(found, day.to - day.from) };
    }),
  };
}

function viewGroups(
  page: PageSettings,
  components: readonly ComponentView[],
  range: { from: number; to: number },
): GroupView[] {
  const settings = new Map(page.groups.map((each) => [each.name, each]));
  const parentOf = (name: string) => settings.get(name)?.parent ?? null;
  const used = components.flatMap(({ settings: { group } }) =>
    group === undefined ? [] : [parentOf(group), group].filter((name) => name !== null),
  );
  return [...new Set(used)].map((name, index) => {
    const members = components.filter(
      ({ settings: { group } }) => group !== undefined && (group === name || parentOf(group) === name),
    );
    const measured = members.filter(({ history }) => history !== null).map(({ intervals }) => intervals);
    return {
      id: opaqueId('group', page.slug, name),
      name,
      description: settings.get(name)?.description ?? null,
      parent: parentOf(name),
      position: index + 1,
      children: [],
      members,
      shown: worstShown(members.map(({ standing }) => standing.shown)),
      share: groupShare(measured, page.method, range),
    };
  });
}

/** In the order of the components; a group takes the place of its first member. */
function treeOf(
  components: readonly ComponentView[],
  groups: readonly GroupView[],
): (ComponentView | GroupView)[] {
  const byName = new Map(groups.map((each) => [each.name, each]));
  const tree: (ComponentView | GroupView)[] = [];
  const add = (list: (ComponentView | GroupView)[], each: ComponentView | GroupView) => {
    if (!list.includes(each)) list.push(each);
  };
  for (const component of components) {
    const group = byName.get(component.settings.group ?? '');
    if (!group) {
      tree.push(component);
      continue;
    }
    group.children.push(component);
    const parent = byName.get(group.parent ?? '');
    if (parent) add(parent.children, group);
    add(tree, parent ?? group);
  }
  return tree;
}

const baseOf = (url: string): string => `${url.replace(/[?#].*$/u, '').replace(/\/+$/u, '')}/`;

/** `2026-11-21T14:03:20.000Z`: the one time format for programs. */
export function stampOf(at: number): string {
  return isoTime(at).replace('Z', `.${String(Math.floor(at) % 1000).padStart(3, '0')}Z`);
}
