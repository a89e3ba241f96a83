import { describe, expect, test } from 'vitest';
import { importKuma } from './import-kuma.ts';

type Fields = Record<string, unknown>;
function take(monitor: Fields) {
  const { items, lines } = importKuma({
    version: '1.23.0',
    monitorList: [
      { id: 1, name: 'n', type: 'http', url: 'https://a.example', expiryNotification: true, ...monitor },
    ],
  });
  return { monitor: items.monitors?.[0], left: lines.flatMap(({ left }) => left) };
}
function takeChannel(config: Fields, more: Fields = {}) {
  const { items, lines } = importKuma({
    monitorList: [],
    notificationList: [{ id: 1, name: 'n', active: true, ...more, config: JSON.stringify(config) }],
  });
  return { channel: items.channels?.[0], left: lines.flatMap(({ left }) => left) };
}
const judge = (expected: string | Fields, item: unknown, left: readonly string[]) => {
  if (typeof expected === 'string') expect(left.join('\n')).toContain(expected);
  else expect(item).toMatchObject(expected);
};

test('[CF7] a monitor of Uptime Kuma with its defaults loses nothing', () => {
  expect(
    take({
      accepted_statuscodes: ['200-299'],
      active: 1,
      authMethod: null,
      basic_auth_user: null,
      body: null,
      dns_resolve_server: '1.1.1.1',
      dns_resolve_type: 'A',
      grpcEnableTls: false,
      headers: null,
      httpBodyEncoding: 'json',
      ignoreTls: false,
      interval: 60,
      kafkaProducerSaslOptions: { mechanism: 'None' },
      maxredirects: 10,
      maxretries: 0,
      method: 'GET',
      notificationIDList: {},
      packetSize: 56,
      parent: null,
      pathName: 'n',
      retryInterval: 60,
      resendInterval: 0,
      tags: [],
      upsideDown: false,
      weight: 2000,
    }).left,
  ).toEqual([]);
});

