// Certificates as the checks look at them: what they say, and how many days they have left.
import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Egress } from '../outgoing/egress.ts';
import type { Certificate } from './evidence.ts';

export function describeCertificate(certificate: X509Certificate): Certificate {
  const { subject, issuer, fingerprint256, validToDate } = certificate;
  return {
    subject: nameIn(subject),
    issuer: nameIn(issuer),
    fingerprint: fingerprint256,
    expiresAt: validToDate.getTime(),
  };
}

/** The common name, or everything on one line where there is none. */
function nameIn(subject: string | undefined): string {
  return /^CN=(.+)$/m.exec(subject ?? '')?.[1] ?? (subject ?? '').replaceAll('\n', ', ');
}

export type TlsTarget = { host: string; port: number; name?: string; signal: AbortSignal; egress: Egress };

/**
 * A TLS connection, verified unless `isTrusting`; the caller destroys it. Rejects with node's error when there is
 * none, or when the certificate is no good.
 */
export async function openTls(target: TlsTarget & { isTrusting?: boolean }): Promise<TLSSocket> {
  const { host, port, name = host, signal, egress, isTrusting = false } = target;
  signal.throwIfAborted();
  egress.assertAllowed(host);
  const socket = connectTls({
    host,
    port,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    lookup: egress.guardedLookup,
    rejectUnauthorized: !isTrusting,
  });
  const end = () => socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', end, { once: true });
  try {
    await once(socket, 'secureConnect');
    // Whatever goes wrong from here on is not what was asked.
    socket.on('error', () => {});
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** The certificate of a server whose certificate is no good: to say what it is. Null when it cannot be had. */
export async function peekCertificate(target: TlsTarget): Promise<Certificate | null> {
  try {
    const socket = await openTls({ ...target, isTrusting: true });
    const certificate = socket.getPeerX509Certificate();
    socket.destroy();
    return certificate === undefined ? null : describeCertificate(certificate);
  } catch {
    // The failure that led here is the one to tell.
    return null;
  }
}

/** CK6: the days before the end at which somebody is told, farthest first. */
export const warningDays = [30, 14, 7] as const;

const dayMs = 86_400_000;

/** The nearest threshold that was passed, or null; 0 when it is over. */
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
