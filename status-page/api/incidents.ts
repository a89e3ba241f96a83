import { pick } from '../html/speech.ts';
import type { Occurrence, OccurrenceStatus } from '../maintenance/occurrences.ts';
import { opaqueId } from '../opaque-id.ts';
import type { Texts } from '../schema/fields.ts';
import type { ComponentChange, Incident, IncidentStatus, IncidentUpdate } from '../truth/reports.ts';
import { stampOf, type StatusPageView } from '../view.ts';
import { tellComponent } from './components.ts';

const stampOrNull = (at: number | null): string | null => (at === null ? null : stampOf(at));
const own = (view: StatusPageView, texts: Texts): string =>
  pick(texts, view.page.language, view.page.language).text;
const componentsOf = (view: StatusPageView, ids: Iterable<string>) =>
  [...ids].flatMap((id) => {
    const component = view.find(id);
    return component ? [tellComponent(view, component)] : [];
  });

export function tellIncident(view: StatusPageView, incident: Incident) {
  return {
    id: incident.id,
    name: own(view, incident.title),
    status: incident.status,
    created_at: stampOf(incident.createdAt),
    updated_at: stampOf(incident.updatedAt),
    monitoring_at: stampOrNull(incident.monitoringAt),
    resolved_at: stampOrNull(incident.resolvedAt),
    impact: incident.impact,
    shortlink: `${view.base}incidents/${incident.id}/`,
    started_at: stampOf(incident.startedAt),
    page_id: view.page.id,
    incident_updates: incident.updates.toReversed().map((update) => tellUpdate(view, incident.id, update)),
    components: componentsOf(view, incident.components.keys()),
  };
}

function tellUpdate(
  view: StatusPageView,
  incident: string,
  { id, status, body, at, editedAt, changes }: IncidentUpdate,
) {
  return updateOf({
    id,
    incident,
    status,
    body: own(view, body),
    at,
    editedAt,
    affected: affected(view, changes),
  });
}

type Told = {
  id: string;
  incident: string;
  status: IncidentStatus | OccurrenceStatus;
  body: string | null;
  at: number;
  editedAt: number;
  affected: ReturnType<typeof affected>;
};
const updateOf = ({ id, incident, status, body, at, editedAt, affected: components }: Told) => ({
  id,
  status,
  body,
  incident_id: incident,
  created_at: stampOf(at),
  updated_at: stampOf(editedAt),
  display_at: stampOf(at),
  affected_components: components,
  deliver_notifications: true,
  custom_tweet: null,
  tweet_id: null,
});

/** Null when the update changed no component of the page. */
function affected({ find }: StatusPageView, changes: readonly ComponentChange[]) {
  const known = changes.flatMap(({ component, from, to }) => {
    const found = find(component);
    if (!found) return [];
    const { group } = found.settings;
    const name = group === undefined ? found.name : `${group} - ${found.name}`;
    return [{ code: component, name, old_status: from, new_status: to }];
  });
  return known.length === 0 ? null : known;
}

export function tellMaintenance(view: StatusPageView, each: Occurrence) {
  const isDone = each.status === 'completed';
  const announced = updateOf({
    id: opaqueId('announced', each.id),
    incident: each.id,
    status: 'scheduled',
    body: each.body === null ? null : own(view, each.body),
    at: each.createdAt,
    editedAt: each.createdAt,
    affected: null,
  });
  return {
    id: each.id,
    name: own(view, each.title),
    status: each.status,
    created_at: stampOf(each.createdAt),
    updated_at: stampOf(each.updatedAt),
    monitoring_at: null,
    resolved_at: isDone ? stampOf(each.to) : null,
    impact: 'maintenance',
    shortlink: `${view.base}maintenance/#${each.id}`,
    started_at: stampOf(each.from),
    page_id: view.page.id,
    incident_updates: [
      ...each.updates.toReversed().map(({ id, at, status, body }) =>
        updateOf({
          id,
          incident: each.id,
          status,
          body: own(view, body),
          at,
          editedAt: at,
          affected: null,
        }),
      ),
      announced,
    ],
    components: componentsOf(view, each.components),
    scheduled_for: stampOf(each.scheduledFor),
    scheduled_until: stampOf(each.scheduledUntil),
  };
}