describe('[CF7] every field of an Uptime Kuma monitor is carried over or named', () => {
  test.each<[string, Fields, string | Fields]>([
    ['interval', { interval: 20 }, { intervalSeconds: 20 }],
    ['interval, too long', { interval: 90_000 }, 'interval: 90000 became 86400'],
    ['timeout', { timeout: 48 }, 'timeout: 48 s'],
    ['maxretries', { maxretries: 3 }, { confirmations: 4 }],
    ['retryInterval', { maxretries: 3, retryInterval: 7 }, { retrySeconds: 7 }],
    ['resendInterval', { resendInterval: 5 }, 'resendInterval'],
    ['active', { active: false }, { paused: true }],
    ['upsideDown', { upsideDown: 1 }, 'upsideDown'],
    ['expiryNotification', { expiryNotification: false }, 'expiryNotification'],
    ['ignoreTls', { ignoreTls: true }, { settings: { ignoresTls: true } }],
    ['maxredirects', { maxredirects: 0 }, { settings: { followsRedirects: false } }],
    ['maxredirects, many', { maxredirects: 30 }, 'maxredirects: 30 became 20'],
    ['method', { method: 'PUT' }, { settings: { method: 'PUT' } }],
    ['body, JSON', { body: '{}' }, { settings: { body: '{}', headers: 'Content-Type: application/json' } }],
    [
      'body, XML',
      { body: '<a/>', httpBodyEncoding: 'xml' },
      { settings: { headers: 'Content-Type: text/xml; charset=utf-8' } },
    ],
    [
      'body with a type of its own',
      { body: 'a', headers: '{"content-type":"text/plain"}' },
      { settings: { headers: 'content-type: text/plain' } },
    ],
    ['body, unknown', { body: 'a', httpBodyEncoding: 'cbor' }, 'httpBodyEncoding: cbor'],
    ['headers', { headers: '{"A":true,"B":5,"C":"x"}' }, { settings: { headers: 'A: true\nB: 5\nC: x' } }],
    ['headers, a list', { headers: '{"A":["x"]}' }, 'headers.A'],
    ['headers, no JSON', { headers: 'A: b' }, 'headers: not imported'],
    [
      'basic',
      { authMethod: 'basic', basic_auth_user: 'u', basic_auth_pass: 'p' },
      { settings: { user: 'u', password: 'p' } },
    ],
    ['ntlm', { authMethod: 'ntlm', authDomain: 'd' }, 'authMethod: ntlm'],
    ['authDomain', { authMethod: 'ntlm', authDomain: 'd' }, 'authDomain'],
    ['oauth', { authMethod: 'oauth2-cc', oauth_client_id: 'x' }, 'oauth_client_id'],
    ['mtls', { authMethod: 'mtls', tlsCert: 'x' }, 'tlsCert'],
    ['a password that is not used', { basic_auth_user: 'u' }, 'basic_auth_user'],
    [
      'accepted_statuscodes',
      { accepted_statuscodes: ['200-299', '301'] },
      { settings: { accepted: '200-299, 301' } },
    ],
    ['proxyId', { proxyId: 2 }, 'proxyId'],
    ['tags', { tags: [{ name: 'a' }] }, 'tags'],
    ['notificationIDList', { notificationIDList: { 1: true } }, 'notificationIDList'],
    ['description', { description: 'words' }, 'description'],
    ['weight', { weight: 1000 }, 'weight'],
    ['cacheBust', { cacheBust: true }, 'cacheBust'],
    ['a field of a later version', { ipFamily: 'ipv6' }, 'ipFamily'],
    ['parent', { parent: 9 }, { name: 'n' }],
    [
      'invertKeyword',
      { type: 'keyword', keyword: 'k', invertKeyword: true },
      { settings: { keyword: 'k', expected: 'absent' } },
    ],
    [
      'JSON query',
      { type: 'json-query', jsonPath: 'a', expectedValue: '5', jsonPathOperator: '>=' },
      { settings: { query: 'a', operator: '>=', expected: '5' } },
    ],
    ['port', { type: 'port', hostname: 'h', port: 9 }, { kind: 'tcp', settings: { host: 'h', port: 9 } }],
    ['packetSize', { type: 'ping', hostname: 'h', packetSize: 900 }, 'packetSize'],
    [
      'DNS port',
      {
        type: 'dns',
        hostname: 'a.example',
        dns_resolve_server: '1.1.1.1',
        port: 5353,
        dns_resolve_type: 'MX',
      },
      { settings: { name: 'a.example', type: 'MX', server: '1.1.1.1:5353' } },
    ],
    [
      'DNS port, IPv6',
      { type: 'dns', hostname: 'a.example', dns_resolve_server: '::1', port: 5353 },
      { settings: { server: '[::1]:5353' } },
    ],
    [
      'several DNS servers',
      { type: 'dns', hostname: 'a.example', dns_resolve_server: '1.1.1.1,9.9.9.9' },
      'not 9.9.9.9',
    ],
    ['pushToken', { type: 'push', pushToken: 'x' }, 'pushToken'],
    ['push, too often', { type: 'push', interval: 20 }, 'interval: 20 s became 30 s'],
  ])('%s', (_title, fields, expected) => {
    const { monitor, left } = take(fields);
    judge(expected, monitor, left);
  });

  test('a member of a group that was left out says so', () => {
    const { items, lines } = importKuma({
      monitorList: [
        { id: 1, name: 'All', type: 'group' },
        { id: 2, name: 'a', type: 'ping', hostname: 'h', parent: 1 },
      ],
      proxyList: [{ id: 1 }],
    });
    expect(items.monitors).toHaveLength(1);
    expect(lines.find(({ name }) => name === 'a')?.left).toEqual([
      'parent: All was not imported, so it stands by itself',
    ]);
    expect(lines.some(({ name }) => name === 'proxyList')).toBe(true);
  });
});

const mail = {
  type: 'smtp',
  smtpHost: 'h',
  smtpPort: 25,
  smtpFrom: 'a@b.example',
  smtpTo: 'c@d.example, e@f.example',
};
const hook = { type: 'webhook', webhookURL: 'https://a.example' };
const ntfy = { type: 'ntfy', ntfyserverurl: 'https://n.example', ntfytopic: 't' };

