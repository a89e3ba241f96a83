// OB5: keeps connections to mail servers open for the next message, so that a thousand leave in seconds. Judges a
// mail server's answer: whether it concerns one address or all letters, and whether to retry.
import type { Egress } from '../../outgoing/egress.ts';
import { strikeOut } from '../../forms/secret.ts';
import { explainFailure, oneLine } from '../channels/explain.ts';
import type { Log } from '../../sync/rooms.ts';
import { type HandedOver, lanes, type Letter } from '../outbox/letter.ts';
import { waitAfter } from '../outbox/settle.ts';
import { type Envelope, type MailLink, openMailLink, type Sent } from './mail-link.ts';
import type { MailServer } from './mail-server.ts';

const idleMs = 5_000;
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const keptTryingMs = 24 * 60 * minuteMs;
const unreachable = { firstMs: 2 * secondMs, longestMs: 5 * minuteMs };
/** A greylist accepts a sender that returns after some minutes. */
const refusedForNow = { firstMs: minuteMs, longestMs: 60 * minuteMs };

export type MailPool = {
  /** Hands over one message. Never throws. */
  send(server: MailServer, envelope: Envelope, mail: { bytes: Buffer; letter: Letter }): Promise<HandedOver>;
  close(): void;
};
type Idle = { link: MailLink; timer: NodeJS.Timeout };
type Options = { egress: Egress; host: string; now: () => number; log: Log };
/** How many letters may fail together; their failures count as one. */
const atOnce = lanes.mail;

/** One pool serves every mail server and keeps the connections of each. */
export function openMailPool({ egress, host, now, log }: Options): MailPool {
  const links = keepLinks({ egress, host });
  /** Servers that refused a connection: how often in a row, and until when no attempt is made. */
  const shut = new Map<string, { failures: number; until: number; reason: string }>();
  const attempt: MailPool['send'] = async (server, envelope, { bytes, letter }) => {
    const redact = strikeOut([server.password]);
    const key = keyOf(server);
    const rest = shut.get(key);
    if (rest !== undefined && rest.until > now())
      return { went: 'shut', reason: rest.reason, waitMs: rest.until - now() };
    try {
      const sent = await links.carry(server, envelope, bytes);
      shut.delete(key);
      const outcome = judge(sent, letter);
      return 'reason' in outcome ? { ...outcome, reason: redact(outcome.reason) } : outcome;
    } catch (error) {
      const reason = redact(sayTrouble(error));
      const failures = Math.max(rest?.failures ?? 0, shut.get(key)?.failures ?? 0) + 1;
      const waitMs = waitAfter(Math.ceil(failures / atOnce), unreachable);
      shut.set(key, { failures, until: now() + waitMs, reason });
      log.warn({ host: server.host, reason }, 'a mail server cannot be reached; its letters wait');
      return { went: 'shut', reason, waitMs };
    }
  };
  return {
    send: async (server, envelope, mail) => {
      const outcome = await attempt(server, envelope, mail);
      const mayGoAgain = outcome.went === 'shut' || outcome.went === 'again';
      return mayGoAgain && now() - mail.letter.createdAt > keptTryingMs
        ? { went: 'failed', reason: `given up: ${outcome.reason}` }
        : outcome;
    },
    close: links.close,
  };
}

function closeAll(idle: Map<string, Idle[]>) {
  for (const { link, timer } of [...idle.values()].flat()) {
    clearTimeout(timer);
    link.close();
  }
  idle.clear();
}

/** Connections that wait for the next message, by server. */
function keepLinks(options: Pick<Options, 'egress' | 'host'>) {
  const idle = new Map<string, Idle[]>();
  const take = async (server: MailServer): Promise<{ link: MailLink; isUsed: boolean }> => {
    const waiting = idle.get(keyOf(server)) ?? [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      clearTimeout(next.timer);
      if (next.link.isOpen()) return { link: next.link, isUsed: true };
    }
    return { link: await openMailLink(server, options), isUsed: false };
  };
  const giveBack = (server: MailServer, link: MailLink) => {
    if (!link.isOpen()) return;
    const key = keyOf(server);
    const waiting = idle.get(key) ?? [];
    idle.set(key, waiting);
    const timer = setTimeout(() => {
      link.close();
      waiting.splice(waiting.indexOf(entry), 1);
    }, idleMs).unref();
    const entry = { link, timer };
    waiting.push(entry);
  };
  return {
    carry: async (server: MailServer, envelope: Envelope, bytes: Buffer): Promise<Sent> => {
      for (;;) {
        const { link, isUsed } = await take(server);
        const sent = await link.send(envelope, bytes);
        giveBack(server, link);
        // The server may have closed an idle connection; that says nothing about this message, so it is sent again.
        const isStale = !sent.ok && isUsed && !sent.hasBegun && sent.error.responseCode === undefined;
        if (!isStale) return sent;
      }
    },
    close: () => closeAll(idle),
  };
}

/** After a login, the server's answer may repeat the password. */
const sayTrouble = (error: unknown): string =>
  (error as { code?: string }).code === 'EAUTH'
    ? 'the mail server did not take user and password'
    : explainFailure(error, new AbortController().signal);

const keyOf = (server: MailServer): string => JSON.stringify(server);

/** SMTP: 4xx may work later, 5xx will not (RFC 5321, 4.2.1; RFC 3463 for the details). */
function judge(sent: Sent, letter: Letter): HandedOver {
  if (sent.ok) return { went: 'sent' };
  const { error, hasBegun } = sent;
  const { responseCode: code, response = '', command = '' } = error;
  if (code === undefined && hasBegun)
    return { went: 'maybe-sent', reason: 'the connection broke while the server sent it' };
  const said = oneLine(response === '' ? error.message : response);
  const reason = code === undefined ? said : `the mail server answered ${said}`;
  if (code === 421) return { went: 'shut', reason, waitMs: 10 * secondMs };
  if (code !== undefined && code >= 500) {
    const enhanced = /\b5\.(\d+)\.\d+\b/u.exec(response)?.[1];
    const isAboutAddress = command === 'RCPT TO' ? enhanced !== '7' : enhanced === '1' || enhanced === '2';
    if (isAboutAddress) return { went: 'bounced', reason };
    // Only the owner can fix a refused sender; letters wait until then.
    if (command !== 'MAIL FROM') return { went: 'failed', reason };
  }
  return { went: 'again', reason, waitMs: waitAfter(letter.attempts + 1, refusedForNow) };
}
