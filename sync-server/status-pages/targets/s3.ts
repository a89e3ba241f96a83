// SP72: publishes to a bucket with S3's HTTP API.
import { addressInBucket, signBucketCall } from '../../outgoing/s3.ts';
import type { Generation } from '../page/generation.ts';
import type { Target } from '../page/settings.ts';
import { ask, expectTaken, type Published, sendUnlessNewer, type UploadWay } from './upload.ts';

export async function publishToBucket(
  bucket: Extract<Target, { kind: 's3' }>,
  generation: Generation,
  { now, ...way }: UploadWay & { now: () => number },
): Promise<Published> {
  const request = async (
    method: 'GET' | 'PUT',
    path: string,
    body: Buffer,
    more: Record<string, string> = {},
  ) => {
    const url = addressInBucket(bucket, path);
    const headers = { ...more, ...signBucketCall(bucket, { method, url, body, at: now() }) };
    return ask({ method, url, headers, ...(method === 'PUT' ? { body } : {}) }, way);
  };
  return sendUnlessNewer(generation, way, {
    read: async (path) => {
      const { status, text } = await request('GET', path, Buffer.alloc(0));
      return status === 200 ? text : null;
    },
    send: async (path, { bytes, type }) => {
      const more = { 'content-type': type, 'cache-control': 'public, max-age=15' };
      expectTaken(path, await request('PUT', path, bytes, more));
    },
  });
}
