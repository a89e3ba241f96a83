import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { parseRanges } from '../checks/web/web.ts';
import { importGatus } from './import-gatus.ts';
import { readWords } from './read-yaml.ts';

async function take(yaml: string) {
  const { value, faults } = await readWords(yaml);
  expect(faults).toEqual([]);
  const { items, lines } = importGatus(value);
  return { monitors: items.monitors ?? [], lines, left: lines.flatMap(({ left }) => left) };
}
const endpoint = async (more: string, url = 'https://example.org') => {
  const { monitors, left } = await take(
    `endpoints:\n- name: n\n  url: "${url}"\n  ${more.replaceAll('\n', '\n  ')}`,
  );
  return { monitor: monitors[0], settings: monitors[0]?.['settings'] as Record<string, unknown>, left };
};
const conditions = async (...list: string[]) => endpoint(`conditions: ${JSON.stringify(list)}`);

describe('[CF7] every field of a Gatus endpoint is carried over or named', () => {
  test.each([
    ['enabled', 'enabled: false', { paused: true }],
    ['group', 'group: core', { service: 'core', name: 'core / n' }],
    ['method', 'method: POST', { settings: { method: 'POST' } }],
    ['interval', 'interval: 1m30s', { intervalSeconds: 90 }],
    ['interval: too short', 'interval: 100ms', 'interval: 0.1 became 1'],
    ['interval: none', 'interval: soon', 'interval: soon became 60s'],
    ['body', 'body: marker', { settings: { body: 'marker' } }],
    [
      'graphql',
      'graphql: true\nbody: "{ users }"',
      { settings: { body: '{"query":"{ users }"}', headers: 'Content-Type: application/json' } },
    ],
    [
      'headers as they are typed',
      'headers: { A: true, B: 1.10, C: no, D: x }',
      { settings: { headers: 'A: true\nB: 1.10\nC: no\nD: x' } },
    ],
    ['headers: a list', 'headers: { A: [b] }', 'headers.A: not imported'],
    ['client.insecure', 'client: { insecure: true }', { settings: { ignoresTls: true } }],
    [
      'client.ignore-redirect',
      'client: { ignore-redirect: true }',
      { settings: { followsRedirects: false } },
    ],
    ['client.timeout', 'client: { timeout: 3s }', 'client.timeout: 3s'],
    ['client.dns-resolver', 'client: { dns-resolver: "tcp://1.1.1.1:53" }', 'client.dns-resolver'],
    ['client.oauth2', 'client: { oauth2: { token-url: x } }', 'client.oauth2'],
    ['client.proxy-url', 'client: { proxy-url: x }', 'client.proxy-url'],
    ['client.tls', 'client: { tls: { renegotiation: x } }', 'client.tls'],
    ['client.network', 'client: { network: ip6 }', 'client.network'],
    ['ssh', 'ssh: { username: u }', 'ssh'],
    ['alerts.type', 'alerts: [{ type: slack }]', 'alerts.0 (type)'],
    ['alerts.description', 'alerts: [{ type: slack, description: d }]', 'description'],
    ['alerts.send-on-resolved', 'alerts: [{ type: slack, send-on-resolved: true }]', 'send-on-resolved'],
    [
      'alerts.minimum-reminder-interval',
      'alerts: [{ type: a, minimum-reminder-interval: 1h }]',
      'minimum-reminder-interval',
    ],
    [
      'alerts.failure-threshold',
      'alerts: [{ type: a, failure-threshold: 7 }]',
      { confirmations: 7, recoveries: 2 },
    ],
    [
      'alerts.success-threshold',
      'alerts: [{ type: a, success-threshold: 6 }]',
      { confirmations: 3, recoveries: 6 },
    ],
    [
      'a second alert',
      'alerts: [{ type: a }, { type: b, failure-threshold: 9 }]',
      'alerts.1: its thresholds differ',
    ],
    ['maintenance-windows', 'maintenance-windows: [{ start: "23:00", duration: 1h }]', 'maintenance-windows'],
    ['ui', 'ui: { hide-url: true }', 'ui'],
    ['extra-labels', 'extra-labels: { a: b }', 'extra-labels'],
    ['a variable', 'headers: { A: "${KEY} $$1 $OTHER" }', 'variable ${KEY}'],
    ['a field of a later version', 'new-thing: 5', 'new-thing'],
  ] as const)('%s', async (_title, yaml, expected) => {
    const { monitor, left } = await endpoint(yaml);
    if (typeof expected === 'string') expect(left.join('\n')).toContain(expected);
    else expect(monitor).toMatchObject(expected);
  });

  test('a dollar sign that is doubled is one, and merge keys are followed', async () => {
    expect((await endpoint('headers: { A: "$$1" }')).settings['headers']).toBe('A: $1');
    const { monitors } = await take(
      'base: &b { interval: 5s }\nendpoints:\n- <<: *b\n  name: n\n  url: http://a.example\n',
    );
    expect(monitors[0]).toMatchObject({ intervalSeconds: 5 });
  });

  test.each(
    'alerting announcements connectivity maintenance remote security storage suites tunneling ui web metrics'.split(
      ' ',
    ),
  )('the setting %s beside them', async (name) => {
    expect((await take(`${name}: { a: b }`)).lines).toMatchObject([{ name, taken: false }]);
  });

  test.each([
    'alerts: [{ type: a }]',
    'maintenance-windows: [{ start: x }]',
    'heartbeat: { interval: 1m, grace: 5 }',
    'token: t',
    'ui: { a: b }',
  ])('an external endpoint with %s', async (more) => {
    const beat = more.startsWith('heartbeat') ? '' : 'heartbeat: { interval: 1m }\n  ';
    const { left } = await take(`external-endpoints:\n- name: n\n  ${beat}${more}`);
    expect(left.join('\n')).toContain(more.includes('grace') ? 'heartbeat.grace' : more.split(':')[0]);
  });
});

