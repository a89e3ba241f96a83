import { beatSnippets } from '../monitors/page/beat-snippets.ts';
import { strings } from '../../strings/index.ts';
import type { Intake } from './kinded.ts';

const words = strings.alerting.intakes.snippets;

/** `text` is for copying; `say` is an instruction in the other tool's words. */
export type Snippet = { label: string; text: string } | { say: string };

/** Lines to copy into the sending tool; `server` is the address of the team's server. */
export function snippetsFor({ kind, key = '', path = '', settings }: Intake, server: string): Snippet[] {
  const url = `${server}${path}`;
  const address = { label: words.address, text: url };
  switch (kind) {
    case 'pagerduty':
      return snippetsForPagerduty(url, { key, server });
    case 'alertmanager':
      return [address, { label: words.receiver, text: receiver(url) }, { say: words.alertmanager }];
    case 'grafana':
      return [address, { say: words.grafana }];
    case 'uptime-kuma':
      return [address, { say: words.kuma }];
    case 'webhook':
      return [address, ...snippetsForWebhook(url, settings)];
    case 'change':
      return [address, { label: words.deploy, text: post(url, exampleDeploy) }, { say: words.change }];
    case 'report':
      return [{ label: words.form, text: url }, { say: words.report }];
    case 'heartbeat':
      return [address, ...beatSnippets(kind, url).map(({ label, value }) => ({ label, text: value }))];
    default:
      return [address];
  }
}

const exampleDeploy = { text: 'Deployed v412', source: 'ci', service: 'payments' };

function post(url: string, body: unknown): string {
  return `curl -fsS -H 'Content-Type: application/json' -d '${JSON.stringify(body)}' ${url}`;
}

function snippetsForPagerduty(url: string, { key, server }: { key: string; server: string }): Snippet[] {
  const event = { routing_key: key, event_action: 'trigger', dedup_key: 'disk' };
  const payload = { summary: 'Disk is full', source: 'db-1', severity: 'critical' };
  const deploy = { routing_key: key, payload: { summary: 'Deployed v412', source: 'ci' } };
  return [
    { label: words.sender, text: url },
    { label: words.routingKey, text: key },
    { label: words.fire, text: post(url, { ...event, payload }) },
    { label: words.resolve, text: post(url, { ...event, event_action: 'resolve' }) },
    { label: words.deploy, text: post(`${server}/v2/change/enqueue`, deploy) },
  ];
}

function snippetsForWebhook(url: string, settings: Intake['settings']): Snippet[] {
  const bodies = webhookBodies(settings);
  const lines =
    bodies === null
      ? []
      : [
          { label: words.fire, text: post(url, bodies.fire) },
          { label: words.resolve, text: post(url, bodies.resolve) },
        ];
  return [...lines, ...sayPaths(settings, bodies === null)];
}

type PathName = keyof typeof words.paths;
const pathNames = Object.keys(words.paths) as readonly PathName[];
const pathIn = (settings: Record<string, unknown>, name: PathName): string => {
  const path = settings[name];
  return typeof path === 'string' ? path.trim() : '';
};

/** Example bodies that match the intake's own paths (IT4). Null when a setting is more than a plain path. */
function webhookBodies(settings: Record<string, unknown>) {
  const make = (examples: readonly (readonly [PathName, usual: string, value: string])[]) => {
    const body: Record<string, unknown> = {};
    const areThere = examples.map(([name, usual, value]) => {
      const own = pathIn(settings, name);
      // The intake also works without a severity or details.
      const isOptional = name === 'severityFrom' || name === 'details';
      return put(body, own === '' ? usual : own, value) || isOptional;
    });
    return areThere.includes(false) ? null : body;
  };
  const title = ['title', 'summary', 'Disk is full'] as const;
  const dedupKey = ['dedupKey', 'dedup', 'disk'] as const;
  const more = [
    ['severityFrom', 'severity', 'critical'],
    ['details', 'details', '98 % of /var'],
  ] as const;
  const fire = make([title, dedupKey, ['action', 'action', 'trigger'], ...more]);
  const resolve = make([title, dedupKey, ['action', 'action', 'resolve']]);
  return fire === null || resolve === null ? null : { fire, resolve };
}

/** Sets a value at a plain path such as `alert.name`; false when the path is not plain or already taken. */
function put(body: Record<string, unknown>, path: string, value: string): boolean {
  if (!/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/u.test(path)) return false;
  const names = path.split('.');
  const last = names.pop() ?? '';
  let at = body;
  for (const name of names) {
    const next = (at[name] ??= {});
    if (typeof next !== 'object' || next === null) return false;
    at = next as Record<string, unknown>;
  }
  if (at[last] !== undefined) return false;
  at[last] = value;
  return true;
}

function sayPaths(settings: Record<string, unknown>, isMore: boolean): Snippet[] {
  const own = pathNames.flatMap((name): [string, string][] => {
    const path = pathIn(settings, name);
    return path === '' ? [] : [[words.paths[name], path]];
  });
  return [
    ...(isMore ? [{ say: words.noLine }] : []),
    ...(own.length === 0 ? [] : [{ say: words.ownPaths(own) }]),
    ...(own.length === pathNames.length ? [] : [{ say: words.webhook(own.length > 0) }]),
    ...(own.length === 0 ? [{ say: words.tools }] : []),
  ];
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
