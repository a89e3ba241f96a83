// SP90: whether and how a page offers updates by mail.
import type { Channels } from '../../delivery/configured-channels.ts';
import { mailServerOf, type MailServer } from '../../delivery/outbox/mail-server.ts';
import type { StatusPage } from '../records.ts';

/** Null where visitors cannot subscribe: the page is not public, or names no channel of the kind e-mail. */
export function mailServerFor(page: StatusPage, channels: Channels): MailServer | null {
  const { visibility, mailChannel } = page.settings;
  const channel = visibility === 'public' && mailChannel !== undefined ? channels.find(mailChannel) : null;
  return channel === null ? null : mailServerOf(channel);
}

/** Mails wait while the owner has paused the channel. */
export const isPaused = (page: StatusPage, channels: Channels): boolean =>
  channels.find(page.settings.mailChannel ?? '')?.settings.paused === true;