const isGood = (accepted: unknown, code: number) =>
  (parseRanges(String(accepted)) ?? []).some(([from, to]) => from <= code && code <= to);

describe('[CF7] Gatus’s conditions', () => {
  test('all that speak of the status count together', async () => {
    const two = await conditions('[STATUS] >= 200', '[STATUS] < 400', '[STATUS] != 301');
    expect(two).toMatchObject({ settings: { accepted: '200-300, 302-399' }, left: [] });
    expect(isGood((await conditions('[STATUS] < 500', '[STATUS] != 404')).settings['accepted'], 404)).toBe(
      false,
    );
    expect((await conditions('[STATUS] == any(200, 429)')).settings['accepted']).toBe('200, 429');
    expect((await conditions('[STATUS] == pat(2*)')).settings['accepted']).toBe('200-299');
    expect((await conditions('[CONNECTED] == true')).settings['accepted']).toBe('100-599');
    expect(await conditions('[STATUS] == 200', '[STATUS] == 204')).toMatchObject({
      monitor: undefined,
      left: ['conditions: those on [STATUS] exclude each other, so that no answer is good'],
    });
  });

  test.each([
    ['[BODY][0].id', [{ id: 7 }, { id: 8 }], 7],
    ['[BODY].first-name', { 'first-name': 'Ana' }, 'Ana'],
    ['[BODY].a.b-c.d', { a: { 'b-c': { d: true } } }, true],
    ['[BODY].items[1].id', { items: [{ id: 1 }, { id: 2 }] }, 2],
    ['[BODY].or', { or: 3 }, 3],
    ['[BODY].2fa', { '2fa': 4 }, 4],
  ])('%s finds its value', async (subject, document, value) => {
    const { settings, left } = await conditions(`${subject} == ${String(value)}`);
    expect(left).toEqual([]);
    expect(await jsonata(String(settings['query'])).evaluate(document)).toBe(value);
    expect(settings).toMatchObject({ operator: '==', expected: String(value) });
  });

  test('words of a pattern are looked for, as many as there are fields for', async () => {
    expect(await conditions('[BODY] == pat(*up*)', '[BODY] != pat(*error page*)')).toMatchObject({
      settings: { keyword: 'up', absent: 'error page' },
      left: [],
    });
    expect(await conditions('[BODY].state == pat(*ok*)')).toMatchObject({
      settings: { query: 'state', operator: 'contains', expected: 'ok' },
      left: [],
    });
  });

  test.each([
    ['a second pattern', ['[BODY] == pat(*a*)', '[BODY] == pat(*b*)'], 1],
    ['a pattern with other signs', ['[BODY] == pat(*a?b*)'], 0],
    ['a whole body', ['[BODY] == OK'], 0],
    ['two placeholders', ['[BODY].a == [BODY].b'], 0],
    ['two placeholders in one path', ['[STATUS] == [BODY].code'], 0],
    ['a second query', ['[BODY].a == 1', '[BODY].b == 2'], 1],
    ['words beside a query', ['[BODY].a == 1', '[BODY] == pat(*x*)'], 1],
    ['a length', ['len([BODY].items) > 0'], 0],
    ['whether it is there', ['has([BODY].error) == false'], 0],
    ['the certificate', ['[CERTIFICATE_EXPIRATION] > 48h'], 0],
    ['the domain', ['[DOMAIN_EXPIRATION] > 720h'], 0],
    ['the address', ['[IP] == 127.0.0.1'], 0],
    ['the time', ['[RESPONSE_TIME] < 300'], 0],
    ['a long time', ['[RESPONSE_TIME] < 60000'], 0],
    ['a list of values', ['[BODY].a == any(x, y)'], 0],
    ['a wildcard in a path', ['[BODY].a[*].b == 1'], 0],
    ['nonsense', ['nonsense'], 0],
    ['not connected', ['[CONNECTED] == false'], 0],
  ])('%s is named', async (_title, list, index) => {
    expect((await conditions(...list)).left.join('\n')).toContain(list[index]);
  });

  test('slowness is told as what it is here', async () => {
    const { settings, left } = await conditions('[RESPONSE_TIME] < 300');
    expect(settings['slowAfterMs']).toBe(300);
    expect(left).toEqual([
      'condition [RESPONSE_TIME] < 300: a slower answer is degraded here, which pages nobody; there it is down',
    ]);
  });
});

