import { create } from 'zustand';
import type { PersonId } from '#room/fact.ts';

/** Whom I follow and whether I lead, in the room on the screen; dies with it. */
type Follow = {
  following: PersonId | null;
  /** Since when I ask everybody to follow me, epoch ms on the team's clock. */
  leadsSince: number | null;
  /** Invitations I put away, each by who asked and since when. */
  declined: ReadonlySet<string>;
  follow: (person: PersonId | null) => void;
  lead: (since: number | null) => void;
  decline: (invitation: string) => void;
  leaveRoom: () => void;
};

const nothing = { following: null, leadsSince: null, declined: new Set<string>() };

export const useFollow = create<Follow>((set) => ({
  ...nothing,
  // Whoever follows does not lead: two who follow each other would chase one another.
  follow: (following) => set(following === null ? { following } : { following, leadsSince: null }),
  lead: (leadsSince) => set(leadsSince === null ? { leadsSince } : { leadsSince, following: null }),
  decline: (invitation) => set(({ declined }) => ({ declined: new Set(declined).add(invitation) })),
  leaveRoom: () => set(nothing),
}));
