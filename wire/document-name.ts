// SY1: names of documents on the wire, in the log and on disk.
import { isUlid } from '#room/facts/ulid.ts';

const prefix = 'room-';

/** The team's document for content that outlives its incidents. */
export const libraryName = 'library';

/** The document of an incident's room. */
export const roomName = (incident: string): string => `${prefix}${incident}`;

/** The incident whose room this is; null for any other document. Does not validate the id. */
export const incidentOf = (document: string): string | null =>
  document.startsWith(prefix) ? document.slice(prefix.length) : null;

/** Whether this is the name of a room: its incident's id is a ULID. */
export function isRoomName(name: string): boolean {
  const incident = incidentOf(name);
  return incident !== null && isUlid(incident);
}

/** Whether this is a valid document name. */
export const isDocumentName = (name: string): boolean => name === libraryName || isRoomName(name);
