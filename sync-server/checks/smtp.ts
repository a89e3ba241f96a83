import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { choiceField, hostField, portField, toggleField } from '../forms/fields.ts';
import { greetingName } from '../outgoing/greeting-name.ts';
import { describeCertificate, openTls, secure } from './certificate.ts';
import { defineCheck, type CheckContext } from './check.ts';
import { cutBody } from './evidence.ts';
import { quote } from './explain.ts';
import { measure, slowField, type Finding } from './measure.ts';
import { endWith, openSocket, readUntil, UnexpectedAnswer } from './socket.ts';

export const smtp = defineCheck({
  label: 'SMTP',
  about: 'Greets a mail server. It can also ask for encryption.',
  fields: {
    host: hostField({ label: 'Host' }),
    port: portField({ label: 'Port', isMain: true, fallback: 25 }),
    security: choiceField({
      label: 'Encryption',
      hint: 'STARTTLS after the greeting (25, 587), or TLS from the start (465)',
      isMain: true,
      options: ['none', 'STARTTLS', 'TLS'],
    }),
    slowAfterMs: slowField,
    ignoresTls: toggleField({ label: 'Accept any certificate', group: 'Connection', fallback: false }),
  },
  target: ({ host, port }) => ({ url: '', hostname: host, port: String(port) }),
  run: (settings, context) => measure(context, settings.slowAfterMs, () => greet(settings, context)),
});

type Settings = { host: string; port: number; security: 'none' | 'STARTTLS' | 'TLS'; ignoresTls: boolean };

async function greet(settings: Settings, context: CheckContext): Promise<Finding> {
  const { host, port, security, ignoresTls } = settings;
  const secured =
    security === 'TLS' ? await openTls({ host, port, isTrusting: ignoresTls, ...context }) : null;
  const socket = secured ?? (await openSocket({ host, port, ...context }));
  try {
    if (secured) endWith(secured, context.signal);
    const banner = await answer(socket, '220');
    if (banner !== null) return banner;
    const hello = await introduce(socket);
    if (hello !== null) return hello;
    if (security === 'STARTTLS') return await startTls(socket, settings, context);
    return secured ? certificateOf(secured) : {};
  } finally {
    // Without QUIT, the server may log an error.
    if (socket.writable) socket.end('QUIT\r\n');
    socket.destroySoon();
  }
}

/** RFC 5321, 3.2: a server that does not know EHLO is greeted with HELO. */
async function introduce(socket: Socket): Promise<Finding | null> {
  const name = greetingName(socket.localAddress);
  socket.write(`EHLO ${name}\r\n`);
  const refusal = await answer(socket, '250');
  if (refusal === null || !isUnknownCommand(refusal)) return refusal;
  socket.write(`HELO ${name}\r\n`);
  return answer(socket, '250');
}

const isUnknownCommand = ({ evidence }: Finding): boolean => /^5\d\d/.test(evidence?.body ?? '');

async function startTls(
  socket: Socket,
  { host, ignoresTls }: Settings,
  { signal }: CheckContext,
): Promise<Finding> {
  socket.write('STARTTLS\r\n');
  const refusal = await answer(socket, '220');
  if (refusal !== null) return { ...refusal, wrong: `no STARTTLS: ${refusal.wrong ?? ''}` };
  const secured = await secure(socket, { name: host, isTrusting: ignoresTls, signal });
  const found = certificateOf(secured);
  secured.destroy();
  return found;
}

function certificateOf(secured: TLSSocket): Finding {
  const certificate = secured.getPeerX509Certificate();
  return certificate ? { certificate: describeCertificate(certificate, secured) } : {};
}

/** Null when the server answers with this code (RFC 5321, 4.2); otherwise the fault. */
async function answer(socket: Socket, code: string): Promise<Finding | null> {
  try {
    const text = await readUntil(
      socket,
      (heard) => /^\d{3}(?: .*)?\r?\n/m.test(heard) || !mayBecomeReply(heard),
    );
    const last = /^(\d{3})(?: .*)?\r?\n/m.exec(text);
    if (last?.[1] === code) return null;
    const wrong = last ? `it answers ${quote(last[0])}` : `the answer is not SMTP: ${quote(text)}`;
    return { wrong, evidence: { body: cutBody(text) } };
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer) || error.text === '') throw error;
    return { wrong: `the answer is not SMTP: ${quote(error.text)}`, evidence: { body: cutBody(error.text) } };
  }
}

/** Every line of a reply begins with its code. */
const mayBecomeReply = (text: string) =>
  text.split('\n').every((line) => /^(?:\d{0,3}|\d{3}[ -].*)\r?$/.test(line));
