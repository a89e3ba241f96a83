import type { ComponentType } from 'react';
import type { Icon } from '@tabler/icons-react';
import type { Room } from '#room/incident.ts';

/** One block beside the timeline. It asks the room through hooks and is given nothing. */
export type Panel = {
  title: string;
  icon: Icon;
  /** Goes to the panel from anywhere in the room. */
  keys: string;
  /** The keys lead into its first field, so that what is typed next is written there. */
  hasField?: boolean;
  /** Once the incident is resolved it is folded, until somebody unfolds it. */
  endsWithIncident?: boolean;
  Component: ComponentType;
  /** The one thing to know while the panel is folded, such as `3 of 5`; empty when there is nothing to say. `now` in epoch ms. */
  brief?: (room: Room, now: number) => string;
};
