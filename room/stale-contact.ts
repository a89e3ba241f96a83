// PE3: how somebody is reached is right until they change their number, so it is asked again.
import type { Contact } from './feed.ts';

export const staleContactMs = 90 * 86_400_000;

/** Whether nobody said for too long that it is right; true for one that was never confirmed or never written. */
export const isStaleContact = (contact: Contact | null | undefined, now: number): boolean =>
  contact?.confirmedAt === undefined || now - contact.confirmedAt >= staleContactMs;