describe('[CF7] every field of an Uptime Kuma notification is carried over or named', () => {
  test.each<[string, Fields, string | Fields]>([
    [
      'PagerDuty in the EU',
      {
        type: 'PagerDuty',
        pagerdutyIntegrationKey: 'k',
        pagerdutyIntegrationUrl: 'https://events.eu.pagerduty.com/v2/enqueue',
      },
      { settings: { routingKey: 'k', url: 'https://events.eu.pagerduty.com/v2/enqueue' } },
    ],
    ['pagerdutyPriority', { type: 'PagerDuty', pagerdutyPriority: 'warning' }, 'pagerdutyPriority'],
    ['pagerdutyAutoResolve', { type: 'PagerDuty', pagerdutyAutoResolve: 'resolve' }, 'pagerdutyAutoResolve'],
    [
      'ntfy token',
      { ...ntfy, ntfyAuthenticationMethod: 'accessToken', ntfyaccesstoken: 'tk' },
      { settings: { token: 'tk' } },
    ],
    [
      'ntfy password',
      { ...ntfy, ntfyAuthenticationMethod: 'usernamePassword', ntfyusername: 'u', ntfypassword: 'p' },
      'ntfypassword',
    ],
    ['ntfy priority', { ...ntfy, ntfyPriority: 4 }, 'ntfyPriority'],
    ['ntfy icon', { ...ntfy, ntfyIcon: 'x' }, 'ntfyIcon'],
    ['SMTP, implicit TLS', { ...mail, smtpSecure: true }, { settings: { security: 'tls', port: 25 } }],
    ['SMTP in the clear', { ...mail, smtpIgnoreSTARTTLS: true }, { settings: { security: 'none' } }],
    ['SMTP, STARTTLS where offered', mail, 'smtpSecure'],
    [
      'ignored certificate',
      { ...mail, smtpIgnoreTLSError: true },
      { settings: { checksCertificate: false } },
    ],
    ['To', mail, { settings: { to: 'c@d.example\ne@f.example' } }],
    ['Cc', { ...mail, smtpCC: 'x@y.example' }, 'smtpCC'],
    ['Bcc', { ...mail, smtpBCC: 'x@y.example' }, 'smtpBCC'],
    ['customSubject', { ...mail, customSubject: 'x' }, 'customSubject'],
    ['DKIM', { ...mail, smtpDkimDomain: 'x' }, 'smtpDkimDomain'],
    ['webhook body', hook, 'webhookContentType'],
    ['webhookContentType', { ...hook, webhookContentType: 'form-data' }, 'webhookContentType (form-data)'],
    ['webhookCustomBody', { ...hook, webhookCustomBody: '{}' }, 'webhookCustomBody'],
    ['webhook headers', { ...hook, webhookAdditionalHeaders: '{"A":"b"}' }, 'webhookAdditionalHeaders'],
    [
      'Slack channel',
      { type: 'slack', slackwebhookURL: 'https://s.example', slackchannel: '#a' },
      'slackchannel',
    ],
    ['Discord name', { type: 'discord', discordUsername: 'x' }, 'discordUsername'],
    ['Mattermost channel', { type: 'mattermost', mattermostchannel: 'x' }, 'mattermostchannel'],
    ['isDefault', { type: 'teams', webhookUrl: 'https://t.example', isDefault: true }, 'isDefault'],
    [
      'applyExisting',
      { type: 'teams', webhookUrl: 'https://t.example', applyExisting: true },
      'applyExisting',
    ],
    ['unknown', { type: 'pushover' }, 'type: there is no channel of kind pushover'],
  ])('%s', (_title, config, expected) => {
    const { channel, left } = takeChannel(config);
    judge(expected, channel, left);
  });

  test('monitors that are off there are named, and no secret is repeated', () => {
    expect(takeChannel(mail, { active: false }).left.join()).toContain('active: off there');
    const told = takeChannel({
      ...ntfy,
      ntfyAuthenticationMethod: 'usernamePassword',
      ntfypassword: 'canary',
    });
    expect(told.left.join()).not.toContain('canary');
  });
});
