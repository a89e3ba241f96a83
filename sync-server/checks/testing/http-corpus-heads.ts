// Part of the corpus of HTTP answers: invalid heads that browsers and curl still read, redirects and cookies.
import type { Case, ServedPage } from './http-answer.ts';

const words = 'all is well';
const raw = (...lines: string[]) => Buffer.from(`${lines.join('\r\n')}\r\n\r\n${words}`, 'latin1');
const ok = 'HTTP/1.1 200 OK';
const length = `Content-Length: ${words.length}`;

const heads: Record<string, Buffer> = {
  'a header of 20 kB': raw(ok, `X-Policy: ${'a'.repeat(20_000)}`, length),
  'a head of 200 kB': raw(
    ok,
    ...Array.from({ length: 200 }, (_, n) => `X-${n}: ${'b'.repeat(1_000)}`),
    length,
  ),
  '60 cookies': raw(
    ok,
    ...Array.from({ length: 60 }, (_, n) => `Set-Cookie: c${n}=${'v'.repeat(200)}`),
    length,
  ),
  'a control character in a value': raw(ok, 'X-Server: a\u0001b\u007f', length),
  'NUL in a value': raw(ok, 'X-Server: a\u0000b', length),
  'a bare CR in a value': raw(ok, 'X-Server: a\rb', length),
  'octets beyond ASCII in a value': raw(ok, 'X-City: K\u00f6ln', length),
  'bare LF': Buffer.from(`HTTP/1.1 200 OK\nServer: x\n${length}\n\n${words}`),
  'LF and CRLF mixed': Buffer.from(`HTTP/1.1 200 OK\r\nServer: x\n${length}\r\n\n${words}`),
  'a space before the colon': raw(ok, 'Server : x', length),
  'a space before the colon of the length': raw(ok, `Content-Length : ${words.length}`),
  'a tab before the colon': raw(ok, 'Server\t: x', length),
  'a space before the first header': raw(ok, ' Server: x', length),
  'no space behind the colon': raw(ok, 'Server:x', `Content-Length:${words.length}`),
  'a folded line': raw(ok, 'X-Long: a', ' b', '\tc', length),
  'a line without a colon': raw(ok, 'nonsense', length),
  'a header without a name': raw(ok, ': x', length),
  'a name with brackets': raw(ok, 'X(Y): x', length),
  'a name beyond ASCII': raw(ok, 'X-\u00e9: x', length),
  'the same length twice': raw(ok, length, length),
  'the same length twice on a line': raw(ok, `Content-Length: ${words.length}, ${words.length}`),
  'chunks with extensions of every form': Buffer.from(
    `${ok}\r\nTransfer-Encoding: chunked\r\n\r\n` +
      '3;a=b;c="d;e"\r\nall\r\n4 ; x = "y"\r\n is \r\n0002; z\t\nwe\r\n02;\r\nll\n0 ;last\r\nX-Sum: 1\r\n\r\n',
  ),
  'interim answers': Buffer.concat([
    Buffer.from('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n'.repeat(50)),
    Buffer.from('HTTP/1.1 103 Early Hints\r\nLink : </a>; rel=preload\r\n\r\n'),
    raw(ok, length),
  ]),
  'chunks and a length': Buffer.from(
    `${ok}\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n${words}\r\n0\r\n\r\n`,
  ),
  'a status without words': raw('HTTP/1.1 200', length),
  'a status with odd words': raw('HTTP/1.1 200 Alles gut, \u00fcberall', length),
  'two spaces in the status line': raw('HTTP/1.1  200 OK', length),
  'HTTP/1.0': raw('HTTP/1.0 200 OK'),
  'HTTP/2 in the status line': raw('HTTP/2 200 OK', length),
  'empty lines in front': Buffer.concat([Buffer.from('\r\n\r\n'), raw(ok, length)]),
  'an interim answer first': Buffer.concat([
    Buffer.from('HTTP/1.1 103 Early Hints\r\nLink : </a>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n'),
    raw(ok, 'Server : x', length),
  ]),
  'HTTP in small letters': raw('http/1.1 200 ok', length),
  'a version between': raw('HTTP/1.2 200 OK', length),
  'spaces behind the words of the status': raw('HTTP/1.1 200 OK   ', length),
  'a length with a plus': raw(ok, `Content-Length: +${words.length}`),
  'a length with zeros in front': raw(ok, `Content-Length: 000${words.length}`),
  'a status of its own': raw('HTTP/1.1 299 Fine', length),
  'chunked said twice': Buffer.from(
    `${ok}\r\nTransfer-Encoding: chunked, chunked\r\n\r\nb\r\n${words}\r\n0\r\n\r\n`,
  ),
  'the transfer coding identity': raw(ok, 'Transfer-Encoding: identity', length),
  ...Object.fromEntries(
    ['none', 'utf-8', 'UTF8', '', ' , identity,,'].map((coding) => [
      `packed as “${coding}”, which is nothing`,
      raw(ok, `Content-Encoding: ${coding}`, length),
    ]),
  ),
  'a longer body than it says': Buffer.concat([raw(ok, length), Buffer.from('more')]),
};

