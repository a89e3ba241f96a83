// The form values of a monitor, and the request made from them.
import type { Area } from '#room/team/areas.ts';
import { ownServer } from '#wire/api/locations.ts';
import { toSettings, type FieldValues } from '../../../fields/field.ts';
import type { Guess } from './guess-target.ts';
import { toConfiguration, type CheckKind, type Monitor, type MonitorConfiguration } from '../monitor.ts';

/** null means the server's default. */
export type MonitorDraft = Omit<
  MonitorConfiguration,
  | 'settings'
  | 'confirmSeconds'
  | 'recoverSeconds'
  | 'retrySeconds'
  | 'severity'
  | 'degradedSeverity'
  | 'parent'
  | 'service'
  | 'runbook'
  | 'area'
  | 'locations'
  | 'quorum'
> & {
  settings: FieldValues;
  service: string;
  runbook: string;
  area: Area | null;
  severity: NonNullable<MonitorConfiguration['severity']> | null;
  degradedSeverity: NonNullable<MonitorConfiguration['degradedSeverity']> | null;
  parent: string | null;
  confirmSeconds: number | null;
  recoverSeconds: number | null;
  retrySeconds: number | null;
  locations: string[];
  quorum: number | null;
  confirmations: number;
  recoveries: number;
  isByPeriod: boolean;
};

const defaults = { confirmations: 3, recoveries: 2, intervalSeconds: 60 };

export function emptyDraft(): MonitorDraft {
  return {
    ...defaults,
    name: '',
    kind: '',
    settings: {},
    service: '',
    runbook: '',
    area: null,
    severity: null,
    degradedSeverity: null,
    parent: null,
    confirmSeconds: null,
    recoverSeconds: null,
    retrySeconds: null,
    locations: [ownServer],
    quorum: null,
    isByPeriod: false,
  };
}

export function draftOf(monitor: Monitor): MonitorDraft {
  const known = toConfiguration(monitor);
  return {
    ...known,
    settings: known.settings as FieldValues,
    service: known.service ?? '',
    runbook: known.runbook ?? '',
    area: known.area ?? null,
    severity: known.severity ?? null,
    degradedSeverity: known.degradedSeverity ?? null,
    parent: known.parent ?? null,
    confirmSeconds: known.confirmSeconds ?? null,
    recoverSeconds: known.recoverSeconds ?? null,
    retrySeconds: known.retrySeconds ?? null,
    locations: known.locations ?? [ownServer],
    quorum: known.quorum ?? null,
    isByPeriod: known.confirmSeconds !== undefined || known.recoverSeconds !== undefined,
  };
}

/** Changes the kind: shared settings stay, and the interval becomes the new kind's default. */
export function withKind(draft: MonitorDraft, kind: CheckKind): MonitorDraft {
  return { ...draft, kind: kind.kind, intervalSeconds: kind.intervalSeconds };
}

/** Replaces the values of the previous guess with those of the new one. */
export function withGuess(
  draft: MonitorDraft,
  guess: Guess,
  kept: { kind: boolean; name: boolean },
): MonitorDraft {
  return {
    ...draft,
    kind: kept.kind ? draft.kind : guess.kind,
    name: kept.name ? draft.name : guess.name,
    settings: { ...(draft.kind === guess.kind || kept.kind ? draft.settings : {}), ...guess.settings },
  };
}

/** The draft as an API body. */
export function toMonitor(draft: MonitorDraft, kind: CheckKind): MonitorConfiguration {
  const { isByPeriod, service, runbook, area, severity, degradedSeverity, parent, ...timed } = draft;
  const { confirmSeconds, recoverSeconds, retrySeconds, locations, quorum, ...rest } = timed;
  const isOnlyHere = kind.isPassive || locations.join() === ownServer;
  return {
    ...rest,
    kind: kind.kind,
    name: draft.name.trim(),
    settings: toSettings(kind.fields, draft.settings),
    ...(service.trim() && { service: service.trim() }),
    ...(runbook.trim() && { runbook: runbook.trim() }),
    ...(area !== null && { area }),
    ...(severity !== null && { severity }),
    ...(degradedSeverity !== null && { degradedSeverity }),
    ...(parent !== null && { parent }),
    ...(retrySeconds !== null && { retrySeconds }),
    ...(!isOnlyHere && { locations, ...(quorum !== null && { quorum }) }),
    ...(isByPeriod && confirmSeconds !== null && { confirmSeconds }),
    ...(isByPeriod && recoverSeconds !== null && { recoverSeconds }),
  };
}

/** Whether the check only reads. Such a check may run without a click. */
const isHarmless = (kind: CheckKind, { settings }: MonitorDraft): boolean => {
  const { method } = settings;
  const isReading = typeof method !== 'string' || ['', 'GET', 'HEAD'].includes(method.toUpperCase());
  return isReading && !kind.fields.some(({ input }) => input === 'steps');
};

/** Whether the form may run the check by itself: required fields are filled and the check only reads. */
export const mayTry = (draft: MonitorDraft, kind: CheckKind): boolean =>
  !kind.isPassive &&
  isHarmless(kind, draft) &&
  kind.fields.every(({ name, isRequired }) => !isRequired || (draft.settings[name] ?? '') !== '');

/** The missing field that blocks saving; null when none is missing. */
export function missingIn(draft: MonitorDraft, kind: CheckKind | undefined): 'kind' | 'name' | null {
  if (!kind) return 'kind';
  return draft.name.trim() === '' ? 'name' : null;
}
