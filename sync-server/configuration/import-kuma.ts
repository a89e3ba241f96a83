// Uptime Kuma 1.x's backup (`Uptime_Kuma_Backup_….json`): its monitors and notifications.
import { asList, asRecord, asText, clampInterval, type Imported, type Line } from './import.ts';

type Kuma = Record<string, unknown>;
type Made = { kind: string; settings: Record<string, unknown> };

export function importKuma(value: unknown): Imported {
  const root = asRecord(value);
  const lines: Line[] = [];
  const kept = asList(root['monitorList']).map(asRecord);
  const names = new Map(kept.map((monitor) => [asText(monitor['id']), asText(monitor['name'])]));
  const monitors = kept.flatMap((monitor) => readMonitor(monitor, names, lines));
  const made = new Set(monitors.map(({ name }) => name));
  for (const monitor of monitors) if (!made.has(monitor['parent'])) delete monitor['parent'];
  const channels = asList(root['notificationList']).flatMap((each) =>
    readNotification(asRecord(each), lines),
  );
  if (asList(root['proxyList']).length > 0)
    lines.push({ section: null, name: 'proxyList', taken: false, left: ['checks go out directly'] });
  return { items: { monitors, channels }, lines };
}

const isOff = (value: unknown): boolean => value === 0 || value === false || value === '0';
const isOn = (value: unknown): boolean => value === 1 || value === true || value === '1';

function readMonitor(monitor: Kuma, names: ReadonlyMap<string, string>, lines: Line[]): Kuma[] {
  const name = asText(monitor['name']).trim().slice(0, 120) || 'unnamed';
  const left: string[] = [];
  const made = readKind(monitor, left);
  if (made === null) {
    lines.push({ section: 'monitors', name, taken: false, left });
    return [];
  }
  if (isOn(monitor['upsideDown'])) left.push('upsideDown: a check is not turned round');
  if (asList(monitor['tags']).length > 0) left.push('tags: there are none');
  if (Object.keys(asRecord(monitor['notificationIDList'])).length > 0)
    left.push('notificationIDList: whom to tell is said by policies');
  if (asText(monitor['proxyId']) !== '') left.push('proxyId: checks go out directly');
  const retries = Number(monitor['maxretries'] ?? 0);
  const parent = names.get(asText(monitor['parent'])) ?? '';
  const retrySeconds = Number(monitor['retryInterval'] ?? 0);
  lines.push({ section: 'monitors', name, taken: true, left });
  return [
    {
      name,
      ...made,
      intervalSeconds:
        made.kind === 'heartbeat' ? 30 : clampInterval(Number(monitor['interval'] ?? 60) || 60),
      confirmations: Math.min(100, Math.max(1, retries + 1)),
      recoveries: 1,
      ...(retrySeconds >= 1 && retries > 0 ? { retrySeconds: clampInterval(retrySeconds) } : {}),
      ...(isOff(monitor['active']) ? { paused: true } : {}),
      ...(parent === '' ? {} : { parent }),
    },
  ];
}

function readKind(monitor: Kuma, left: string[]): Made | null {
  const type = asText(monitor['type']);
  const host = asText(monitor['hostname']);
  const port = Number(monitor['port'] ?? 0);
  switch (type) {
    case 'http':
      return { kind: 'http', settings: readWeb(monitor, left) };
    case 'keyword': {
      const expected = isOn(monitor['invertKeyword']) ? 'absent' : 'present';
      return {
        kind: 'keyword',
        settings: { ...readWeb(monitor, left), keyword: asText(monitor['keyword']), expected },
      };
    }
    case 'json-query': {
      const query = {
        query: asText(monitor['jsonPath']),
        operator: '==',
        expected: asText(monitor['expectedValue']),
      };
      return { kind: 'json', settings: { ...readWeb(monitor, left), ...query } };
    }
    case 'port':
      return { kind: 'tcp', settings: { host, port } };
    case 'ping':
      return { kind: 'ping', settings: { host } };
    case 'dns': {
      const server = asText(monitor['dns_resolve_server']);
      const record = asText(monitor['dns_resolve_type']) || 'A';
      return { kind: 'dns', settings: { name: host, type: record, ...(server === '' ? {} : { server }) } };
    }
    case 'push': {
      left.push('pushToken: it has another address to post to');
      const minutes = Math.max(0.5, Number(monitor['interval'] ?? 60) / 60);
      return { kind: 'heartbeat', settings: { periodMinutes: minutes } };
    }
    case 'postgres':
      left.push('databaseConnectionString: enter its parts by hand');
      return null;
    case 'group':
      left.push('a group is no monitor: its members were taken without it');
      return null;
    default:
      left.push(`type: there is no check for ${type === '' ? 'nothing' : type}`);
      return null;
  }
}

