import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { sayUnmeasured } from '#room/text/missing.ts';
import { sayWithdrawn } from '#room/facts/withdrawn.ts';
import { strings } from '../strings/index.ts';
import { sayWhen } from './say-time.ts';

const words = {
  triage: strings.ui.triage,
  investigating: strings.ui.investigating,
  identified: strings.ui.identified,
  monitoring: strings.ui.monitoring,
  resolved: strings.ui.resolved,
  closed: strings.ui.closed,
} as const;

export function statusWords(status: keyof typeof words): string {
  return words[status];
}

/** WD6: the status of an incident in words. A withdrawn incident says what it was instead. */
export const standingWords = ({ status, withdrawn }: Pick<IncidentSummary, 'status' | 'withdrawn'>): string =>
  withdrawn === undefined ? statusWords(status) : sayWithdrawn(withdrawn);

const checkWords = {
  pending: sayUnmeasured('pending'),
  up: strings.checks.up,
  degraded: strings.checks.degraded,
  down: strings.checks.isDown,
  paused: strings.checks.paused,
  maintenance: strings.checks.maintenance,
} as const;

/** The state of a check in words, including flapping and failures that another check explains. */
export function sayCheck(
  monitor: MonitorState,
  all: readonly Pick<MonitorState, 'id' | 'name'>[],
  now: number,
): string {
  const { status, reason, isFlapping, suppressedBy, maintenanceUntil } = monitor;
  if (maintenanceUntil !== null) return strings.checks.maintenanceUntil(sayWhen(maintenanceUntil, now));
  if (suppressedBy !== null) {
    return strings.checks.explained(
      all.find(({ id }) => id === suppressedBy)?.name ?? strings.ui.anotherCheck,
    );
  }
  // CK3: it was tried, and its reason stands beside.
  if (status === 'pending' && reason !== null) return sayUnmeasured('not-recorded');
  return isFlapping ? `${checkWords[status]}, ${strings.checks.flapping}` : checkWords[status];
}

export function checkStatusWords(status: keyof typeof checkWords): string {
  return checkWords[status];
}
