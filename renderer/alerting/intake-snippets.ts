import { beatSnippets } from '../monitors/beat-snippets.ts';
import { strings } from '../strings/index.ts';
import type { Intake } from './kinded.ts';

const words = strings.alerting.intakes.snippets;

/** `text` is copied as it stands; `say` is what to do with it, in the other tool's own words. */
export type Snippet = { label: string; text: string } | { say: string };

const quote = (body: unknown) => `'${JSON.stringify(body)}'`;

/** Lines to copy into the tool that sends; `server` is the address of the team's server. */
export function snippetsFor({ kind, key = '', path = '' }: Intake, server: string): Snippet[] {
  const url = `${server}${path}`;
  const post = (body: unknown) => `curl -fsS -H 'Content-Type: application/json' -d ${quote(body)} ${url}`;
  const address = { label: words.address, text: url };
  switch (kind) {
    case 'pagerduty': {
      const event = { routing_key: key, event_action: 'trigger', dedup_key: 'disk' };
      const payload = { summary: 'Disk is full', source: 'db-1', severity: 'critical' };
      return [
        { label: words.sender, text: url },
        { label: words.routingKey, text: key },
        { label: words.fire, text: post({ ...event, payload }) },
        { label: words.resolve, text: post({ ...event, event_action: 'resolve' }) },
      ];
    }
    case 'alertmanager':
      return [address, { label: words.receiver, text: receiver(url) }, { say: words.alertmanager }];
    case 'grafana':
      return [address, { say: words.grafana }];
    case 'uptime-kuma':
      return [address, { say: words.kuma }];
    case 'webhook': {
      const alert = { summary: 'Disk is full', dedup: 'disk' };
      return [
        address,
        { label: words.fire, text: post({ ...alert, severity: 'critical', details: '98 % of /var' }) },
        { label: words.resolve, text: post({ ...alert, status: 'resolved' }) },
        { say: words.webhook },
      ];
    }
    case 'change': {
      const deploy = { text: 'Deployed v412', source: 'ci', service: 'payments' };
      return [address, { label: words.deploy, text: post(deploy) }, { say: words.change }];
    }
    case 'report':
      return [{ label: words.form, text: url }, { say: words.report }];
    case 'heartbeat':
      return [address, ...beatSnippets(kind, url).map(({ label, value }) => ({ label, text: value }))];
    default:
      return [address];
  }
}

const receiver = (url: string) => `route:
  receiver: muster
  group_by: [alertname, service]
receivers:
  - name: muster
    webhook_configs:
      - url: ${url}
        send_resolved: true
        max_alerts: 100`;