const broken: Record<string, [Buffer, string]> = {
  'different lengths': [
    raw(ok, 'Content-Length: 3', 'Content-Length: 4'),
    'the header Content-Length says different lengths: 3, 4',
  ],
  'a length that is none': [
    raw(ok, 'Content-Length: many'),
    'the header Content-Length is no length: “many”',
  ],
  'a status of four digits': [
    raw('HTTP/1.1 2000 OK', length),
    'the answer begins with “HTTP/1.1 2000 OK”, which is no status line',
  ],
  'a head of 300 kB': [raw(ok, `X: ${'a'.repeat(300_000)}`), 'the head of the answer is larger than 256 KiB'],
  'interim answers without end': [
    Buffer.concat([Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(100_000)), raw(ok, length)]),
    'the head of the answer is larger than 256 KiB',
  ],
  'an empty Location': [raw('HTTP/1.1 302 Found', 'Location:', length), '302 Found'],
  'nothing but chunks that end early': [
    Buffer.from(`${ok}\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n${words}\r\n`),
    'connection closed early',
  ],
  'a size of a chunk that is none': [
    Buffer.from(`${ok}\r\nTransfer-Encoding: chunked\r\n\r\n0xb\r\n${words}\r\n0\r\n\r\n`),
    'connection closed early',
  ],
  'a length beyond all numbers': [
    raw(ok, `Content-Length: ${'9'.repeat(20)}`),
    `the header Content-Length is no length: “${'9'.repeat(20)}”`,
  ],
  'not HTTP at all': [Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), 'the answer is not HTTP'],
};

const redirect = (status: number, location: string, ...more: string[]) =>
  Buffer.from(
    [`HTTP/1.1 ${status} Moved`, `Location: ${location}`, ...more, 'Content-Length: 0', '', ''].join('\r\n'),
    'latin1',
  );
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
const there = raw(ok, length);
const only =
  (isGood: (request: string) => boolean): ServedPage =>
  (request) =>
    isGood(request) ? there : Buffer.from('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
const hostIn = (request: string) => /^host: (.*)$/im.exec(request)?.[1] ?? '';
const cookieIn = (request: string) => /^cookie: (.*)$/im.exec(request)?.[1] ?? '';

const redirects: Record<string, Case['pages']> = {
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].map((status) => [
      `a redirect ${status}`,
      { '/': redirect(status, '/there'), '/there': there },
    ]),
  ),
  'Location in UTF-8': {
    '/': redirect(302, latin1('/grüße/状态')),
    '/gr%C3%BC%C3%9Fe/%E7%8A%B6%E6%80%81': there,
  },
  'Location in UTF-8, in its query': {
    '/': redirect(302, latin1('/x?stadt=köln')),
    '/x?stadt=k%C3%B6ln': there,
  },
  'Location in Latin-1': { '/': redirect(302, '/caf\u00e9'), '/caf%E9': there },
  'Location with a space': { '/': redirect(302, '/a b'), '/a%20b': there },
  'Location of a query alone': { '/': redirect(302, '?x=1'), '/?x=1': there },
  'Location with dots': { '/': redirect(302, 'a/../b'), '/b': there },
  'Location with a fragment': { '/': redirect(302, '/b#part'), '/b': there },
  'Location that begins with two slashes': {
    '/': (request) => redirect(302, `//${hostIn(request)}/b`),
    '/b': there,
  },
  'Location with three slashes': {
    '/': (request) => redirect(302, `HTTP:///${hostIn(request)}/b`),
    '/b': there,
  },
  'Location with a backslash and a tab': { '/': redirect(302, '\\t\there'), '/there': there },
  'Location with a percent sign alone': { '/': redirect(302, '/a%zz'), '/a%zz': there },
  'Location on a folded line': {
    '/': Buffer.from('HTTP/1.1 302 Found\r\nLocation:\r\n /b\r\nContent-Length: 0\r\n\r\n'),
    '/b': there,
  },
  'Location twice': { '/': redirect(302, '/b', 'Location: /b'), '/b': there },
  'a cookie without a name': { '/': redirect(302, '/b', 'Set-Cookie: plain'), '/b': there },
  'Location with a space before its colon': {
    '/': Buffer.from('HTTP/1.1 302 Found\r\nLocation : /b\r\nContent-Length: 0\r\n\r\n'),
    '/b': there,
  },
  'a redirect whose own body is broken': {
    '/': Buffer.concat([
      Buffer.from(
        'HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n',
      ),
      Buffer.from('oops'),
    ]),
    '/b': there,
  },
  'a cookie of a redirect': {
    '/': redirect(302, '/in', 'Set-Cookie: sid=1; Path=/; HttpOnly'),
    '/in': only((request) => cookieIn(request) === 'sid=1'),
  },
  'cookies of two redirects, the second changes one': {
    '/': redirect(302, '/a', 'Set-Cookie: sid=1; Path=/', 'Set-Cookie: lang=de; Path=/'),
    '/a': redirect(302, '/b', 'Set-Cookie: sid=2; Path=/'),
    '/b': only((request) => cookieIn(request).split('; ').toSorted().join() === 'lang=de,sid=2'),
  },
  'a cookie that a redirect takes away': {
    '/': redirect(302, '/a', 'Set-Cookie: sid=1; Path=/'),
    '/a': redirect(302, '/b', 'Set-Cookie: sid=; Path=/; Max-Age=0'),
    '/b': only((request) => cookieIn(request) === ''),
  },
  'a cookie of another path': {
    '/': redirect(302, '/b', 'Set-Cookie: sid=1; Path=/a'),
    '/b': only((request) => cookieIn(request) === ''),
  },
  '60 cookies of a redirect': {
    '/': redirect(302, '/b', ...Array.from({ length: 60 }, (_, n) => `Set-Cookie: c${n}=${n}; Path=/`)),
    '/b': only((request) => cookieIn(request).split('; ').length === 60),
  },
};

export const headCases: readonly Case[] = [
  ...Object.entries(heads).map(([name, page]): Case => ({ name, pages: { '/': page }, holds: words })),
  ...Object.entries(redirects).map(([name, pages]): Case => ({ name, pages, holds: words })),
  ...Object.entries(broken).map(([name, [page, reason]]): Case => ({
    name,
    pages: { '/': page },
    holds: null,
    broken: reason,
  })),
];
