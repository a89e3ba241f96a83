import { expect, test } from 'vitest';
import { guessTarget } from './guess-target.ts';

test.each([
  [
    'https://shop.example.org/health',
    'http',
    'shop.example.org/health',
    { url: 'https://shop.example.org/health' },
  ],
  ['http://127.0.0.1:8080/', 'http', '127.0.0.1:8080', { url: 'http://127.0.0.1:8080/' }],
  ['  https://example.org  ', 'http', 'example.org', { url: 'https://example.org' }],
  ['example.org', 'http', 'example.org', { url: 'https://example.org' }],
  ['example.org/status?full=1', 'http', 'example.org/status', { url: 'https://example.org/status?full=1' }],
  ['localhost/health', 'http', 'localhost/health', { url: 'https://localhost/health' }],
  ['db.internal:5432', 'tcp', 'db.internal:5432', { host: 'db.internal', port: 5432 }],
  ['localhost:22', 'tcp', 'localhost:22', { host: 'localhost', port: 22 }],
  ['[::1]:8080', 'tcp', '::1:8080', { host: '::1', port: 8080 }],
  ['tcp://10.0.0.5:9000', 'tcp', '10.0.0.5:9000', { host: '10.0.0.5', port: 9000 }],
  ['mqtt://broker:1883', 'tcp', 'broker:1883', { host: 'broker', port: 1883 }],
  ['wss://example.org/socket', 'websocket', 'example.org/socket', { url: 'wss://example.org/socket' }],
  ['redis://cache', 'redis', 'cache', { host: 'cache' }],
  [
    'rediss://:p%40ss@cache:6380/2',
    'redis',
    'cache:6380',
    { host: 'cache', port: 6380, password: 'p@ss', database: 2, isSecure: true },
  ],
  ['smtp://mail.example.org:587', 'smtp', 'mail.example.org:587', { host: 'mail.example.org', port: 587 }],
  [
    'smtps://mail.example.org',
    'smtp',
    'mail.example.org',
    { host: 'mail.example.org', port: 465, security: 'TLS' },
  ],
  ['grpc://orders:50051', 'grpc', 'orders:50051', { host: 'orders', port: 50_051 }],
  [
    'grpcs://orders/shop.Orders',
    'grpc',
    'orders/shop.Orders',
    { host: 'orders', port: 443, service: 'shop.Orders', isSecure: true },
  ],
  ['tls://example.org', 'tls', 'example.org', { host: 'example.org' }],
  ['dns://example.org', 'dns', 'example.org', { name: 'example.org' }],
  ['10.0.0.1', 'ping', '10.0.0.1', { host: '10.0.0.1' }],
  ['fe80::1', 'ping', 'fe80::1', { host: 'fe80::1' }],
])('%s is a check of the kind %s', (typed, kind, name, settings) => {
  expect(guessTarget(typed)).toEqual({ kind, name, settings });
});

test('a database address gives its user, password and database, and only those fields hold them', () => {
  expect(guessTarget('postgres://ana:s%20cret@db:5433/shop?sslmode=require')).toEqual({
    kind: 'postgres',
    name: 'db/shop',
    settings: { host: 'db', port: 5433, user: 'ana', password: 's cret', database: 'shop', security: 'TLS' },
  });
  expect(guessTarget('https://ana:secret@example.org/x')).toEqual({
    kind: 'http',
    name: 'example.org/x',
    settings: { url: 'https://example.org/x', user: 'ana', password: 'secret' },
  });
});

test('a name never grows longer than a monitor’s may be', () => {
  expect(guessTarget(`https://example.org/${'a'.repeat(300)}`)?.name).toHaveLength(120);
});

test.each([
  '',
  '   ',
  'hello',
  'two words',
  'https://',
  'http://[',
  'host:0',
  'host:70000',
  'ftp://example.org',
  'a:b:c',
])('“%s” is no address yet', (typed) => expect(guessTarget(typed)).toBeNull());
