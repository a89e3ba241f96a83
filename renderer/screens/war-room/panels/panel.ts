import type { ComponentType } from 'react';
import type { Icon } from '@tabler/icons-react';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import type { Room } from '#room/view/room-view.ts';

/** One block beside the timeline. It reads the room through hooks and takes no props. */
export type Panel = {
  title: string;
  icon: Icon;
  /** The column where it stands, among the others of that side in the order of the list. */
  side: 'left' | 'right';
  /** The keys that go to the panel from anywhere in the room. */
  keys: string;
  /** The keys focus the panel's first field, so that the next typed text goes there. */
  hasField?: boolean;
  /**
   * Folded once the incident is resolved, until somebody unfolds it. A function says whether the work of the panel
   * ended with the incident.
   */
  endsWithIncident?: boolean | ((room: Room) => boolean);
  Component: ComponentType;
  /**
   * A short summary in the panel's heading, such as `3 of 5`; empty for none. `now` in epoch ms; `feed` is null
   * while it is not known, and for the past.
   */
  brief?: (room: Room, now: number, feed: FeedSnapshot | null) => string;
};
