// IT15: Amazon SNS, through which CloudWatch and other services of AWS send. It wraps each message as a text into an
// envelope, and first asks each address to confirm its subscription.
import { createVerify, X509Certificate } from 'node:crypto';
import { explainFailure } from '../checks/explain.ts';
import { NoAnswer, requestOnce } from '../checks/web/http-request.ts';
import type { Egress } from '../outgoing/egress.ts';
import { firstText, isFields, textOf, type Fields } from './read.ts';
import { readKnownTool } from './known-tools.ts';
import { findAlerts, pick } from './usual-alert.ts';

/** Asks an https address with GET; resolves with the text of an answer of 200, rejects otherwise. */
export type AskAws = (url: URL) => Promise<string>;

/** For one question. SNS itself waits 15 s. */
const patienceMs = 6_000;
const mostBytes = 64 * 1024;

/** Asks past the guard of outgoing requests; follows no redirect. */
export function makeAskAws(egress: Egress): AskAws {
  return async (url) => {
    const signal = AbortSignal.timeout(patienceMs);
    const asking = { url, method: 'GET', headers: {}, body: '', signal, egress, ignoresTls: false };
    const answer = await requestOnce({ ...asking, mostBytes: () => mostBytes }).catch((error: unknown) => {
      const cause: unknown = error instanceof NoAnswer ? error.cause : error;
      throw new Error(explainFailure(cause, signal, patienceMs), { cause });
    });
    if (answer.status !== 200) throw new Error(`it answered ${answer.status}`);
    return answer.text;
  };
}

/** What to do with a body: nothing special, another body inside of it, or a question to answer. */
export type SnsEnvelope =
  | { kind: 'notification'; content: unknown }
  | { kind: 'confirmation'; envelope: Fields; topic: string }
  | { kind: 'goodbye'; topic: string };

/** The message is for an owner. `isLasting` is false when asking again may help. */
export class SnsRefused extends Error {
  override name = 'SnsRefused';
  readonly isLasting: boolean;
  constructor(message: string, isLasting: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isLasting = isLasting;
  }
}

/** A message within a message within a message is read, and no further. */
const deepest = 3;

/** Null when a body is no envelope of SNS. */
export function readSnsEnvelope(value: unknown, depth = 0): SnsEnvelope | null {
  if (!isFields(value) || depth === deepest) return null;
  const topic = textOf(value['TopicArn']);
  const message = value['Message'];
  if (topic === null || typeof message !== 'string') return null;
  switch (value['Type']) {
    case 'SubscriptionConfirmation':
      return { kind: 'confirmation', envelope: value, topic };
    case 'UnsubscribeConfirmation':
      return { kind: 'goodbye', topic };
    case 'Notification': {
      const inside = readMessage(message, textOf(value['Subject']));
      const next = readSnsEnvelope(inside, depth + 1);
      return next?.kind === 'notification' ? next : { kind: 'notification', content: inside };
    }
    default:
      return null;
  }
}

/** JSON, else a text. The subject is the title of what has none. */
function readMessage(message: string, subject: string | null): unknown {
  const value = readJson(message);
  if (typeof value !== 'object' || value === null) {
    const [first = message] = message.trim().split('\n', 1);
    return { title: subject ?? first, details: message };
  }
  const hasTitle =
    readKnownTool(value) !== null ||
    findAlerts(value).some((each) => firstText(pick(each, 'title')) !== null);
  return subject === null || hasTitle || !isFields(value) ? value : { ...value, subject };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/**
 * Says yes to SNS, after the signature shows that SNS asks. Rejects with SnsRefused. Anybody with the key of an
 * intake may send to it anyhow, so the signature only decides which address this server asks.
 */
export async function confirmSubscription(envelope: Fields, ask: AskAws): Promise<void> {
  const subscribe = addressOfAws(envelope['SubscribeURL']);
  if (subscribe?.searchParams.get('Action') !== 'ConfirmSubscription')
    throw new SnsRefused('its SubscribeURL does not confirm a subscription at Amazon SNS', true);
  const certificate = addressOfAws(envelope['SigningCertURL'] ?? envelope['SigningCertUrl']);
  // With a query it could be an answer of the API of SNS, whose words somebody else chose.
  if (certificate === null || !certificate.pathname.endsWith('.pem') || certificate.search !== '')
    throw new SnsRefused('its SigningCertURL is no certificate of Amazon SNS', true);
  const pem = await asked(ask, certificate);
  if (!isSigned(envelope, pem)) throw new SnsRefused('its signature is not that of Amazon SNS', true);
  await asked(ask, subscribe);
}

async function asked(ask: AskAws, url: URL): Promise<string> {
  try {
    return await ask(url);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SnsRefused(`${url.hostname} could not be asked (${why})`, false, { cause: error });
  }
}

/** The host as AWS’s own validators check it. */
const hostOfSns = /^sns\.[a-z0-9-]{3,}\.amazonaws\.com(?:\.cn)?$/u;

function addressOfAws(value: unknown): URL | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const url = new URL(value);
  const isPlain = url.port === '' && url.username === '' && url.password === '';
  return url.protocol === 'https:' && isPlain && hostOfSns.test(url.hostname) ? url : null;
}

/** The signed fields of a confirmation in their order; each is a line with its name and one with its value. */
const signedFields = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const hashes: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

function isSigned(envelope: Fields, pem: string): boolean {
  const hash = hashes[textOf(envelope['SignatureVersion']) ?? ''];
  const signature = textOf(envelope['Signature']);
  if (hash === undefined || signature === null) return false;
  const lines = signedFields.map((name) => `${name}\n${String(envelope[name])}\n`);
  try {
    const key = new X509Certificate(pem).publicKey;
    return createVerify(hash).update(lines.join('')).verify(key, signature, 'base64');
  } catch {
    return false; // not a certificate
  }
}
