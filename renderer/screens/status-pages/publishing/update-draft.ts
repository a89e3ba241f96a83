// An update for a status page as its form edits it (SP61).
import type { PageUpdate } from '#wire/api/status-pages.ts';
import { findUnfilled } from '#room/comms/placeholders.ts';
import type { ComponentStatus } from '#status-page/levels.ts';
import { plainText, type PageComponent } from '../status-page.ts';

export const stages = ['investigating', 'identified', 'monitoring', 'resolved'] as const;
export const impacts = ['none', 'minor', 'major', 'critical'] as const;

/** The components that an update names, by id. */
export type Levels = Readonly<Record<string, ComponentStatus>>;

export type UpdateDraft = {
  /** A report of this page, or a room; null starts a new report. */
  incident: string | null;
  title: string;
  text: string;
  stage: string;
  impact: string | null;
  levels: Levels;
};

export type UpdateBody = {
  body: string;
  status: string;
  title?: string;
  impact?: string;
  incident?: string;
  components: { id: string; status: ComponentStatus }[];
};

export const emptyUpdate: UpdateDraft = {
  incident: null,
  title: '',
  text: '',
  stage: 'investigating',
  impact: null,
  levels: {},
};

export type ReportChoice = { id: string; title: string; status: string };

/** The page's reports, the most recently updated first. `updates` are newest first. */
export function reportsOf(updates: readonly PageUpdate[]): ReportChoice[] {
  const reports = new Map<string, ReportChoice>();
  for (const { incident, status, title } of updates) {
    const known = reports.get(incident);
    const said = title === null ? '' : plainText(title);
    if (known === undefined) reports.set(incident, { id: incident, title: said, status });
    // The newest title names the report (SP11).
    else if (known.title === '') known.title = said;
  }
  return [...reports.values()];
}

const isOver = ({ status }: ReportChoice) => status === 'resolved' || status === 'postmortem';
export const openReports = (updates: readonly PageUpdate[]): ReportChoice[] =>
  reportsOf(updates).filter((report) => !isOver(report));

/** The only open report is continued in its stage, until somebody chooses otherwise. */
export function firstUpdate(updates: readonly PageUpdate[]): UpdateDraft {
  const [only, ...others] = openReports(updates);
  if (only === undefined || others.length > 0) return emptyUpdate;
  return { ...emptyUpdate, incident: only.id, stage: only.status };
}

export type Lack = { kind: 'text' } | { kind: 'title' } | { kind: 'unfilled'; left: readonly string[] };

/** Why the update cannot be sent yet; null when it can. A new report needs a title. */
export function lackOf(draft: UpdateDraft, reports: readonly ReportChoice[]): Lack | null {
  const left = findUnfilled({ text: `${draft.title}\n${draft.text}` });
  if (left.length > 0) return { kind: 'unfilled', left };
  const isContinued = reports.some(({ id }) => id === draft.incident);
  if (!isContinued && draft.title.trim() === '') return { kind: 'title' };
  return draft.text.trim() === '' ? { kind: 'text' } : null;
}

export function updateBody(draft: UpdateDraft): UpdateBody {
  const title = draft.title.trim();
  return {
    body: draft.text.trim(),
    status: draft.stage,
    ...(title !== '' && { title }),
    ...(draft.impact !== null && { impact: draft.impact }),
    ...(draft.incident !== null && { incident: draft.incident }),
    components: Object.entries(draft.levels).map(([id, status]) => ({ id, status })),
  };
}

/** The components whose name or group has these letters, and those that already have a new level. */
export const findComponents = (components: readonly PageComponent[], sought: string, levels: Levels) =>
  components.filter(
    ({ id, name, group }) =>
      levels[id ?? ''] !== undefined ||
      `${name}\n${group ?? ''}`.toLowerCase().includes(sought.trim().toLowerCase()),
  );
