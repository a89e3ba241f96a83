// One SMTP connection for many messages. It knows whether the server had begun to accept a message when it broke:
// only then may the message have arrived.
import { isIP } from 'node:net';
import { Readable } from 'node:stream';
import { dial } from '../../outgoing/dial.ts';
import type { Egress } from '../../outgoing/egress.ts';
import { greetingName } from '../../outgoing/greeting-name.ts';
import type { MailServer } from './mail-server.ts';

const patienceMs = 20_000;

type SmtpError = Error & { responseCode?: number; response?: string; command?: string; code?: string };
/** The result of one message. `hasBegun`: the server asked for its text. */
export type Sent = { ok: true } | { ok: false; error: SmtpError; hasBegun: boolean };
export type Envelope = { from: string; to: string };
export type MailLink = {
  /** False when it cannot carry another message. */
  isOpen(): boolean;
  send(envelope: Envelope, bytes: Buffer): Promise<Sent>;
  close(): void;
};

/** SMTP over a connection to the server; `host` is our own name. */
async function beginSmtp(server: MailServer, connection: Awaited<ReturnType<typeof dial>>, host: string) {
  // The library is heavy, so it loads with the first mail.
  const { default: SMTPConnection } = await import('nodemailer/lib/smtp-connection');
  return new SMTPConnection({
    connection,
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    name: greetingName(connection.localAddress, host),
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    tls: {
      ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
      rejectUnauthorized: server.checksCertificate,
    },
  });
}

/** The message as a stream, and whether the server has begun to read it. */
function readOnce(bytes: Buffer) {
  let hasBegun = false;
  const message = new Readable({
    read() {
      hasBegun = true;
      this.push(bytes);
      this.push(null);
    },
  });
  return { message, hasBegun: () => hasBegun };
}

/** Rejects when there is no connection, or the server refuses user and password. */
export async function openMailLink(
  server: MailServer,
  { egress, host }: { egress: Egress; host: string },
): Promise<MailLink> {
  const connection = await dial({
    host: server.host,
    port: server.port,
    signal: AbortSignal.timeout(patienceMs),
    egress,
  });
  const smtp = await beginSmtp(server, connection, host);
  const { isOpen, step, close } = watchConnection(smtp, connection);
  try {
    await step((done) => smtp.connect(done));
    const { user, password: pass } = server;
    if (user !== '') await step((done) => smtp.login({ user, pass }, done));
  } catch (error) {
    close();
    throw error;
  }
  return {
    isOpen,
    close,
    send: async ({ from, to }, bytes) => {
      const { message, hasBegun } = readOnce(bytes);
      try {
        await step((done) => smtp.send({ from, to: [to], size: bytes.length }, message, done));
        return { ok: true };
      } catch (error) {
        if (isOpen()) await step((done) => smtp.reset(done)).catch(close);
        return { ok: false, error: error as SmtpError, hasBegun: hasBegun() };
      }
    },
  };
}

/** A step that waits fails as soon as the connection ends. */
function watchConnection(
  smtp: Awaited<ReturnType<typeof beginSmtp>>,
  connection: Awaited<ReturnType<typeof dial>>,
) {
  let isOpen = true;
  const broken = Promise.withResolvers<never>();
  // Handled for good: a connection that ends while idle must not end the process.
  broken.promise.catch(() => {});
  const end = (error: Error) => {
    isOpen = false;
    broken.reject(error);
  };
  smtp.on('error', end);
  smtp.on('end', () => end(new Error('the mail server closed the connection')));
  return {
    isOpen: () => isOpen,
    step: (begin: (done: (error?: Error | null) => void) => void) =>
      Promise.race([
        new Promise<void>((resolve, reject) => begin((error) => (error ? reject(error) : resolve()))),
        broken.promise,
      ]),
    close: () => {
      isOpen = false;
      smtp.close();
      connection.destroy();
    },
  };
}
