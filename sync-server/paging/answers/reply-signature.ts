// ES22: checks that an SMS provider really sent a request to /reply/<code>. Twilio signs the address and all fields
// (HMAC-SHA1); Vonage sends a token with the hash of the body (JWT, HS256). Both use a secret that the provider
// shows.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type Signed = {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As the provider called it, including the query. */
  url: string;
  /** The raw body; empty for GET. */
  body: string;
  type: string;
};

/** Maximum difference between the provider's clock and ours, and maximum age of a message. */
const toleranceSeconds = 300;

/** `now` is in epoch milliseconds. Also false without a signature. */
export function isSignedReply(signed: Signed, secret: string, now: number): boolean {
  const twilio = signed.headers['x-twilio-signature'];
  if (typeof twilio === 'string') return isTwilio(signed, secret, twilio);
  const bearer = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/u.exec(String(signed.headers['authorization'] ?? ''));
  return bearer !== null && isVonage(bearer, { ...signed, secret, now });
}

/** The address, followed by each form field sorted by name, without separators. */
function isTwilio({ url, body, type }: Signed, secret: string, signature: string): boolean {
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  const fields = isForm ? [...new URLSearchParams(body)] : [];
  const sorted = fields.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const said = url + sorted.map(([name, value]) => name + value).join('');
  const right = createHmac('sha1', secret).update(said).digest();
  if (!isSame(right, Buffer.from(signature, 'base64'))) return false;
  if (isForm || body === '') return true;
  // For other bodies the address contains the body's hash.
  const named = new URL(url).searchParams.get('bodySHA256');
  return named?.toLowerCase() === createHash('sha256').update(body).digest('hex');
}

type Token = Pick<Signed, 'body'> & { secret: string; now: number };

function isVonage([, head = '', claims = '', signature = '']: RegExpExecArray, given: Token): boolean {
  const { body, secret, now } = given;
  const right = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  if (!isSame(right, Buffer.from(signature, 'base64url'))) return false;
  const said = { ...readPart(head), ...readPart(claims) };
  const iat = typeof said['iat'] === 'number' ? said['iat'] : Number.NaN;
  if (said['alg'] !== 'HS256' || !(Math.abs(now / 1_000 - iat) <= toleranceSeconds)) return false;
  const hash = said['payload_hash'];
  // Without a body, as in GET, there is no hash to compare.
  if (body === '') return true;
  return hash === createHash('sha256').update(body).digest('hex');
}

function readPart(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const isSame = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
