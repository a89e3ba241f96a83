// SP72: a bucket with S3's HTTP API, addressed by path; requests are signed with AWS Signature Version 4.
import { createHash, createHmac } from 'node:crypto';
import type { Generation } from '../generation.ts';
import type { Target } from '../settings.ts';
import { ask, expectTaken, type Published, sendAll, sequenceIn, type Way } from './upload.ts';

type Bucket = Extract<Target, { kind: 's3' }>;
type Signed = { method: 'GET' | 'PUT'; url: URL; body: Buffer; at: number };

export async function publishToBucket(
  bucket: Bucket,
  generation: Generation,
  { now, ...way }: Way & { now: () => number },
): Promise<Published> {
  const request = async (
    method: 'GET' | 'PUT',
    path: string,
    body: Buffer,
    more: Record<string, string> = {},
  ) => {
    const url = addressOf(bucket, path);
    const headers = { ...more, ...sign(bucket, { method, url, body, at: now() }) };
    return ask({ method, url, headers, ...(method === 'PUT' ? { body } : {}) }, way);
  };
  const present = await request('GET', 'generation.json', Buffer.alloc(0));
  const there = present.status === 200 ? sequenceIn(present.text) : 0;
  if (there > way.over) return { newer: there };
  await sendAll(generation, async (path, { bytes, type }) => {
    const more = { 'content-type': type, 'cache-control': 'public, max-age=15' };
    expectTaken(path, await request('PUT', path, bytes, more));
  });
  return 'published';
}

function addressOf({ endpoint, bucket, prefix = '' }: Bucket, path: string): URL {
  const url = new URL(endpoint);
  const key = [...prefix.split('/'), ...path.split('/')].filter((part) => part !== '');
  const base = url.pathname.replace(/\/+$/u, '');
  url.pathname = [base, bucket, ...key.map(encodePart)].join('/');
  url.search = '';
  return url;
}

/** Encodes all but unreserved characters (RFC 3986), as the signature requires. */
const encodePart = (part: string) =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/gu,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** The signature headers of a request without a query. */
export function sign(
  {
    accessKeyId,
    secretAccessKey,
    region = 'us-east-1',
  }: Pick<Bucket, 'accessKeyId' | 'secretAccessKey' | 'region'>,
  { method, url, body, at }: Signed,
): Record<string, string> {
  const stamp = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;
  const day = stamp.slice(0, 8);
  const hash = sha256(body);
  const names = 'host;x-amz-content-sha256;x-amz-date';
  const canonical = [
    method,
    url.pathname,
    '',
    `host:${url.host}`,
    `x-amz-content-sha256:${hash}`,
    `x-amz-date:${stamp}`,
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
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
