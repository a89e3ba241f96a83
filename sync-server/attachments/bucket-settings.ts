// AT11: the operator's settings for attached files in a bucket, from flags and environment variables.
import { readFileSync } from 'node:fs';
import { ConfigRefused } from '../config-values.ts';
import { usualRegion, type S3Bucket } from '../outgoing/s3.ts';
import { isSafeSource, type KeySource } from '../outgoing/temporary-keys.ts';

/** With `keysFrom`, an address gives the other keys, and new ones before they end. */
export type BucketKeys = Pick<S3Bucket, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'> & {
  keysFrom?: KeySource | undefined;
};
/** `own`: back to the data folder or the database; the keys open the bucket that was used before. */
export type AttachmentPlace =
  | { kind: 'bucket'; bucket: S3Bucket & BucketKeys }
  | { kind: 'own'; keys: BucketKeys | null };

export const bucketUsage = `  --attachments s3://BUCKET/PREFIX  attached files go there   MUSTER_ATTACHMENTS (with the rest)
                         ("own" brings them back)
  --s3-endpoint URL      the address of its API                  MUSTER_S3_ENDPOINT (Amazon's of the region)
  --s3-region REGION                                       MUSTER_S3_REGION  ${usualRegion}
                         its keys                          MUSTER_S3_ACCESS_KEY_ID, MUSTER_S3_SECRET_ACCESS_KEY
                         or a file with the secret one     MUSTER_S3_SECRET_ACCESS_KEY_FILE
                         of temporary keys the token       MUSTER_S3_SESSION_TOKEN
                         or an address that gives all      MUSTER_S3_CREDENTIALS_URL
                         with this Authorization           MUSTER_S3_CREDENTIALS_TOKEN_FILE
`;

const flag = { type: 'string' } as const;
export const bucketOptions = { attachments: flag, 's3-endpoint': flag, 's3-region': flag };

const refuse = (what: string): never => {
  throw new ConfigRefused(what);
};

/** Null without `--attachments`. Throws ConfigRefused. */
export function readAttachmentPlace(
  flags: Partial<Record<keyof typeof bucketOptions, string>>,
  environment: Record<string, string | undefined>,
  { isReplica }: { isReplica: boolean },
): AttachmentPlace | null {
  const read = (name: keyof typeof bucketOptions): string | null =>
    (flags[name] ?? environment[`MUSTER_${name.replaceAll('-', '_').toUpperCase()}`])?.trim() || null;
  const given = read('attachments');
  if (given === null) return null;
  if (isReplica)
    return refuse('--attachments is given beside --upstream; a replica keeps its copies in its data folder.');
  const keys = readKeys(environment);
  if (given === 'own') return { kind: 'own', keys };
  const named = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/u.exec(given);
  const [, bucket, prefix] = named ?? [];
  if (bucket === undefined || /(?:^|\/)\.{1,2}(?:\/|$)/u.test(prefix ?? ''))
    return refuse(
      `--attachments is "${given}"; expected a bucket, such as s3://acme-muster/attachments, or own.`,
    );
  if (keys === null)
    return refuse(
      '--attachments names a bucket without its keys; expected MUSTER_S3_ACCESS_KEY_ID and MUSTER_S3_SECRET_ACCESS_KEY, or MUSTER_S3_CREDENTIALS_URL.',
    );
  const region = readRegion(read('s3-region'));
  const endpoint = readEndpoint(read('s3-endpoint') ?? `https://s3.${region}.amazonaws.com`);
  return { kind: 'bucket', bucket: { endpoint, bucket, prefix, region, ...keys } };
}

function readRegion(given: string | null): string {
  if (given === null) return usualRegion;
  return /^[\w-]{1,60}$/u.test(given)
    ? given
    : refuse(`--s3-region is "${given}"; expected the name of a region, such as eu-central-1.`);
}

function readEndpoint(given: string): string {
  const url = URL.parse(given);
  const isPlain = url !== null && url.username === '' && url.password === '' && url.search + url.hash === '';
  // The value is not repeated: a password may be in it.
  if (!isPlain || !['http:', 'https:'].includes(url.protocol))
    return refuse(
      '--s3-endpoint is not understood; expected an address such as https://s3.example.org, without keys in it.',
    );
  return url.href.replace(/\/+$/u, '');
}

function readKeys(environment: Record<string, string | undefined>): BucketKeys | null {
  const read = (name: string) => environment[`MUSTER_S3_${name}`]?.trim() || undefined;
  const url = read('CREDENTIALS_URL');
  if (url !== undefined) {
    if (!isSafeSource(url))
      return refuse(
        'MUSTER_S3_CREDENTIALS_URL is not understood; expected an https address, or http on this machine or at 169.254.170.2 or 169.254.170.23.',
      );
    const keysFrom = { url, tokenFile: read('CREDENTIALS_TOKEN_FILE') };
    return { accessKeyId: '', secretAccessKey: '', keysFrom };
  }
  const accessKeyId = read('ACCESS_KEY_ID');
  const secretAccessKey = readSecret(environment);
  if (accessKeyId === undefined || secretAccessKey === '') return null;
  return { accessKeyId, secretAccessKey, sessionToken: read('SESSION_TOKEN') };
}

function readSecret(environment: Record<string, string | undefined>): string {
  const file = environment['MUSTER_S3_SECRET_ACCESS_KEY_FILE'] ?? '';
  if (file === '') return environment['MUSTER_S3_SECRET_ACCESS_KEY']?.trim() ?? '';
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ConfigRefused(`MUSTER_S3_SECRET_ACCESS_KEY_FILE cannot be read: ${why}`, { cause: error });
  }
}
