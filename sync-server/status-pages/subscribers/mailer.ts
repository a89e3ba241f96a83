// SP92: makes a mail to one subscriber, with headers and footer, and sends it.
import type MailComposer from 'nodemailer/lib/mail-composer';
import type { Channels } from '../../delivery/configured-channels.ts';
import type { HandedOver, Letter } from '../../delivery/outbox/letter.ts';
import type { MailPool } from '../../delivery/mail/mail-pool.ts';
import type { MailServer } from '../../delivery/mail/mail-server.ts';
import { mailSubject } from '../../outgoing/mail-subject.ts';
import type { StatusPage } from '../page/records.ts';
import { isPaused, mailServerFor } from './offer.ts';
import type { Subscriber } from './subscriber.ts';

const pausedMs = 60_000;
const subjectLimit = 200;

type Words = {
  subject: string;
  text: string;
  /** Mail programs show e-mails with the same value as one thread. */
  thread?: string;
  /** SP96: a calendar file to attach. */
  calendar?: string;
};
export type Mailer = {
  /** `isToMany`: a mail that a reader can unsubscribe from with one click. */
  send(
    letter: Letter,
    to: { subscriber: Subscriber; page: StatusPage; isToMany: boolean },
    words: () => Promise<Words | null>,
  ): Promise<HandedOver>;
};
type Options = { channels: Channels; pool: MailPool; baseUrl: () => string; now: () => number };

/** The unsubscribe link; it stays the same throughout a subscription. */
export const unsubscribeLink = (baseUrl: string, { token }: Subscriber): string => `${baseUrl}/u/${token}`;

/** Builds mails and hands them to the pool. */
export function makeMailer({ channels, pool, baseUrl, now }: Options): Mailer {
  return {
    send: async (letter, { subscriber, page, isToMany }, tell) => {
      const server = mailServerFor(page, channels);
      if (server === null) return { went: 'dropped', reason: 'the page no longer sends e-mails' };
      if (isPaused(page, channels))
        return { went: 'again', reason: 'the channel is paused', waitMs: pausedMs };
      const words = await tell();
      if (words === null) return { went: 'dropped', reason: 'its update or window was removed' };
      const end = unsubscribeLink(baseUrl(), subscriber);
      const mail = mailOf({
        letter,
        server,
        subscriber,
        page,
        words,
        end: isToMany ? end : null,
        now: now(),
      });
      const { default: Composer } = await import('nodemailer/lib/mail-composer');
      const bytes = await build(new Composer(mail));
      return pool.send(server, { from: server.sender, to: subscriber.address }, { bytes, letter });
    },
  };
}

const build = (composer: MailComposer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    composer.compile().build((error, bytes) => (error === null ? resolve(bytes) : reject(error))),
  );

type Making = {
  letter: Letter;
  server: MailServer;
  subscriber: Subscriber;
  page: StatusPage;
  words: Words;
  end: string | null;
  now: number;
};

/** RFC 8058: with both headers a mail program unsubscribes without opening a page. */
function mailOf({ letter, server, subscriber, page, words, end, now }: Making) {
  const { domain } = server;
  const { thread, subject, text, calendar } = words;
  return {
    from: server.from,
    to: subscriber.address,
    subject: mailSubject(oneLine(subject).slice(0, subjectLimit).toWellFormed()),
    text,
    date: new Date(now),
    messageId: `<${letter.id}@${domain}>`,
    ...(thread === undefined ? {} : { references: `<${thread}@${domain}>` }),
    ...(calendar !== undefined && {
      attachments: [
        {
          filename: 'maintenance.ics',
          content: calendar,
          contentType: 'text/calendar; charset=utf-8; method=PUBLISH',
        },
      ],
    }),
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(end === null
        ? {}
        : {
            Precedence: 'bulk',
            'List-Id': `<${page.settings.slug}.${domain}>`,
            'List-Unsubscribe': `<${end}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          }),
    },
  };
}

const oneLine = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
