import { strings } from '../strings/index.ts';
import type { Intake } from './kinded.ts';

const words = strings.alerting.intakes.snippets;

export type Snippet = { label: string; text: string };

/** Lines to copy into the tool that sends; `server` is the address of the team's server. */
export function snippetsFor({ kind, key = '', path = '' }: Intake, server: string): Snippet[] {
  const url = `${server}${path}`;
  const post = (body: unknown) =>
    `curl -X POST -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' ${url}`;
  const address = { label: words.address, text: url };
  switch (kind) {
    case 'pagerduty': {
      const payload = { summary: 'Disk is full', source: 'db-1', severity: 'critical' };
      return [
        { label: words.sender, text: url },
        { label: words.routingKey, text: key },
        {
          label: 'curl',
          text: post({ routing_key: key, event_action: 'trigger', dedup_key: 'disk', payload }),
        },
      ];
    }
    case 'alertmanager':
      return [
        address,
        {
          label: words.receiver,
          text: `receivers: [{ name: muster, webhook_configs: [{ url: '${url}', send_resolved: true, max_alerts: 100 }] }]`,
        },
      ];
    case 'webhook':
      return [address, { label: 'curl', text: post({ summary: 'Disk is full', dedup: 'disk' }) }];
    case 'change':
      return [address, { label: 'curl', text: post({ summary: 'Deployed v412', source: 'ci' }) }];
    case 'heartbeat':
      return [address, { label: 'cron', text: `0 3 * * * /usr/local/bin/backup && curl -fsS ${url}` }];
    default:
      return [address];
  }
}
