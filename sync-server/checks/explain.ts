// Explains in plain words why no answer came, in the same words for every kind of check.
import { NameFailure } from '../outgoing/name-failure.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed early',
  EPIPE: 'connection closed early',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'the name could not be resolved (the name server did not answer)',
  CERT_HAS_EXPIRED: 'certificate expired',
  CERT_NOT_YET_VALID: 'certificate not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate chain is incomplete or not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another name',
  CERT_WITHOUT_NAMES: 'certificate names no host (it has no subjectAltName, which RFC 9525 wants)',
};

/** `elapsedMs` is used when the signal ended the request. */
export function explainFailure(error: unknown, signal: AbortSignal, elapsedMs: number): string {
  // Resolving is a separate phase: the target has not been asked yet.
  if (error instanceof NameFailure && error.code === 'NAME_TIMEOUT')
    return `the name could not be resolved within ${sayDuration(elapsedMs)}`;
  if (signal.aborted) return `timed out after ${sayDuration(elapsedMs)}`;
  const code = codeOf(error);
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? code;
  if (code.startsWith('HPE_')) return sayParserFailure(code);
  if (isTlsFailure(code)) return 'no TLS connection (wrong port or protocol?)';
  return error instanceof Error ? error.message : String(error);
}

/** Names the fault of an answer that began as HTTP (lenient-head.ts) and then broke its rules. */
function sayParserFailure(code: string): string {
  if (/CHUNK/.test(code))
    return 'the answer says that it comes in chunks, and they are not as HTTP/1.1 has them';
  if (/OVERFLOW/.test(code)) return 'the head of the answer is too large';
  return 'the answer is not HTTP';
}

/** Whether the certificate is the fault, so that showing it helps. */
export const isCertificateFailure = (error: unknown): boolean =>
  (reasons[codeOf(error)] ?? '').startsWith('certificate');

const isTlsFailure = (code: string) => code === 'EPROTO' || code.startsWith('ERR_SSL');

/** A host with several addresses fails with one error for each; the first speaks for all. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function sayDuration(ms: number): string {
  return ms < 950 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`;
}

/** At most 50 characters of a foreign text, in quotes, on one line. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  // Do not cut inside a surrogate pair.
  const start = line.slice(0, 49).replace(/[\uD800-\uDBFF]$/, '');
  return `“${line.length > 50 ? `${start}…` : line}”`;
}