function readWeb(monitor: Kuma, left: string[]): Record<string, unknown> {
  const accepted = asList(monitor['accepted_statuscodes']).map(asText).filter(Boolean).join(', ');
  const method = asText(monitor['authMethod']);
  const headers = readHeaders(asText(monitor['headers']), left);
  if (method !== '' && method !== 'null' && method !== 'basic')
    left.push(`authMethod: ${method} is not known here`);
  if (isOff(monitor['expiryNotification']) || monitor['expiryNotification'] === undefined)
    left.push(
      'expiryNotification: off there; here a certificate near its end is told once in the room, not paged',
    );
  return {
    url: asText(monitor['url']),
    ...(asText(monitor['method']) === '' ? {} : { method: asText(monitor['method']) }),
    ...(asText(monitor['body']) === '' ? {} : { body: asText(monitor['body']) }),
    ...(accepted === '' ? {} : { accepted }),
    ...(headers === '' ? {} : { headers }),
    ...(method === 'basic'
      ? { user: asText(monitor['basic_auth_user']), password: asText(monitor['basic_auth_pass']) }
      : {}),
    ...(isOn(monitor['ignoreTls']) ? { ignoresTls: true } : {}),
    ...(monitor['maxredirects'] === 0 ? { followsRedirects: false } : {}),
    ...(Number(monitor['maxredirects']) > 0
      ? { mostRedirects: Math.min(20, Number(monitor['maxredirects'])) }
      : {}),
  };
}

function readHeaders(text: string, left: string[]): string {
  if (text.trim() === '') return '';
  try {
    return Object.entries(asRecord(JSON.parse(text)))
      .map(([name, value]) => `${name}: ${asText(value)}`)
      .join('\n');
  } catch {
    left.push('headers: expected a JSON object');
    return '';
  }
}

function readNotification(notification: Kuma, lines: Line[]): Kuma[] {
  const name = asText(notification['name']).trim().slice(0, 120) || 'unnamed';
  let config: Kuma = {};
  try {
    config = asRecord(JSON.parse(asText(notification['config']) || '{}'));
  } catch {
    lines.push({ section: 'channels', name, taken: false, left: ['config: expected JSON'] });
    return [];
  }
  const channel = toChannel(config);
  const type = asText(config['type']);
  const left =
    channel === null ? [`type: there is no channel of kind ${type === '' ? 'nothing' : type}`] : [];
  lines.push({ section: 'channels', name, taken: channel !== null, left });
  return channel === null ? [] : [{ name, ...channel }];
}

function toChannel(config: Kuma): Made | null {
  const text = (field: string) => asText(config[field]);
  switch (text('type')) {
    case 'slack':
      return { kind: 'slack', settings: { url: text('slackwebhookURL') } };
    case 'discord':
      return { kind: 'discord', settings: { url: text('discordWebhookUrl') } };
    case 'mattermost':
      return { kind: 'mattermost', settings: { url: text('mattermostWebhookUrl') } };
    case 'teams':
      return { kind: 'teams', settings: { url: text('webhookUrl') } };
    case 'webhook':
      return { kind: 'webhook', settings: { url: text('webhookURL') } };
    case 'ntfy':
      return { kind: 'ntfy', settings: { server: text('ntfyserverurl'), topic: text('ntfytopic') } };
    case 'PagerDuty':
      return { kind: 'pagerduty', settings: { routingKey: text('pagerdutyIntegrationKey') } };
    case 'smtp':
      return {
        kind: 'email',
        settings: {
          host: text('smtpHost'),
          port: Number(config['smtpPort'] ?? 587),
          security: config['smtpSecure'] === true ? 'tls' : 'starttls',
          user: text('smtpUsername'),
          password: text('smtpPassword'),
          from: text('smtpFrom'),
          to: text('smtpTo')
            .split(',')
            .map((each) => each.trim())
            .join('\n'),
        },
      };
    default:
      return null;
  }
}
