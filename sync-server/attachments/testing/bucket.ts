// A bucket with the part of S3's HTTP API that is used here, in memory. It checks each signature by itself.
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const hashOf = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

type TestKeys = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** The receiver's side of Signature Version 4, from what was sent. */
export function isSignedBy(
  keys: TestKeys,
  { method, url = '', headers }: IncomingMessage,
  body: Buffer,
): boolean {
  const hash = hashOf(body);
  const date = String(headers['x-amz-date']);
  const found =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/(\S+)\/s3\/aws4_request, SignedHeaders=(\S+), Signature=(\w{64})$/u.exec(
      headers.authorization ?? '',
    );
  if (found === null || headers['x-amz-content-sha256'] !== hash) return false;
  if (headers['x-amz-security-token'] !== keys.sessionToken) return false;
  const [, id, day = '', region = '', names = '', signature] = found;
  const lines = names.split(';').map((name) => `${name}:${String(headers[name])}\n`);
  const [path = '', query = ''] = url.split('?');
  const sorted = query.split('&').toSorted().join('&');
  const canonical = `${method}\n${path}\n${sorted}\n${lines.join('')}\n${names}\n${hash}`;
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/s3/aws4_request\n${hashOf(canonical)}`;
  let key: Buffer = Buffer.from(`AWS4${keys.secretAccessKey}`);
  for (const part of [day, region, 's3', 'aws4_request', toSign])
    key = createHmac('sha256', key).update(part).digest();
  return id === keys.accessKeyId && key.toString('hex') === signature;
}

export type TestBucket = {
  url: string;
  /** By path, such as /files/team/<sha256>. */
  objects: Map<string, Buffer>;
  /** From now on only these keys are good. */
  takeOnly(keys: TestKeys): void;
  /** Answers every request with this status; null: works. */
  failWith(status: number | null): void;
  [Symbol.asyncDispose](): Promise<void>;
};

export const bucketKeys = { accessKeyId: 'AKIA1', secretAccessKey: 'canary-secret-1' };
/** Small, so that a few files need several pages. */
const pageSize = 2;

/** Listens on a loopback port. */
export async function startBucket(port = 0): Promise<TestBucket> {
  const objects = new Map<string, Buffer>();
  let failure: number | null = null;
  let keys: TestKeys = bucketKeys;
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://bucket');
      if (failure !== null) return refuse(response, failure, 'SlowDown');
      if (!isSignedBy(keys, request, body)) return refuse(response, 403, 'SignatureDoesNotMatch');
      if (searchParams.get('list-type') === '2') return list(response, objects, pathname, searchParams);
      if (request.method === 'PUT') objects.set(pathname, body);
      if (request.method === 'DELETE') objects.delete(pathname);
      if (request.method === 'PUT' || request.method === 'DELETE')
        return response.writeHead(request.method === 'PUT' ? 200 : 204).end();
      return send(request, response, objects.get(pathname));
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    takeOnly: (only) => void (keys = only),
    failWith: (status) => (failure = status),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const refuse = (response: ServerResponse, status: number, code: string) =>
  response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);

function send({ method, headers }: IncomingMessage, response: ServerResponse, object: Buffer | undefined) {
  if (object === undefined) return refuse(response, 404, 'NoSuchKey');
  const end = Number(/^bytes=0-(\d+)$/u.exec(headers.range ?? '')?.[1] ?? object.length);
  const part = object.subarray(0, end + 1);
  response.writeHead(headers.range === undefined ? 200 : 206, {
    'content-length': part.length,
    'last-modified': new Date('2026-01-02T03:04:05Z').toUTCString(),
  });
  return response.end(method === 'HEAD' ? undefined : part);
}

function list(
  response: ServerResponse,
  objects: ReadonlyMap<string, Buffer>,
  bucket: string,
  asked: URLSearchParams,
) {
  const after = asked.get('continuation-token') ?? '';
  const keys = [...objects.keys()]
    .map((path) => path.slice(bucket.length + 1))
    .filter((key) => key.startsWith(asked.get('prefix') ?? '') && `<${key}&` > after)
    .toSorted();
  const page = keys.slice(0, pageSize);
  const entries = page.map(
    (key) =>
      `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>` +
      `<Size>${objects.get(`${bucket}/${key}`)?.length}</Size></Contents>`,
  );
  // A token with characters that XML and addresses escape.
  const more = `<IsTruncated>true</IsTruncated><NextContinuationToken>&lt;${page.at(-1)}&amp;</NextContinuationToken>`;
  response.end(
    `<?xml version="1.0"?><ListBucketResult>${keys.length > page.length ? more : '<IsTruncated>false</IsTruncated>'}${entries.join('')}</ListBucketResult>`,
  );
}
