import { isoDate } from '#room/time/time.ts';
import { type ComponentStatus, type Shown, statusOfShown } from '../levels.ts';
import { type ComponentView, stampOf, type StatusPageView } from '../view.ts';

export function tellComponent(view: StatusPageView, component: ComponentView) {
  const { settings, standing, position } = component;
  const { page } = view;
  return {
    id: component.id,
    name: component.name,
    status: statusOf(component),
    created_at: stampOf(page.createdAt),
    updated_at: stampOf(standing.since ?? page.updatedAt),
    position,
    description: settings.description ?? null,
    showcase: component.history !== null,
    start_date: settings.since === undefined ? null : isoDate(settings.since),
    group_id: view.groups.find(({ name }) => name === settings.group)?.id ?? null,
    page_id: page.id,
    group: false,
    only_show_if_degraded: settings.onlyIfDegraded,
  };
}

/** An unknown component keeps its last known status; operational if there never was one. */
export function statusOf({ standing, intervals }: ComponentView): ComponentStatus {
  const shown: Shown = standing.shown;
  if (shown !== 'unknown') return statusOfShown[shown];
  const last = intervals.findLast(({ level }) => level !== 'unknown');
  if (last === undefined || last.level === 'unknown') return 'operational';
  return statusOfShown[last.isMaintenance ? 'maintenance' : last.level];
}
