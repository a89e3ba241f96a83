import { expect, test } from 'vitest';
import { incidentOf, isDocumentName, isRoomName, libraryName, roomName } from './document-name.ts';

const incident = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

test('[SY1] a room is called by its incident, and only by one', () => {
  const name = roomName(incident);
  expect([incidentOf(name), isRoomName(name), isDocumentName(name)]).toEqual([incident, true, true]);
  for (const other of [
    incident,
    `room-`,
    `rooms-${incident}`,
    `room-${incident}!`,
    `room-${incident.slice(1)}`,
  ])
    expect([isRoomName(other), isDocumentName(other)], other).toEqual([false, false]);
});

test('[SY1] the library is a document, and no incident’s', () => {
  expect([isDocumentName(libraryName), isRoomName(libraryName), incidentOf(libraryName)]).toEqual([
    true,
    false,
    null,
  ]);
});
