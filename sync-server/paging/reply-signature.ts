// ES22: whether an SMS provider really sent what reached /reply/<code>. Twilio signs the address with all fields
// (HMAC-SHA1), Vonage sends a token that names the body (JWT, HS256). Both with a secret that the provider shows.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type Signed = {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** As the provider called it, with its query. */
  url: string;
  /** The body as it came; empty for GET. */
  body: string;
  type: string;
};

/** A provider's clock may differ by as much, and a message be as old. */
const toleranceSeconds = 300;

/** `now` in epoch milliseconds. False also where no signature came. */
export function isSignedReply(signed: Signed, secret: string, now: number): boolean {
  const twilio = signed.headers['x-twilio-signature'];
  if (typeof twilio === 'string') return isTwilio(signed, secret, twilio);
  const bearer = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/u.exec(String(signed.headers['authorization'] ?? ''));
  return bearer !== null && isVonage(bearer, { ...signed, secret, now });
}

/** The address, and each field of a form behind it, sorted by name, without anything between. */
function isTwilio({ url, body, type }: Signed, secret: string, signature: string): boolean {
  const isForm = type.startsWith('application/x-www-form-urlencoded');
  const fields = isForm ? [...new URLSearchParams(body)] : [];
  const sorted = fields.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const said = url + sorted.map(([name, value]) => name + value).join('');
  const right = createHmac('sha1', secret).update(said).digest();
  if (!isSame(right, Buffer.from(signature, 'base64'))) return false;
  if (isForm || body === '') return true;
  // Of another body the address names the hash.
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
  // Without a body, as for GET, there is nothing to name.
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
