// PE3: contact data becomes outdated, so people are asked to confirm it again.
import type { Contact } from './feed.ts';

export const staleContactMs = 90 * 86_400_000;

/** Whether a contact was not confirmed for too long; true for one that was never confirmed or is missing. */
export const isStaleContact = (contact: Contact | null | undefined, now: number): boolean =>
  contact?.confirmedAt === undefined || now - contact.confirmedAt >= staleContactMs;
