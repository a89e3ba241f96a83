// Explains a failed delivery in words for people, without secrets.

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed early',
  ECONNECTION: 'no connection',
  EPIPE: 'connection closed early',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ETIMEDOUT: 'connection timed out',
  ESOCKET: 'connection closed early',
  ENOTFOUND: 'name not found',
  EDNS: 'name not found',
  EAI_AGAIN: 'name not found (the name server did not answer)',
  CERT_HAS_EXPIRED: 'certificate expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate chain is self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate chain is incomplete or not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate chain is incomplete or not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another name',
};

export function explainFailure(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time';
  const code = codeOf(error);
  if (Object.hasOwn(reasons, code)) return reasons[code] ?? code;
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) return 'no TLS connection (wrong port or protocol?)';
  return oneLine(error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  // A host with several addresses fails with one error for each; the first is reported.
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'ESOCKET' || !(error instanceof Error)) return code;
  // nodemailer replaces the socket's code with its own; the original remains in the message.
  return (
    /\bE[A-Z]{3,}\b/u.exec(error.message)?.[0] ?? (/certificate|altname/iu.test(error.message) ? '' : code)
  );
}

const mostQuoted = 200;

/** Text from another server, as part of one line. */
export function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > mostQuoted ? `${line.slice(0, mostQuoted)}…` : line;
}

const hidden = '••••';
/** Shorter pieces of a secret are too common to remove. */
const shortestPiece = 6;

/** `text` without any piece of these secrets, such as the path of an address or one word of a header. */
export function scrub(text: string, secrets: readonly string[]): string {
  const pieces = secrets.flatMap((secret) => secret.split(/[\s:/?&=,;@"']+/u));
  return [...new Set(pieces)]
    .filter((piece) => piece.length >= shortestPiece)
    .toSorted((a, b) => b.length - a.length)
    .reduce((clean, piece) => clean.replaceAll(piece, hidden), text);
}
