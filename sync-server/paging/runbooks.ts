// SV5: the runbook that a page carries.
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { runbooksFor } from '#room/feed/runbook.ts';
import type { Service } from '#room/team/services.ts';
import type { Monitors } from '../monitoring/monitors.ts';

/** Where runbooks are named; an absent one names none. */
export type RunbookParts = {
  services?: { shown(): readonly Service[] } | undefined;
  monitors?: Pick<Monitors, 'list'> | undefined;
};

/** The address of the runbook to open first; null without one. */
export function runbookOf(incident: IncidentSummary, { services, monitors }: RunbookParts): string | null {
  const named = (monitors?.list() ?? []).map(({ id, settings: { name, runbook } }) => ({
    id,
    name,
    ...(runbook !== undefined && { runbook }),
  }));
  return runbooksFor(incident, { services: services?.shown() ?? [], monitors: named })[0]?.url ?? null;
}

/** The pages of an incident with its runbook. */
export function withRunbook(
  pages: readonly OpenPage[],
  incident: IncidentSummary | undefined,
  parts: RunbookParts,
): readonly OpenPage[] {
  const runbook = incident === undefined || pages.length === 0 ? null : runbookOf(incident, parts);
  return runbook === null ? pages : pages.map((page) => ({ ...page, runbook }));
}
