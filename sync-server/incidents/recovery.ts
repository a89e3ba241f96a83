// CH10: decides what to do when nothing is down any more in an incident. Pure.
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { declarerOf, isOpenForReal } from './declare.ts';
import { isMachine } from './raise.ts';

export type Recovery =
  | { kind: 'resolve'; why: 'all-recovered-and-nobody-at-work' }
  | {
      kind: 'offer';
      why: 'not-all-resolve-by-themselves' | 'not-declared-by-them' | 'somebody-is-at-work' | 'too-far-along';
    }
  | { kind: 'nothing'; why: 'not-open' | 'others-are-down' };

/** `mayResolve`: whether every monitor that failed in it may resolve it by itself. */
export function decideRecovery(
  incident: IncidentSummary,
  facts: readonly Fact[],
  mayResolve: boolean,
): Recovery {
  if (!isOpenForReal(incident)) return { kind: 'nothing', why: 'not-open' };
  if (incident.monitorsDown.length > 0) return { kind: 'nothing', why: 'others-are-down' };
  if (!mayResolve) return { kind: 'offer', why: 'not-all-resolve-by-themselves' };
  // CH14: an outage that only joined resolves nothing.
  if (declarerOf(facts) === null) return { kind: 'offer', why: 'not-declared-by-them' };
  if (incident.status !== 'triage' && incident.status !== 'investigating')
    return { kind: 'offer', why: 'too-far-along' };
  if (facts.some(isWork)) return { kind: 'offer', why: 'somebody-is-at-work' };
  return { kind: 'resolve', why: 'all-recovered-and-nobody-at-work' };
}

/** Opening the room and acknowledging a page do not count as work yet. */
const idle = new Set(['joined', 'acknowledged', 'paged']);
const isWork = ({ kind, by }: Fact) => !idle.has(kind) && !isMachine(by);
