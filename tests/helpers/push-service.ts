// A push service and its browsers, by the standards: accepts notices (RFC 8030), verifies their sender (RFC 8292) and
// decrypts them (RFC 8188, RFC 8291), with only Node's own cryptography.
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Taken = {
  /** The name of the subscription. */
  device: string;
  headers: Readonly<Record<string, string | undefined>>;
  bytes: number;
  /** The decrypted content. */
  notice: Record<string, unknown>;
  /** The sender's claims, proven by the key. */
  claims: { aud: string; sub: string; exp: number };
  /** The key that signed the claims, base64url. */
  sender: string;
};
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } };
export type PushService = AsyncDisposable & {
  readonly url: string;
  readonly taken: Taken[];
  /** Answers with this status instead of 201, `times` times. */
  refuse(status: number, times?: number): void;
  /** How often it refused. */
  refusals(): number;
  subscribe(device: string): Subscription;
};

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** Starts a push service on loopback. */
export async function openPushService(): Promise<PushService> {
  const browsers = new Map<string, { pair: ReturnType<typeof createECDH>; auth: Buffer }>();
  const taken: Taken[] = [];
  const refusing: number[] = [];
  let refused = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = refusing.shift();
      if (status !== undefined) {
        refused += 1;
        return response.writeHead(status).end();
      }
      const device = request.url?.split('/').at(-1) ?? '';
      const browser = browsers.get(device);
      if (request.method !== 'POST' || browser === undefined) return response.writeHead(404).end();
      const body = Buffer.concat(chunks);
      try {
        const { sender, claims } = readVapid(String(request.headers.authorization));
        const text = open(body, browser.pair, browser.auth);
        const notice = JSON.parse(text) as Record<string, unknown>;
        const headers = request.headers as Record<string, string | undefined>;
        taken.push({ device, headers, bytes: body.length, notice, claims, sender });
        return response.writeHead(201, { location: `/message/${taken.length}` }).end();
      } catch (error) {
        return response.writeHead(400).end(String(error));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    taken,
    refuse: (status, times = 1) => refusing.push(...Array.from({ length: times }, () => status)),
    refusals: () => refused,
    subscribe: (device) => {
      const pair = createECDH('prime256v1');
      const auth = randomBytes(16);
      const p256dh = pair.generateKeys('base64url');
      browsers.set(device, { pair, auth });
      return { endpoint: `${url}/push/${device}`, keys: { p256dh, auth: base64url(auth) } };
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** RFC 8292: `vapid t=<JWT>, k=<key>`; throws when the key did not make the signature. */
function readVapid(header: string): Pick<Taken, 'sender' | 'claims'> {
  const [, token = '', sender = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/u.exec(header) ?? [];
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
  const point = Buffer.from(sender, 'base64url');
  const key = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: base64url(point.subarray(1, 33)),
      y: base64url(point.subarray(33, 65)),
    },
  });
  const signed = Buffer.from(`${head}.${payload}`);
  const isTheirs = verify(
    'sha256',
    signed,
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (alg !== 'ES256' || !isTheirs) throw new Error('not signed by that key');
  return { sender, claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) as Taken['claims'] };
}

const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number) =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, length));

/** RFC 8291 section 3.4 and RFC 8188 section 2, one record. */
function open(body: Buffer, pair: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const theirs = body.subarray(21, 21 + body.readUInt8(20));
  const record = body.subarray(21 + theirs.length);
  if (record.length > recordSize) throw new Error('more than one record');
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), theirs]);
  const input = derive(pair.computeSecret(theirs), auth, keyInfo, 32);
  const key = derive(input, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(input, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  // The last record ends with 2 and zeros.
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
