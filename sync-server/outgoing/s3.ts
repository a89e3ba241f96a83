// A bucket with S3's HTTP API, addressed by path; requests are signed with AWS Signature Version 4.
import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { requestHttp, requestHttps } from './node-http.ts';

export type S3Bucket = {
  /** Such as https://s3.eu-central-1.amazonaws.com. */
  endpoint: string;
  bucket: string;
  /** The beginning of every key, without a slash at its start. */
  prefix?: string | undefined;
  region?: string | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  /** Of temporary keys. */
  sessionToken?: string | undefined;
};
export const usualRegion = 'us-east-1';

type Query = Readonly<Record<string, string>>;
type Signed = { method: 'GET' | 'HEAD' | 'PUT' | 'DELETE'; url: URL; body: Buffer; at: number };
type Call = {
  method: Signed['method'];
  /** The key after the prefix; empty for the bucket itself. */
  path: string;
  query?: Query;
  body?: Buffer;
  headers?: Readonly<Record<string, string>>;
};

/** A connection on which nothing moves for this long has ended. */
const idleMs = 20_000;

/** The address of a key, or of the bucket itself when `path` is empty. */
export function addressInBucket(
  { endpoint, bucket, prefix = '' }: S3Bucket,
  path: string,
  query: Query = {},
): URL {
  const url = new URL(endpoint);
  const key = path === '' ? [] : [...prefix.split('/'), ...path.split('/')].filter((part) => part !== '');
  const base = url.pathname.replace(/\/+$/u, '');
  url.pathname = [base, bucket, ...key.map(encodePart)].join('/');
  url.search = Object.keys(query)
    .toSorted()
    .map((name) => `${encodePart(name)}=${encodePart(query[name] ?? '')}`)
    .join('&');
  return url;
}

/**
 * Sends one request; resolves with the head of the answer, whose body the caller reads or destroys. Rejects when no
 * answer comes. Does not follow redirects.
 */
export function callBucket(
  bucket: S3Bucket,
  { method, path, query = {}, body = Buffer.alloc(0), headers = {} }: Call,
  now: () => number,
): Promise<IncomingMessage> {
  const url = addressInBucket(bucket, path, query);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method,
      agent: false,
      headers: {
        'user-agent': 'Muster',
        ...headers,
        ...signBucketCall(bucket, { method, url, body, at: now() }),
        ...(method === 'PUT' && { 'content-length': body.length }),
      },
    });
    request.setTimeout(idleMs, () => request.destroy(new Error(`no data for ${idleMs / 1_000} s`)));
    request.on('error', reject);
    request.on('response', resolve);
    request.end(method === 'PUT' ? body : undefined);
  });
}

/** Encodes all but unreserved characters (RFC 3986), as the signature requires. */
const encodePart = (part: string) =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The signature headers of a request whose address is from addressInBucket. `at`: epoch ms. */
export function signBucketCall(
  {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    region = usualRegion,
  }: Pick<S3Bucket, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'region'>,
  { method, url, body, at }: Signed,
): Record<string, string> {
  const stamp = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;
  const day = stamp.slice(0, 8);
  const hash = sha256(body);
  const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken };
  const names = ['host;x-amz-content-sha256;x-amz-date', ...Object.keys(token)].join(';');
  const canonical = [
    method,
    url.pathname,
    url.search.slice(1),
    `host:${url.host}`,
    `x-amz-content-sha256:${hash}`,
    `x-amz-date:${stamp}`,
    ...Object.entries(token).map(([name, value]) => `${name}:${value}`),
    '',
    names,
    hash,
  ].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (made, part) => hmac(made, part),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString('hex');
  return {
    'x-amz-content-sha256': hash,
    'x-amz-date': stamp,
    ...token,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
