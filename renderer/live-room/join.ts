import type { Room } from '#room/view/room-view.ts';

/**
 * Whether opening this room adds the person to it (FA6): once per person, while the incident is open. Reading a
 * finished incident leaves no trace in it.
 */
export function shouldJoin(room: Room, person: string): boolean {
  if (!room.declared || room.status.value === 'resolved' || room.status.value === 'closed') return false;
  return !room.timeline.some(({ fact }) => fact.kind === 'joined' && fact.by === person);
}
