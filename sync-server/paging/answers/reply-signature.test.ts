import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedReply, type Signed } from './reply-signature.ts';

const now = 1_800_000_000_000;
const url = (hash: string) => `https://muster.example/reply/x?bodySHA256=${hash}`;
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const form = 'application/x-www-form-urlencoded';

test('[ES22] Twilio’s own example is taken, and nothing that differs from it', () => {
  // https://www.twilio.com/docs/usage/security#validating-requests
  const signed: Signed = {
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
    body: 'CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212',
    type: form,
    headers: { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8B8=' },
  };
  expect(isSignedReply(signed, '12345', now)).toBe(true);
  for (const wrong of [
    { ...signed, url: 'http://mycompany.com/myapp.php?foo=1&bar=2' },
    { ...signed, body: signed.body.replace('1234&', '1&') },
    { ...signed, body: `${signed.body}&More=1` },
    { ...signed, headers: { 'x-twilio-signature': 'RSOYDt4T1cUTdK1PDd93/VVr8A8=' } },
    { ...signed, headers: { 'x-twilio-signature': '' } },
    { ...signed, headers: {} },
  ])
    expect(isSignedReply(wrong, '12345', now)).toBe(false);
  expect(isSignedReply(signed, 'another', now)).toBe(false);
});

test('[ES22] of a body that is no form Twilio’s address names the hash', () => {
  const body = '{"From":"+4930"}';
  const of = (hash: string): Signed => ({
    url: url(hash),
    body,
    type: 'application/json',
    headers: { 'x-twilio-signature': createHmac('sha1', 'key').update(url(hash)).digest('base64') },
  });
  expect(isSignedReply(of(createHash('sha256').update(body).digest('hex')), 'key', now)).toBe(true);
  expect(isSignedReply(of('0'.repeat(64)), 'key', now)).toBe(false);
});

test('[ES22] Vonage’s token names the body and is five minutes old at most', () => {
  const body = '{"msisdn":"4930123456","text":"1"}';
  const made = (claims: object, { key = 'key', alg = 'HS256' } = {}): Signed => {
    const said = `${part({ typ: 'JWT', alg })}.${part(claims)}`;
    const signature = createHmac('sha256', key).update(said).digest('base64url');
    return {
      url: 'https://m/reply/x',
      body,
      type: 'application/json',
      headers: { authorization: `Bearer ${said}.${signature}` },
    };
  };
  const hash = createHash('sha256').update(body).digest('hex');
  const claims = { iat: now / 1_000 - 10, payload_hash: hash };
  expect(isSignedReply(made(claims), 'key', now)).toBe(true);
  for (const wrong of [
    made(claims, { key: 'other' }),
    made(claims, { alg: 'none' }),
    made({ ...claims, payload_hash: '0'.repeat(64) }),
    made({ iat: claims.iat }),
    made({ ...claims, iat: now / 1_000 - 301 }),
    made({ payload_hash: hash }),
    { ...made(claims), body: `${body} ` },
  ])
    expect(isSignedReply(wrong, 'key', now)).toBe(false);
});
