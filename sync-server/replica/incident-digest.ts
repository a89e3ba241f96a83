import { createHash } from 'node:crypto';
import type { IncidentSummary } from '#room/feed/feed.ts';

type State = Pick<IncidentSummary, 'id' | 'factCount' | 'lastNoted'>;

/** HT6: the same for the same facts of the same incidents, in any order: SHA-256 in base64url. */
export function digestOf(incidents: readonly State[]): string {
  const lines = incidents.map(({ id, factCount, lastNoted }) => `${id} ${factCount} ${lastNoted}\n`);
  return createHash('sha256').update(lines.toSorted().join('')).digest('base64url');
}
