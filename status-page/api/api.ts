// SP50: JSON in the format of Statuspage v2, with no fields of our own in its objects. Ours are under `muster`, which
// readers of that format ignore.
import { en } from '../languages/en.ts';
import { limits } from '../limits.ts';
import { type GroupView, isRunning, stampOf, type StatusPageView } from '../view.ts';
import { statusOf, tellComponent } from './components.ts';
import { tellIncident, tellMaintenance } from './incidents.ts';

export function apiFiles(view: StatusPageView): Map<string, unknown> {
  const components = listComponents(view);
  const incidents = view.incidents.slice(0, limits.incidentsTold).map((each) => tellIncident(view, each));
  const unresolved = view.open.map((each) => tellIncident(view, each));
  const planned = view.occurrences.filter(({ isCancelled }) => !isCancelled);
  const upcoming = planned
    .filter(({ status }) => status === 'scheduled')
    .slice(0, limits.incidentsTold)
    .map((each) => tellMaintenance(view, each));
  const active = planned.filter(isRunning).map((each) => tellMaintenance(view, each));
  const past = planned
    .filter(({ status }) => status === 'completed')
    .toReversed()
    .slice(0, limits.incidentsTold)
    .map((each) => tellMaintenance(view, each));
  const page = tellPage(view);
  const status = { indicator: view.overall.indicator, description: en.overall(view.overall) };
  const muster = tellMore(view);
  return new Map<string, unknown>([
    [
      'api/v2/summary.json',
      {
        page,
        status,
        components,
        incidents: unresolved,
        scheduled_maintenances: [...active, ...upcoming],
        muster,
      },
    ],
    ['api/v2/status.json', { page, status, muster }],
    ['api/v2/components.json', { page, components, muster }],
    ['api/v2/incidents.json', { page, incidents }],
    ['api/v2/incidents/unresolved.json', { page, incidents: unresolved }],
    [
      'api/v2/scheduled-maintenances.json',
      { page, scheduled_maintenances: [...upcoming.toReversed(), ...active, ...past] },
    ],
    ['api/v2/scheduled-maintenances/upcoming.json', { page, scheduled_maintenances: upcoming }],
    ['api/v2/scheduled-maintenances/active.json', { page, scheduled_maintenances: active }],
  ]);
}

const tellPage = ({ page, base, now }: StatusPageView) => ({
  id: page.id,
  name: page.name,
  url: base.replace(/\/$/u, ''),
  time_zone: page.timeZone === 'UTC' ? 'Etc/UTC' : page.timeZone,
  updated_at: stampOf(now),
});

/** SP14: the format has no word for "unknown", so the unknown components are listed separately. */
const tellMore = ({ sequence, components, team }: StatusPageView) => ({
  sequence,
  ...(team !== undefined && {
    team_incidents: team.map(({ number, title, severity, status, impact, commanders, ...times }) => ({
      number,
      title,
      severity,
      status,
      impact,
      commanders,
      declared_at: stampOf(times.declaredAt),
      update_due_at: times.updateDueAt === null ? null : stampOf(times.updateDueAt),
    })),
  }),
  unknown: components
    .filter(({ standing }) => standing.shown === 'unknown')
    .map(({ id, standing: { silent } }) => ({
      id,
      since: silent === null || silent.since === null ? null : stampOf(silent.since),
    })),
});

function listComponents(view: StatusPageView) {
  return [
    ...view.groups.map((group) => tellGroup(view, group)),
    ...view.components.map((each) => tellComponent(view, each)),
  ];
}

/** A group is never worse than its worst member; its members are all components in it, at any depth. */
function tellGroup(view: StatusPageView, group: GroupView) {
  const parent = view.groups.find(({ name }) => name === group.parent);
  const worst = group.members.find(({ standing }) => standing.shown === group.shown);
  return {
    id: group.id,
    name: group.name,
    status: worst ? statusOf(worst) : 'operational',
    created_at: stampOf(view.page.createdAt),
    updated_at: stampOf(view.page.updatedAt),
    position: group.position,
    description: group.description,
    showcase: false,
    start_date: null,
    group_id: parent?.id ?? null,
    page_id: view.page.id,
    group: true,
    only_show_if_degraded: false,
    components: group.members.map(({ id }) => id),
  };
}
