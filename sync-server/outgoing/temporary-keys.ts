// AT11: keys of a bucket that end after some hours. An address inside the machine or the cluster hands out the next
// ones, in the form of Amazon's container credentials.
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { requestHttp, requestHttps } from './node-http.ts';
import type { S3Bucket } from './s3.ts';

export type KeySource = {
  url: string;
  /** A file with the value of the `Authorization` header, read each time because it is renewed too. */
  tokenFile?: string | undefined;
};
type Keys = Pick<S3Bucket, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

const renewBeforeMs = 300_000;
const answerWithinMs = 5_000;
/** So long an address that failed is left alone while the keys are good: one that hangs must not hold up each file. */
const askAgainMs = 30_000;
const mostBytes = 64 * 1024;

const answerForm = z.object({
  AccessKeyId: z.string().min(1),
  SecretAccessKey: z.string().min(1),
  Token: z.string().min(1).optional(),
  Expiration: z.iso.datetime({ offset: true }).optional(),
});

/**
 * The hosts that may be asked without TLS: this machine, and the addresses at which Amazon's containers find their
 * credentials.
 */
const nearHosts = new Set([
  '127.0.0.1',
  '[::1]',
  'localhost',
  '169.254.170.2',
  '169.254.170.23',
  '[fd00:ec2::23]',
]);

/** Whether keys may be taken from there: nobody on the way can read or change the answer. */
export function isSafeSource(given: string): boolean {
  const url = URL.parse(given);
  if (url === null || url.username !== '' || url.password !== '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && nearHosts.has(url.hostname));
}

/** Returns a function that gives valid keys, and asks for the next ones 5 min before they end. It rejects without any. */
export function followKeys(source: KeySource, now: () => number): () => Promise<Keys> {
  let known: { keys: Keys; endsAt: number } | null = null;
  let asking: Promise<void> | null = null;
  let failedAt = -Infinity;
  const ask = () =>
    (asking ??= askForKeys(source)
      .then((answer) => void (known = answer))
      .finally(() => (asking = null)));
  return async () => {
    if (known === null || known.endsAt <= now()) await ask();
    // Keys that have not ended are good until they do.
    else if (known.endsAt - now() < renewBeforeMs && now() - failedAt >= askAgainMs)
      await ask().catch(() => {
        failedAt = now();
      });
    if (known === null) throw new Error('there are no keys for the bucket');
    return known.keys;
  };
}

async function askForKeys({ url, tokenFile }: KeySource): Promise<{ keys: Keys; endsAt: number }> {
  const body = await get(url, tokenFile === undefined ? null : readFileSync(tokenFile, 'utf8').trim());
  const found = answerForm.safeParse(parse(body));
  // The answer is not repeated: it may hold keys.
  if (!found.success) throw new Error('the address with the keys of the bucket answered something else');
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = found.data;
  return {
    keys: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token },
    endsAt: Expiration === undefined ? Infinity : Date.parse(Expiration),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // No JSON is told as any other wrong answer.
    return null;
  }
}

/** Does not follow redirects. */
function get(url: string, authorization: string | null): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
      agent: false,
      headers: { 'user-agent': 'Muster', ...(authorization !== null && { authorization }) },
      signal: AbortSignal.timeout(answerWithinMs),
    });
    request.on('error', reject);
    request.on('response', (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) request.destroy(new Error('its answer is too large'));
      });
      if (answer.statusCode !== 200)
        request.destroy(new Error(`the address with the keys of the bucket answered ${answer.statusCode}`));
      else text(answer).then(resolve, reject);
    });
    request.end();
  });
}
