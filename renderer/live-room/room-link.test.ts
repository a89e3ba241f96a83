import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { openRoom } from '#room/log/room.ts';
import type { SocketState } from './document-link.ts';
import { showInSteps } from './room-link.ts';

const now = () => 1_790_000_000_000;
const makeId = makeUlidSource((bytes) => crypto.getRandomValues(new Uint8Array(bytes)), now);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openShown() {
  const open = openRoom(new Y.Doc());
  const link = new Set<() => void>();
  let state: SocketState = {
    own: 'open',
    since: null,
    refusal: null,
    unsaved: 0,
    isLoaded: false,
    isReceiving: false,
  };
  const shown = showInSteps(
    { state: () => state, subscribe: (listener) => (link.add(listener), () => link.delete(listener)) },
    open,
  );
  let told = 0;
  shown.subscribe(() => (told += 1));
  return {
    shown,
    told: () => told,
    write: () => open.append({ kind: 'note', text: 'a note' }, { by: 'ana', now, makeId }),
    become: (change: Partial<SocketState>) => {
      state = { ...state, ...change };
      for (const listener of link) listener();
    },
  };
}

test('[SY13] a room that comes in slices is shown with its first one, then twice a second, then whole', () => {
  const { shown, told, write, become } = openShown();
  become({ isReceiving: true });
  for (let slice = 1; slice <= 20; slice++) write();
  expect([told(), shown.room().factCount]).toEqual([1, 1]);
  vi.advanceTimersByTime(500);
  expect([told(), shown.room().factCount]).toEqual([2, 20]);
  write();
  // Who hears that it is loaded sees all of it, even if more is still to come.
  become({ isLoaded: true });
  expect([told(), shown.room().factCount]).toEqual([3, 21]);
  write();
  become({ isReceiving: false });
  expect([told(), shown.room().factCount]).toEqual([4, 22]);
  vi.advanceTimersByTime(5_000);
  expect(told()).toBe(4);
});

test('a change that comes by itself shows at once', () => {
  const { shown, told, write } = openShown();
  for (let fact = 1; fact <= 3; fact++) write();
  expect([told(), shown.room().factCount]).toEqual([3, 3]);
});
