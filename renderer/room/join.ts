import type { Room } from '#room/incident.ts';

/**
 * Whether opening this room makes the person part of it (FA6): once each, while the incident is open.
 * Reading an incident that is over leaves no trace in it.
 */
export function shouldJoin(room: Room, person: string): boolean {
  if (!room.declared || room.status.value === 'resolved' || room.status.value === 'closed') return false;
  return !room.timeline.some(({ fact }) => fact.kind === 'joined' && fact.by === person);
}
