// Envelopes of Amazon SNS as they come, with signatures made as AWS documents them.
import { createSign } from 'node:crypto';
import { generate } from 'selfsigned';
import { beforeAll, expect, test } from 'vitest';
import { confirmSubscription, readSnsEnvelope, SnsRefused } from './sns.ts';

const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms';
const host = 'https://sns.eu-central-1.amazonaws.com';
let own: { cert: string; private: string };
let foreign: { cert: string; private: string };
beforeAll(async () => {
  own = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { keySize: 2048 });
  foreign = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { keySize: 2048 });
});

type Envelope = Record<string, unknown>;
function confirmation(changes: Envelope = {}, version: '1' | '2' = '2'): Envelope {
  const said: Envelope = {
    Type: 'SubscriptionConfirmation',
    MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
    Token: '2336412f37f',
    TopicArn: topic,
    Message: `You have chosen to subscribe to the topic ${topic}.\nTo confirm, visit the SubscribeURL.`,
    SubscribeURL: `${host}/?Action=ConfirmSubscription&TopicArn=${topic}&Token=2336412f37f`,
    Timestamp: '2026-01-05T10:00:00.000Z',
    SignatureVersion: version,
    SigningCertURL: `${host}/SimpleNotificationService-abc.pem`,
  };
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names.map((name) => `${name}\n${String(said[name])}\n`).join('');
  const hash = version === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return {
    ...said,
    Signature: createSign(hash).update(text).sign(own.private, 'base64'),
    ...changes,
  };
}

/** What the server asked, in its order, and how it went. */
async function confirm(envelope: Envelope, pem = own.cert) {
  const asked: string[] = [];
  const ask = async (url: URL) => {
    asked.push(url.href);
    return url.pathname.endsWith('.pem') ? pem : '<ConfirmSubscriptionResponse/>';
  };
  const refused = await confirmSubscription(envelope, ask).then(
    () => null,
    (error: unknown) => error,
  );
  return { asked, refused };
}

test.each(['1', '2'] as const)('[IT15] a signed question (version %s) is answered', async (version) => {
  const { asked, refused } = await confirm(confirmation({}, version));
  expect(refused).toBeNull();
  expect(asked.map((url) => new URL(url).pathname)).toEqual(['/SimpleNotificationService-abc.pem', '/']);
  expect(new URL(asked[1]!).searchParams.get('Token')).toBe('2336412f37f');
});

test.each([
  ['another topic', { TopicArn: `${topic}-other` }],
  ['another token', { Token: 'x' }],
  ['another question', { SubscribeURL: `${host}/?Action=ConfirmSubscription&Token=x` }],
  ['no signature', { Signature: undefined }],
  ['a signature that is none', { Signature: 'AAAA' }],
  ['an unknown version', { SignatureVersion: '3' }],
  ['a version that is no text', { SignatureVersion: { toString: 1 } }],
])('[IT15] %s is not answered', async (_name, changes) => {
  const { asked, refused } = await confirm(confirmation(changes));
  expect(refused).toBeInstanceOf(SnsRefused);
  expect(asked.filter((url) => !url.endsWith('.pem'))).toEqual([]);
});

test('[IT15] a certificate that another key belongs to, or that is none, answers nothing', async () => {
  for (const pem of [foreign.cert, '', 'not a certificate'])
    expect((await confirm(confirmation(), pem)).asked).toHaveLength(1);
});

test.each([
  'http://sns.eu-central-1.amazonaws.com/a.pem',
  'https://sns.eu-central-1.amazonaws.com.evil.example/a.pem',
  'https://evil.example/sns.eu-central-1.amazonaws.com/a.pem',
  'https://sns.eu-central-1.amazonaws.com@evil.example/a.pem',
  'https://sns.eu-central-1.amazonaws.com:8443/a.pem',
  'https://mybucket.s3.amazonaws.com/a.pem',
  'https://sns.evil.example/a.pem',
  'https://sns.eu-central-1.amazonaws.com/?a.pem',
  'https://sns.eu-central-1.amazonaws.com/a.pem?Action=GetTopicAttributes&Token=x',
  'https://sns.eu-central-1.amazonaws.com./a.pem',
  'https://sns.eu-central-1.amazonaws.com%2eevil.example/a.pem',
  'https://u:p@sns.eu-central-1.amazonaws.com/a.pem',
  'https://snsXeu-central-1.amazonaws.com/a.pem',
  'https://sns.a.b.amazonaws.com/a.pem',
  'https://169.254.169.254/a.pem',
  'file:///etc/passwd.pem',
  '',
  null,
  7,
])('[IT15] the certificate is never read from %s', async (SigningCertURL) => {
  const { asked, refused } = await confirm(confirmation({ SigningCertURL }));
  expect([asked, refused]).toEqual([[], expect.any(SnsRefused)]);
});

test.each([
  'https://evil.example/?Action=ConfirmSubscription',
  'http://169.254.169.254/latest/meta-data/?Action=ConfirmSubscription',
  'https://sns.eu-central-1.amazonaws.com/?Action=DeleteTopic',
  'javascript:alert(1)',
  undefined,
])('[IT15] the address %s is never asked, even with a valid signature', async (SubscribeURL) => {
  const { asked, refused } = await confirm(confirmation({ SubscribeURL }));
  expect([asked, refused]).toEqual([[], expect.any(SnsRefused)]);
});

test('[IT15] when AWS cannot be asked, the refusal says so and may be tried again', async () => {
  const refused = await confirmSubscription(confirmation(), async () => {
    throw new Error('name not found');
  }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ isLasting: false });
  expect((refused as Error).message).toContain('name not found');
});

const note = (Message: unknown, more: Envelope = {}) =>
  readSnsEnvelope({ Type: 'Notification', TopicArn: topic, MessageId: 'm', Message, ...more });

test('[IT15] a notification is read by its message: JSON, a text with or without a subject, and another envelope', () => {
  expect(note('{"AlarmName":"cpu","NewStateValue":"OK"}', { Subject: 'OK: cpu' })).toEqual({
    kind: 'notification',
    content: { AlarmName: 'cpu', NewStateValue: 'OK' },
  });
  // Without a title of its own it has that of the subject.
  expect(note('{"Records":[]}', { Subject: 'Amazon S3 Notification' })).toMatchObject({
    content: { Records: [], subject: 'Amazon S3 Notification' },
  });
  expect(note('Disk full\non db-1', { Subject: 'ALARM' })).toMatchObject({
    content: { title: 'ALARM', details: 'Disk full\non db-1' },
  });
  expect(note('Disk full\non db-1')).toMatchObject({
    content: { title: 'Disk full', details: 'Disk full\non db-1' },
  });
  const inside = JSON.stringify({ Type: 'Notification', TopicArn: topic, Message: '{"title":"x"}' });
  expect(note(inside)).toMatchObject({ content: { title: 'x' } });
});

test('[IT15] data that only looks like an envelope stays as it is', () => {
  const depth = (n: number): string =>
    n === 0 ? 'end' : JSON.stringify({ Type: 'Notification', TopicArn: topic, Message: depth(n - 1) });
  expect(note(depth(8))?.kind).toBe('notification');
  for (const value of [
    null,
    'x',
    [],
    { Type: 'Notification' },
    { Type: 'Notification', TopicArn: topic, Message: { a: 1 } },
    { Type: 'Other', TopicArn: topic, Message: 'x' },
    { Type: ['Notification'], TopicArn: topic, Message: 'x' },
    { Type: 'Notification', TopicArn: ' ', Message: 'x' },
  ])
    expect(readSnsEnvelope(value)).toBeNull();
});
