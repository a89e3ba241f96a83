// Certificates for the checks: their contents, and how many days they have left.
import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import {
  checkServerIdentity,
  connect as connectTls,
  type ConnectionOptions,
  type PeerCertificate,
  type TLSSocket,
} from 'node:tls';
import { dial } from '../outgoing/dial.ts';
import type { Egress } from '../outgoing/egress.ts';
import { earliestEnd } from './certificate-chain.ts';
import type { Certificate } from './evidence.ts';

/** `socket` is the connection that presented it. A chain expires when its first certificate expires. */
export function describeCertificate(certificate: X509Certificate, socket: TLSSocket): Certificate {
  const { subject, issuer, fingerprint256 } = certificate;
  const first = earliestEnd(certificate, socket.authorized);
  return {
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    fingerprint: fingerprint256,
    expiresAt: first.validToDate.getTime(),
    ...(first === certificate ? {} : { endsWith: nameIn(first.subject) }),
  };
}

/** The common name, or the whole subject on one line when there is none. */
function nameIn(subject: string | undefined): string {
  return /^CN=(.+)$/m.exec(subject ?? '')?.[1] ?? (subject ?? '').replaceAll('\n', ', ');
}

/** Node's host name check without its fallback to the common name, which RFC 9525 (2, 6.4.4) forbids. */
function checkName(host: string, certificate: PeerCertificate): Error | undefined {
  const hasNames = /(?:^|, )DNS:/.test(certificate.subjectaltname ?? '');
  if (isIP(host) === 0 && !hasNames) {
    const message =
      'certificate names no host: it has no subjectAltName (a common name alone does not count, RFC 9525)';
    return Object.assign(new Error(message), { code: 'CERT_WITHOUT_NAMES' });
  }
  return checkServerIdentity(host, certificate);
}

export type TlsName = { name: string; isTrusting: boolean };

/** Options of every TLS connection of a check. The name in SNI is the name that is verified. */
export function tlsOptions({ name, isTrusting }: TlsName) {
  // RFC 6066, 3: SNI takes no IP address and no final dot.
  const bare = name.replace(/\.$/, '');
  return {
    ...(isIP(bare) === 0 ? { servername: bare } : {}),
    rejectUnauthorized: !isTrusting,
    checkServerIdentity: (_host: string, certificate: PeerCertificate) => checkName(bare, certificate),
  } satisfies ConnectionOptions;
}

/** TLS over a connection. Rejects with Node's error when TLS fails or the certificate is invalid. */
export async function secure(
  socket: Socket,
  { signal, ...asked }: TlsName & { signal: AbortSignal },
): Promise<TLSSocket> {
  const secured = connectTls({ socket, ...tlsOptions(asked) });
  const end = () => secured.destroy(new Error('aborted'));
  signal.addEventListener('abort', end, { once: true });
  try {
    await once(secured, 'secureConnect');
    // Later errors do not matter here, but without a listener they would end the process.
    secured.on('error', () => {});
    return secured;
  } catch (error) {
    secured.destroy();
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

export type TlsTarget = { host: string; port: number; name?: string; signal: AbortSignal; egress: Egress };

/** A TLS connection, verified unless `isTrusting`; the caller destroys it. Rejects as dial and secure do. */
export async function openTls(target: TlsTarget & { isTrusting?: boolean }): Promise<TLSSocket> {
  const { host, name = host, signal, isTrusting = false } = target;
  return secure(await dial(target), { name, isTrusting, signal });
}

/** The certificate of a server that failed verification, to describe it. Null when it cannot be read. */
export async function peekCertificate(target: TlsTarget): Promise<Certificate | null> {
  try {
    const socket = await openTls({ ...target, isTrusting: true });
    const certificate = socket.getPeerX509Certificate();
    const described = certificate === undefined ? null : describeCertificate(certificate, socket);
    socket.destroy();
    return described;
  } catch {
    // The caller reports the original failure.
    return null;
  }
}

/** CK6: the owner is warned this many days before the end, largest first. */
export const warningDays = [30, 14, 7] as const;

const dayMs = 86_400_000;

/** The nearest threshold that was passed, or null; 0 for an expired certificate. */
export function thresholdPassed(
  expiresAt: number,
  now: number,
  days: readonly number[] = warningDays,
): number | null {
  const left = (expiresAt - now) / dayMs;
  if (left <= 0) return 0;
  return days.filter((threshold) => left <= threshold).toSorted((a, b) => a - b)[0] ?? null;
}

export const sayDaysLeft = (expiresAt: number, now: number): string => {
  const days = Math.floor((expiresAt - now) / dayMs);
  return days === 1 ? '1 day' : `${days} days`;
};
