// The mail server of an e-mail channel, as the outbox uses it.
import { domainToASCII } from 'node:url';
import type { Channel } from '../configured-channels.ts';
import { email } from '../channels/email.ts';

export type MailServer = {
  host: string;
  port: number;
  security: string;
  user: string;
  password: string;
  checksCertificate: boolean;
  /** As in the header. */
  from: string;
  /** The bare address, and its domain in ASCII. */
  sender: string;
  domain: string;
};

/** Null when the channel has no valid mail server. */
export function mailServerOf({ settings: { kind, settings } }: Channel): MailServer | null {
  if (kind !== 'email') return null;
  const read = email.schema.safeParse(settings);
  if (!read.success) return null;
  const { host, port, security, user, password, checksCertificate, from } = read.data as Omit<
    MailServer,
    'sender' | 'domain'
  >;
  const sender = /<([^<>]+)>\s*$/u.exec(from)?.[1] ?? from.trim();
  const domain = domainToASCII(sender.slice(sender.lastIndexOf('@') + 1)) || 'muster.invalid';
  return { host, port, security, user, password, checksCertificate, from: from.trim(), sender, domain };
}
