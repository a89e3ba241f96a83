// IT9: a worse alert raises the severity. A severity set by a person stays, and the room is told once. Pure.
import { severities, type FactDraft, type Severity } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';

type Worse = { name: string; severity: Severity; by: string };

/** The fact to add; null when there is none. */
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
