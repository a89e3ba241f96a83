// What of a room paging is decided on.
import { findMissing } from '#room/command/nags.ts';
import type { Room } from '#room/incident.ts';
import type { RoomFacts } from './paging-state.ts';

/** Null until the incident is declared. */
export function readFacts(incident: string, room: Room): RoomFacts | null {
  const { declared, severity, status, service, drill } = room;
  if (declared === null) return null;
  const answers: RoomFacts['answers'][number][] = [];
  let lastHumanAt: number | null = null;
  for (const { fact, noted, by, retracted } of room.timeline) {
    if (isHuman(by)) lastHumanAt = Math.max(noted, lastHumanAt ?? 0);
    if (retracted !== null) continue;
    // By whoever: an acknowledgement in another tool arrives through its intake.
    if (fact.kind === 'acknowledged') answers.push({ person: by, at: noted, by: 'acknowledging' });
    if (fact.kind === 'claimed' && fact.role === 'commander' && fact.as === 'primary')
      answers.push({ person: fact.person, at: noted, by: 'taking command' });
  }
  const head = severity.heads.at(-1);
  return {
    incident,
    severity: severity.value,
    severityAt: head?.at ?? declared.noted,
    severityBy: head?.by ?? null,
    status: status.value,
    service,
    drill,
    answers: answers.toSorted((a, b) => a.at - b.at),
    lastHumanAt,
    // Until when makes no difference: only tasks fall due by themselves.
    missing: findMissing(room)(0).flatMap(({ about, since }) =>
      about === 'tasks' ? [] : [{ about, since }],
    ),
  };
}

const isHuman = (by: string): boolean => by !== 'server' && !by.includes(':');
