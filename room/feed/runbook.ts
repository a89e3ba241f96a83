// SV5: which runbook belongs to an incident. Server and screens share this rule.
import type { IncidentSummary, MonitorState } from './feed.ts';
import type { Room } from '../view/room-view.ts';
import { findService, type Service } from '../team/services.ts';

/** `of` names the check or the service that the runbook is for; null for one that the alert itself brought. */
export type Runbook = { url: string; of: string | null };

type Symptoms = Pick<IncidentSummary, 'service' | 'monitorsDown' | 'failed' | 'runbook'>;
type Known = {
  services: readonly Service[];
  monitors: readonly Pick<MonitorState, 'id' | 'name' | 'runbook'>[];
};

/**
 * The runbooks of an incident, the nearest first and each address once: of the checks that are down, of those that
 * failed in it, of its service, and the one that an alert brought.
 */
export function runbooksFor(
  { service, monitorsDown, failed = [], runbook }: Symptoms,
  { services, monitors }: Known,
): Runbook[] {
  const checks = [...monitorsDown, ...failed.map(({ id }) => id)].flatMap((id) => {
    const found = monitors.find((each) => each.id === id);
    return found?.runbook ? [{ url: found.runbook, of: found.name }] : [];
  });
  const record = findService(services, service);
  const all: Runbook[] = [
    ...checks,
    ...(record?.runbook ? [{ url: record.runbook, of: record.name }] : []),
    ...(runbook === undefined ? [] : [{ url: runbook, of: null }]),
  ];
  return all.filter(({ url }, index) => all.findIndex((each) => each.url === url) === index);
}

/** The address of the newest runbook that an alert brought, as a link with this label; null without one. */
export const alertRunbook = ({ links }: Pick<Room, 'links'>): string | null =>
  links.findLast(({ label }) => label !== undefined && /^runbook$/i.test(label.trim()))?.url ?? null;
