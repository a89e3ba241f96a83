// Reads from a room what paging needs to decide.
import { findMissing } from '#room/command/reminders.ts';
import type { Room } from '#room/view/room-view.ts';
import type { RoomFacts } from './paging-state.ts';
import { isPerson } from '#room/facts/author.ts';

/** An outage that returns this soon counts as part of the earlier one. */
const relapseMs = 10 * 60_000;

/** Who answered and who wrote, and the outages. */
function readTimeline(timeline: Room['timeline']) {
  const answers: RoomFacts['answers'][number][] = [];
  const outages: NonNullable<RoomFacts['outages']>[number][] = [];
  const upAt = new Map<string, number>();
  const voices: Record<string, number> = {};
  let lastHumanAt: number | null = null;
  for (const { fact, noted, by, retracted } of timeline) {
    if (isPerson(by)) {
      lastHumanAt = Math.max(noted, lastHumanAt ?? 0);
      voices[by] = Math.max(noted, voices[by] ?? 0);
    }
    if (fact.kind === 'check-up') upAt.set(fact.monitor, fact.at);
    if (fact.kind === 'check-down' && fact.at - (upAt.get(fact.monitor) ?? 0) > relapseMs)
      outages.push({ noted, began: fact.began ?? fact.at });
    if (retracted !== null) continue;
    // Any author counts: an acknowledgement in another tool arrives through its intake.
    if (fact.kind === 'acknowledged') answers.push({ person: by, at: noted, by: 'acknowledging' });
    if (fact.kind === 'claimed' && fact.role === 'commander' && fact.as === 'primary')
      answers.push({ person: fact.person, at: noted, by: 'taking command' });
  }
  return {
    answers: answers.toSorted((a, b) => a.at - b.at),
    outages: outages.toSorted((a, b) => a.noted - b.noted),
    lastHumanAt,
    voices,
  };
}

/** Null until the incident is declared. */
export function readFacts(incident: string, room: Room): RoomFacts | null {
  const { declared, severity, status, service, drill } = room;
  if (declared === null) return null;
  const head = severity.heads.at(-1);
  return {
    incident,
    severity: severity.value,
    severityAt: head?.at ?? declared.noted,
    severityBy: head?.by ?? null,
    status: status.value,
    service,
    drill,
    ...readTimeline(room.timeline),
    // The time passed here makes no difference: only tasks fall due by time.
    missing: [
      ...findMissing(room)(0).flatMap(({ about, since }) => (about === 'tasks' ? [] : [{ about, since }])),
      ...(room.updateDueAt === null ? [] : [{ about: 'update' as const, since: room.updateDueAt }]),
    ],
    asked: room.asked
      .map(({ id, by, noted, targets, text }) => ({ id, by, at: noted, targets, text: text ?? null }))
      .toSorted((a, b) => a.at - b.at),
  };
}
