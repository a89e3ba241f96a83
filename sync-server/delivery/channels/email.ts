import { isIP, type Socket } from 'node:net';
import { domainToASCII } from 'node:url';
import type { SendMailOptions, Transporter } from 'nodemailer';
import { channels } from '#room/comms/channels/index.ts';
import {
  choiceField,
  hostField,
  portField,
  requiredTextField,
  textField,
  toggleField,
  type SettingsOf,
} from '../../forms/fields.ts';
import { dial } from '../../outgoing/dial.ts';
import { EgressRefused } from '../../outgoing/egress.ts';
import { greetingName } from '../../outgoing/greeting-name.ts';
import { mailSubject } from '../../outgoing/mail-subject.ts';
import { namedHeadlineOf, textWithLinks, type Message } from '../message.ts';
import { defineChannel, type SendOutcome, type SendContext } from './channel.ts';
import { explainFailure, oneLine } from './explain.ts';

/** One address, with or without a name, without characters that a header forbids. */
const mailbox =
  /^(?:[^<>\p{Cc},;"]{0,100}<[^\s<>@,;\p{Cc}]{1,64}@[^\s<>@,;\p{Cc}]{1,190}>|[^\s<>@,;\p{Cc}]{1,64}@[^\s<>@,;\p{Cc}]{1,190})$/u;
const listOf = (text: string) =>
  text
    .split(/[\n,;]+/u)
    .map((each) => each.trim())
    .filter(Boolean);
const subjectLimit = 150;
const mostRecipients = 50;

const fields = {
  host: hostField({ label: 'Mail server', hint: 'smtp.example.org' }),
  port: { ...portField({ label: 'Port', fallback: 587 }), isMain: true },
  security: {
    ...choiceField({
      label: 'Security',
      hint: 'starttls: port 587. tls: port 465. none: not encrypted, only for a server nearby',
      options: ['starttls', 'tls', 'none'],
    }),
    isMain: true,
  },
  user: textField({ label: 'User', max: 300, isMain: true }),
  password: textField({ label: 'Password', max: 500, isSecret: true, isMain: true }),
  from: requiredTextField({
    label: 'From',
    hint: 'Muster <muster@example.org>',
    max: 300,
    check: (text) =>
      mailbox.test(text.trim()) ? null : 'an e-mail address, such as Muster <muster@example.org>',
  }),
  to: textField({
    label: 'To',
    hint: 'For messages to nobody in particular: addresses, one on each line',
    lines: true,
    max: 5_000,
    isMain: true,
    check: (text) => {
      const all = listOf(text);
      return all.length <= mostRecipients && all.every((each) => mailbox.test(each))
        ? null
        : `at most ${mostRecipients} e-mail addresses, one on each line`;
    },
  }),
  checksCertificate: toggleField({
    label: 'Require a valid certificate',
    hint: 'Without it, anybody between the two servers can read and change the mail',
    fallback: true,
  }),
};
type Settings = SettingsOf<typeof fields>;

/** Sends by SMTP. The Message-ID is the delivery's id, so that a repeated copy can be recognised and dropped. */
export const email = defineChannel({
  label: 'E-mail',
  addresses: 'email',
  fields,
  perMinute: 120,
  copy: 'email',
  // A server that tests for spammers may hold back its greeting for seconds.
  timeoutMs: 15_000,
  send: async (message, settings, context) => {
    const { host, security } = settings;
    // The library is heavy, so it loads with the first e-mail.
    const { createTransport } = await import('nodemailer');
    const { signal, egress } = context;
    let connection: Socket;
    try {
      // Connects under the egress guard to the first address that answers; the certificate must still match the name.
      connection = await dial({ host, port: settings.port, signal, egress });
    } catch (error) {
      // The caller handles egress refusals, as in every channel.
      if (error instanceof EgressRefused) throw error;
      return explain(error, signal);
    }
    const transport = createTransport({
      connection,
      host,
      port: settings.port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      name: greetingName(connection.localAddress, context.host),
      tls: {
        ...(isIP(host) === 0 ? { servername: host } : {}),
        rejectUnauthorized: settings.checksCertificate,
      },
      disableFileAccess: true,
      disableUrlAccess: true,
      ...(settings.user === '' ? {} : { auth: { user: settings.user, pass: settings.password } }),
    });
    try {
      return await sendBefore(transport, mailOf(message, settings, context), signal);
    } finally {
      transport.close();
      connection.destroy();
    }
  },
});

async function sendBefore(
  transport: Transporter,
  mail: SendMailOptions,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const aborted = new Promise<never>((_, reject) => {
    const end = () => reject(new Error('no answer in time'));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    await Promise.race([transport.sendMail(mail), aborted]);
    return { ok: true };
  } catch (error) {
    return explain(error, signal);
  }
}

/** SMTP: 4xx may work later, 5xx will not (RFC 5321 section 4.2.1). */
function explain(error: unknown, signal: AbortSignal): SendOutcome {
  const { responseCode, code, response } = (error ?? {}) as {
    responseCode?: number;
    code?: string;
    response?: string;
  };
  if (code === 'EAUTH') {
    // A server's answer to a login may repeat the password.
    const said = responseCode === undefined ? '' : ` (${responseCode})`;
    return {
      ok: false,
      retry: (responseCode ?? 500) < 500,
      reason: `the mail server refused user and password${said}`,
    };
  }
  if (responseCode !== undefined)
    return {
      ok: false,
      retry: responseCode < 500,
      reason: `the mail server answered ${oneLine(response ?? String(responseCode))}`,
    };
  if (code === 'ETLS')
    return { ok: false, retry: true, reason: 'the mail server offers no STARTTLS, or it did not work' };
  if (code === 'EPROTOCOL') return { ok: false, retry: true, reason: 'the answer is not SMTP' };
  return { ok: false, retry: true, reason: explainFailure(error, signal) };
}

function mailOf(message: Message, settings: Settings, context: SendContext): SendMailOptions {
  const { incident, to } = message;
  const from = settings.from.trim();
  // RFC 5322 allows only ASCII here: a name in another script is written with its A-labels (RFC 5890).
  const domain = domainToASCII(/@([^\s<>@]+?)>?$/u.exec(from)?.[1] ?? '') || 'muster.invalid';
  const address = to.address ?? to.person?.email;
  const recipients = address === undefined ? listOf(settings.to) : [address];
  return {
    from,
    // Recipients do not see one another.
    to: recipients.length === 1 ? recipients : from,
    envelope: { from, to: recipients },
    ...wordsOf(message),
    date: new Date(context.now),
    messageId: `<${context.deliveryId}@${domain}>`,
    // Mail programs thread an incident's messages by this.
    ...(incident === null ? {} : { references: `<incident-${incident.id}@${domain}>` }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Muster-Delivery': context.deliveryId,
      ...(message.purpose === 'page' ? { Importance: 'high', 'X-Priority': '1' } : {}),
    },
  };
}

function wordsOf(message: Message): { subject: string; text: string } {
  if (message.rendered !== undefined) {
    const [subject, body] = channels.email.render(message.rendered).parts;
    return { subject: mailSubject(subject?.text ?? ''), text: body?.text ?? '' };
  }
  const headline = namedHeadlineOf(message, subjectLimit, ': ');
  return { subject: mailSubject(headline), text: textWithLinks(message) };
}
