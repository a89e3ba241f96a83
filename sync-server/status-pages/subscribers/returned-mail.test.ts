import { expect, test } from 'vitest';
import { readReturned } from './returned-mail.ts';

const letter = '01K9ZJ5Q8V3T6W2X4Y7B1C0D9E';
const failed = `Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; gone@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@example.org>:
    Recipient address rejected: User unknown`;
const returned = `From: status@acme.example\nMessage-ID: <${letter}@acme.example>\nSubject: x\n\nText`;

type Written = { status?: string; type?: string; more?: string; copy?: string; copyAs?: string };
/** As a mail server sends it. */
const report = ({
  status = failed,
  type = 'message/delivery-status',
  more = '',
  copy = returned,
  copyAs = 'message/rfc822',
}: Written = {}) =>
  `From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="a b/1"

This is a MIME message.
--a b/1
Content-Type: text/plain; charset=us-ascii

It did not arrive.
--a b/1
Content-Type: ${type}
${more}
${status}
--a b/1
Content-Type: ${copyAs}

${copy}
--a b/1--
`;
const read = (text: string) => readReturned(Buffer.from(text));
const asBase64 = (text: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(text, encoding).toString('base64').replaceAll(/.{60}/gu, '$&\n');
const asQuoted = (text: string) =>
  text
    .replaceAll(/[=5]/gu, (sign) => `=${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace('mx', 'm=\nx');
const encoded = (name: string) => `Content-Transfer-Encoding: ${name}\n`;

const told = expect.objectContaining({
  letters: [letter],
  reason: 'the mail came back: 550 5.1.1 <gone@example.org>: Recipient address rejected: User unknown',
});

test.each<[string, string]>([
  ['plain', report()],
  ['with CRLF', report().replaceAll('\n', '\r\n')],
  ['in base64', report({ status: asBase64(failed), more: encoded('BASE64') })],
  ['in quoted-printable', report({ status: asQuoted(failed), more: encoded('quoted-printable') })],
  [
    'in UTF-16',
    report({
      type: 'message/delivery-status; charset="utf-16le"',
      status: asBase64(failed, 'utf16le'),
      more: encoded('base64'),
    }),
  ],
  [
    'as RFC 6533 has it',
    report({ type: 'message/global-delivery-status', copyAs: 'message/global-headers' }),
  ],
  ['with headers alone', report({ copyAs: 'text/rfc822-headers', copy: returned.split('\n\n', 1)[0]! })],
  [
    'with its fields in other letters',
    report({ status: failed.replace('Action: failed', 'ACTION :Failed (dead)') }),
  ],
  ['without its last boundary', report().replace('--a b/1--\n', '')],
  [
    'within another mail',
    `Content-Type: multipart/mixed; boundary=out\n\n--out\nContent-Type: message/rfc822\n\n${report()}\n--out--`,
  ],
])('[SP152] a returned mail %s is read', (_, text) => {
  expect(read(text)).toEqual(told);
});

test.each<[string, string]>([
  ['that is late', report({ status: failed.replace('failed', 'delayed') })],
  [
    'that was delivered',
    report({ status: failed.replace('failed', 'delivered').replaceAll('5.1.1', '2.1.5') }),
  ],
  ['that took too long', report({ status: failed.replaceAll('5.1.1', '4.4.7') })],
  ['that a policy refused', report({ status: failed.replaceAll('5.1.1', '5.7.1') })],
  ['that is no report', 'Subject: I am away\n\nAction: failed\nStatus: 5.1.1'],
  ['that is nothing', ''],
  ['that is nested for ever', 'Content-Type: message/rfc822\n\n'.repeat(5_000)],
])('[SP152] a mail %s says nothing of an address', (_, text) => {
  expect(read(text)).toBeNull();
});

test('[SP152] a server without enhanced codes is understood, and a reason is one line without control characters', () => {
  const status =
    'Final-Recipient: rfc822; x\nAction: failed\nDiagnostic-Code: smtp; 550 no\u0007 such\n user';
  expect(read(report({ status: `Reporting-MTA: dns; x\n\n${status}` }))?.reason).toMatch(
    /^the mail came back: 550 no ?.? ?such user$/u,
  );
});
