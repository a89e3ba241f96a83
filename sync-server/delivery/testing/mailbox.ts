// A real SMTP server on loopback that keeps the mail it gets.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export type Mail = { from: string; to: string[]; raw: string; header(name: string): string; text: string };
export type Mailbox = { port: number; received: Mail[]; [Symbol.asyncDispose](): Promise<void> };

/** `answer` is called before a message is accepted: a code and words refuse it. */
export async function openMailbox(
  options: SMTPServerOptions & { answer?: () => { code: number; words: string } | null } = {},
): Promise<Mailbox> {
  const { answer = () => null, ...rest } = options;
  const received: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: ({ username = '' }, _session, done) => done(null, { user: username }),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const refused = answer();
        if (refused !== null)
          return done(Object.assign(new Error(refused.words), { responseCode: refused.code }));
        const { mailFrom, rcptTo } = session.envelope;
        received.push(
          readMail(
            Buffer.concat(chunks).toString(),
            mailFrom === false ? '' : mailFrom.address,
            rcptTo.map(({ address }) => address),
          ),
        );
        return done();
      });
    },
    ...rest,
  });
  // Some tests let the client give up.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(resolve)),
  };
}

function readMail(raw: string, from: string, to: string[]): Mail {
  const whole = partOf(raw);
  const boundary = /boundary="?([^";]+)/iu.exec(whole.header('Content-Type'))?.[1];
  // Of a mail with attachments the first part is its text.
  const first = boundary === undefined ? whole : partOf(raw.split(`--${boundary}\r\n`)[1] ?? '');
  const isQuoted = first.header('Content-Transfer-Encoding').toLowerCase() === 'quoted-printable';
  const encoded = (
    boundary === undefined ? first.body : (first.body.split(`--${boundary}`)[0] ?? '')
  ).trimEnd();
  const text = (isQuoted ? unquote(encoded) : encoded).replaceAll('\r\n', '\n');
  return { from, to, raw, header: whole.header, text };
}

/** The headers and the body of a mail, or of one of its parts. */
function partOf(raw: string): { header: (name: string) => string; body: string } {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/gu, ' ').split('\r\n');
  const header = (name: string) =>
    lines
      .find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
      ?.slice(name.length + 1)
      .trim() ?? '';
  return { header, body: body.join('\r\n\r\n') };
}

function unquote(text: string): string {
  const bytes = text
    .replace(/=\r\n/gu, '')
    .replace(/=([0-9A-F]{2})/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
