// Uptime Kuma's notifications; the settings of each are JSON in a string.
import { isOn, openSource, type FieldSource } from '../forms/source.ts';
import { fitName, type Line } from './import.ts';

type Made = { kind: string; settings: Record<string, unknown> };

export function readNotification(value: unknown, lines: Line[]): Record<string, unknown>[] {
  const notification = openSource(value);
  const left: string[] = [];
  const name = fitName(notification.text('name'), left);
  for (const field of ['id', 'userId', 'user_id']) notification.take(field);
  const active = notification.take('active');
  let config: FieldSource;
  try {
    config = openSource(JSON.parse(notification.text('config') || '{}'), { defaults });
  } catch {
    lines.push({ section: 'channels', name, taken: false, left: ['config: expected JSON'] });
    return [];
  }
  const type = config.text('type');
  const channel = Object.hasOwn(kinds, type) ? kinds[type]?.(config, left) : undefined;
  if (channel === undefined) {
    const why = `type: there is no channel of kind ${type === '' ? 'nothing' : type}`;
    lines.push({ section: 'channels', name, taken: false, left: [why] });
    return [];
  }
  config.take('name');
  if (active !== undefined && active !== null && !isOn(active))
    left.push('active: off there; here it sends as soon as a policy or an update names it');
  for (const field of ['isDefault', 'applyExisting'])
    if (isOn(notification.take(field)) || isOn(config.take(field)))
      left.push(`${field}: policies decide whom to tell`);
  left.push(...config.rest(), ...notification.rest());
  lines.push({ section: 'channels', name, taken: true, left });
  return [{ name, ...channel }];
}

/** The values of Kuma's forms that nobody changed. */
const defaults: Readonly<Record<string, unknown>> = { ntfyAuthenticationMethod: 'none' };

const kinds: Readonly<Record<string, (config: FieldSource, left: string[]) => Made>> = {
  slack: (config) => ({ kind: 'slack', settings: { url: config.text('slackwebhookURL') } }),
  discord: (config) => ({ kind: 'discord', settings: { url: config.text('discordWebhookUrl') } }),
  mattermost: (config) => ({ kind: 'mattermost', settings: { url: config.text('mattermostWebhookUrl') } }),
  teams: (config) => ({ kind: 'teams', settings: { url: config.text('webhookUrl') } }),
  webhook: (config, left) => {
    const contentType = config.text('webhookContentType');
    left.push(
      `webhookContentType${contentType === '' ? '' : ` (${contentType})`}: what is posted is Muster’s own JSON`,
    );
    return { kind: 'webhook', settings: { url: config.text('webhookURL') } };
  },
  ntfy: (config) => {
    const how = config.text('ntfyAuthenticationMethod');
    const token = how === 'accessToken' || how === '' ? config.text('ntfyaccesstoken') : '';
    const server = config.text('ntfyserverurl');
    const settings = {
      ...(server === '' ? {} : { server }),
      topic: config.text('ntfytopic'),
      ...(token === '' ? {} : { token }),
    };
    return { kind: 'ntfy', settings };
  },
  PagerDuty: (config) => {
    const url = config.text('pagerdutyIntegrationUrl');
    const routingKey = config.text('pagerdutyIntegrationKey');
    return { kind: 'pagerduty', settings: { routingKey, ...(url === '' ? {} : { url }) } };
  },
  smtp: readMail,
};

function readMail(config: FieldSource, left: string[]): Made {
  const isSecure = isOn(config.take('smtpSecure'));
  const isClear = isOn(config.take('smtpIgnoreSTARTTLS'));
  if (!isSecure && !isClear)
    left.push('smtpSecure: off there takes STARTTLS where it is offered; here STARTTLS is required');
  const addresses = (field: string) =>
    config
      .text(field)
      .split(/[,;]/u)
      .map((each) => each.trim())
      .filter(Boolean);
  for (const [field, what] of [
    ['smtpCC', 'Cc'],
    ['smtpBCC', 'Bcc'],
  ] as const) {
    const count = addresses(field).length;
    if (count > 0)
      left.push(`${field}: there is no ${what}; add its ${count} under “To” if they may be seen there`);
  }
  const settings = {
    host: config.text('smtpHost'),
    port: Number(config.take('smtpPort') ?? 587),
    security: isSecure ? 'tls' : isClear ? 'none' : 'starttls',
    user: config.text('smtpUsername'),
    password: config.text('smtpPassword'),
    from: config.text('smtpFrom'),
    to: addresses('smtpTo').join('\n'),
    ...(isOn(config.take('smtpIgnoreTLSError')) ? { checksCertificate: false } : {}),
  };
  return { kind: 'email', settings };
}
