// CH15: decides when a degraded check gets its own incident, and when it has recovered. Pure except for its counts,
// which a restart may lose.
import type { Sample } from '#room/feed/feed.ts';
import type { MonitorSettings } from '#wire/api/monitors.ts';
import type { MonitorStanding, Thresholds } from './transition.ts';

/** `remark`: a line in an incident that is already open. */
export type DegradedNews = 'tell' | 'recovered' | 'remark' | null;

type Row = { degraded: number; good: number };

export type DegradedCounts = {
  /** Counts this result and decides what to report. `standing` already includes this result. */
  take(id: string, sample: Sample, judged: Judged): DegradedNews;
};
type Judged = {
  standing: Pick<MonitorStanding, 'status' | 'isDegradedTold'>;
  settings: Pick<MonitorSettings, 'degradedSeverity'>;
  thresholds: Pick<Thresholds, 'confirmations' | 'recoveries'>;
};

export function countDegraded(): DegradedCounts {
  const rows = new Map<string, Row>();
  return {
    take(id, sample, judged) {
      const row = rows.get(id) ?? { degraded: 0, good: 0 };
      const next = {
        degraded: sample.status === 'degraded' ? row.degraded + 1 : 0,
        good: sample.status === 'up' ? row.good + 1 : 0,
      };
      rows.set(id, next);
      return decide(next, judged);
    },
  };
}

function decide({ degraded, good }: Row, { standing, settings, thresholds }: Judged): DegradedNews {
  if (standing.status === 'down') return null;
  if (standing.isDegradedTold) return good >= thresholds.recoveries ? 'recovered' : null;
  if (settings.degradedSeverity !== undefined) return degraded >= thresholds.confirmations ? 'tell' : null;
  return degraded === thresholds.confirmations ? 'remark' : null;
}

const dayMs = 86_400_000;
/** Automatic renewal has usually happened by then. */
const worryDays = 14;

/** Why a working check is degraded: its certificate expires soon; null when it does not. */
export function whyEndsSoon(certificate: { expiresAt: number } | null, now: number): string | null {
  if (certificate === null || certificate.expiresAt - now > worryDays * dayMs) return null;
  const days = Math.max(0, Math.floor((certificate.expiresAt - now) / dayMs));
  return `its certificate expires in ${days} ${days === 1 ? 'day' : 'days'}`;
}
