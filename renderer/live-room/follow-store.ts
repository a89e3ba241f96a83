import { create } from 'zustand';
import type { PersonId } from '#room/facts/fact.ts';

/** Whom I follow and whether I lead in the current room. Reset when the room closes. */
type Follow = {
  following: PersonId | null;
  /** Since when I invite everybody to follow me, epoch ms on the team's clock. */
  leadsSince: number | null;
  /** Invitations I declined, each identified by its sender and time. */
  declined: ReadonlySet<string>;
  follow: (person: PersonId | null) => void;
  lead: (since: number | null) => void;
  decline: (invitation: string) => void;
  leaveRoom: () => void;
};

const nothing = { following: null, leadsSince: null, declined: new Set<string>() };

export const useFollow = create<Follow>((set) => ({
  ...nothing,
  // A follower cannot lead: two people who follow each other would move each other endlessly.
  follow: (following) => set(following === null ? { following } : { following, leadsSince: null }),
  lead: (leadsSince) => set(leadsSince === null ? { leadsSince } : { leadsSince, following: null }),
  decline: (invitation) => set(({ declined }) => ({ declined: new Set(declined).add(invitation) })),
  leaveRoom: () => set(nothing),
}));
