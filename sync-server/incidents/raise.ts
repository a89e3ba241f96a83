// IT9: what is said to be worse raises the severity; what a person set stands, and the room hears of that once. Pure.
import { severities, type FactDraft, type Severity } from '#room/fact.ts';
import type { Room } from '#room/incident.ts';

type Worse = { name: string; severity: Severity; by: string };

/** The fact that says so; null when there is nothing to say. */
export function decideRaise(room: Pick<Room, 'severity' | 'timeline'>, worse: Worse): FactDraft | null {
  const { severity: standing, timeline } = room;
  const { name, severity, by } = worse;
  if (severities.indexOf(severity) >= severities.indexOf(standing.value)) return null;
  if (standing.heads.every((head) => isMachine(head.by)))
    return { kind: 'severity', severity, why: `“${name}” is ${severity} now` };
  const text = `“${name}” is ${severity} now. The severity stays ${standing.value}, which a person set.`;
  const isTold = timeline.some(({ fact }) => fact.kind === 'note' && fact.by === by && fact.text === text);
  return isTold ? null : { kind: 'note', text };
}

export const isMachine = (by: string): boolean => by === 'server' || /^(?:intake|monitor):/.test(by);