test.each([
  ['tcp://[::1]:5432', 'tcp', { host: '::1', port: 5432 }],
  ['tcp://db.example:5432', 'tcp', { host: 'db.example', port: 5432 }],
  ['icmp://[2001:db8::1]', 'ping', { host: '2001:db8::1' }],
  ['icmp://2001:db8::1', 'ping', { host: '2001:db8::1' }],
  ['tls://[::1]:8443', 'tls', { host: '::1', port: 8443 }],
  ['tls://example.org', 'tls', { host: 'example.org', port: 443 }],
  ['grpcs://[::1]:9000', 'grpc', { host: '::1', port: 9000, isSecure: true }],
  ['wss://[::1]:9000/a', 'websocket', { url: 'wss://[::1]:9000/a' }],
  ['https://[::1]:8443/', 'http', { url: 'https://[::1]:8443/' }],
])('[CF7] Gatus’s address %s', async (url, kind, settings) => {
  expect((await endpoint('interval: 1m', url)).monitor).toMatchObject({ kind, settings });
});

test.each([
  ['tcp://a:1', 'body: x', 'body'],
  ['icmp://a', 'conditions: ["[STATUS] == 200"]', '[STATUS]'],
  ['tcp://a:1', 'conditions: ["[BODY] == pat(*x*)"]', '[BODY] == pat(*x*)'],
  ['tls://a', 'conditions: ["[CERTIFICATE_EXPIRATION] > 48h"]', '[CERTIFICATE_EXPIRATION]'],
  ['tls://a', 'conditions: ["[RESPONSE_TIME] < 5"]', '[RESPONSE_TIME]'],
  ['tcp://a:1', 'client: { insecure: true }', 'client.insecure'],
  ['grpc://a:1', 'headers: { A: b }', 'headers'],
  ['wss://a', 'conditions: ["[BODY] != pat(*x*)"]', '[BODY] != pat(*x*)'],
  ['8.8.8.8', 'dns: { query-name: a.example, query-type: A, x: y }', 'dns.x'],
  [
    '8.8.8.8',
    'dns: { query-name: a.example }\nconditions: ["[BODY] == 1.2.3.4", "[BODY] == 5.6.7.8"]',
    '5.6.7.8',
  ],
  ['8.8.8.8', 'dns: { query-name: a.example }\nconditions: ["[DNS_RCODE] == NXDOMAIN"]', 'NXDOMAIN'],
])('[CF7] what a check of %s has no field for is named: %s', async (url, more, named) => {
  expect((await endpoint(more, url)).left.join('\n')).toContain(named);
});
