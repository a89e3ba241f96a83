// A canary in every secret field of every kind of check and channel, in codes and keys, and nowhere that is read.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Fields } from '#sync-server/forms/fields.ts';
import { channelKinds } from '#sync-server/delivery/channels/index.ts';
import { checks } from '#sync-server/checks/index.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

/** Only characters that every form takes; 32 of them, as in PagerDuty's routing keys. */
const makeCanary = (kind: string, field: string) =>
  `canary${kind}${field}`
    .replaceAll(/[^a-z]/giu, '')
    .toLowerCase()
    .padEnd(32, 'z')
    .slice(0, 32);

/** What a kind needs besides its secrets where `fill` cannot guess it. Nobody listens at port 9. */
const closed = { host: '127.0.0.1', port: 9 };
const web = { url: 'http://127.0.0.1:9/' };
const plainChecks: Record<string, Record<string, unknown>> = {
  keyword: { ...web, keyword: 'fine' },
  json: { ...web, query: 'status', expected: 'up' },
  journey: { steps: [{ name: 'look', url: 'http://127.0.0.1:9/{{TOKEN}}' }] },
  browser: { script: 'open http://127.0.0.1:9/{{TOKEN}}' },
  domain: { name: 'example.org', server: 'http://127.0.0.1:9' },
  dns: { name: 'example.org', server: '127.0.0.1:9' },
  ping: { host: '127.0.0.1' },
  websocket: { url: 'ws://127.0.0.1:9/' },
  postgres: { ...closed, user: 'muster' },
  metric: { criticalAbove: 80 },
};
const plainChannels: Record<string, Record<string, unknown>> = {
  email: { ...closed, security: 'none', user: 'muster', from: 'muster@example.org', to: 'ops@example.org' },
  gateway: { body: '{"to": "{to}", "text": "{text}"}', to: '+100' },
  pagerduty: { url: 'http://127.0.0.1:9/v2/enqueue' },
  github: { ...web, repository: 'acme/shop' },
  gitlab: { ...web, project: 'acme/shop' },
};

/** How a canary is written into a field: as a header, a variable, an address, or as it is. */
const forms: readonly ((canary: string) => string)[] = [
  (canary) => canary,
  (canary) => `X-Secret: ${canary}`,
  (canary) => `TOKEN=${canary}`,
  (canary) => `http://127.0.0.1:9/${canary}`,
];

/** For each required field of a kind that is no secret, something that fits it. */
function fill(fields: Fields): Record<string, unknown> {
  const guesses = ['http://127.0.0.1:9/', '127.0.0.1', 9, 'x'];
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, { isSecret, schema }]) => !isSecret && !schema.safeParse(undefined).success)
      .map(([name, { schema }]) => [name, guesses.find((guess) => schema.safeParse(guess).success)]),
  );
}

function plant(kind: string, fields: Fields, canaries: Set<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, field]) => field.isSecret)
      .map(([name, field]) => {
        const canary = makeCanary(kind, name);
        const planted = forms
          .map((form) => form(canary))
          .find((text) => field.schema.safeParse(text).success);
        // A field that no form fits would be a field that this test does not look at.
        if (planted === undefined) throw new Error(`no canary fits ${name} of ${kind}`);
        canaries.add(canary);
        return [name, planted];
      }),
  );
}

async function makeEverything(server: RunningServer, canaries: Set<string>) {
  const make = async (section: string, json: Record<string, unknown>) => {
    const { status, body } = await server.api<{ id: string }>(`/api/v1/${section}`, { json });
    expect(status, `${section} ${String(json['kind'])}: ${JSON.stringify(body)}`).toBe(201);
    return body.id;
  };
  const monitors: string[] = [];
  for (const [kind, { fields }] of Object.entries(checks)) {
    const settings = { ...fill(fields), ...plainChecks[kind], ...plant(`check${kind}`, fields, canaries) };
    monitors.push(
      await make('monitors', { name: kind, kind, settings, intervalSeconds: 1, confirmations: 1 }),
    );
  }
  const channels: string[] = [];
  for (const [kind, { fields }] of Object.entries(channelKinds)) {
    const settings = {
      ...fill(fields),
      ...plainChannels[kind],
      ...plant(`channel${kind}`, fields, canaries),
    };
    channels.push(await make('channels', { name: kind, kind, settings }));
  }
  return { monitors, channels };
}

/** What everybody who may read can read, and what the log says. */
async function readEverything(server: RunningServer, token: string | null, ids: readonly string[]) {
  const paths = [
    ...'monitors channels deliveries people policies schedules maintenance intakes check-kinds'.split(' '),
    ...'channel-kinds intake-kinds monitors/overview monitoring openapi.json on-call'.split(' '),
    ...'incidents?status=all configuration configuration/export.yaml'.split(' '),
    ...ids.flatMap((id) => [`monitors/${id}`, `monitors/${id}/evidence`, `monitors/${id}/last-result`]),
    ...ids.flatMap((id) => [`monitors/${id}/samples`, `monitors/${id}/outages`]),
  ];
  const texts: string[] = [];
  for (const each of paths) {
    const { body } = await server.api(`/api/v1/${each}`, { token });
    texts.push(`${each} ${typeof body === 'string' ? body : JSON.stringify(body)}`);
  }
  const { body: incidents } = await server.api<{ items: { id: string }[] }>('/api/v1/incidents?status=all');
  for (const { id } of incidents.items) {
    for (const each of [`incidents/${id}`, `incidents/${id}/review.md`, `incidents/${id}/review.json`]) {
      const { body } = await server.api(`/api/v1/${each}`, { token });
      texts.push(`${each} ${typeof body === 'string' ? body : JSON.stringify(body)}`);
    }
  }
  texts.push(`metrics ${(await server.api<string>('/metrics', { token: null })).body}`);
  texts.push(`feed ${await readFeed(server, token ?? '')}`);
  return texts;
}

async function readFeed(server: RunningServer, token: string): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/live`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!/data: .*\n\n/u.test(text)) text += decoder.decode((await reader.read()).value, { stream: true });
  await reader.cancel();
  return text;
}

const spill = (texts: readonly string[], secrets: Iterable<string>) => {
  const forbidden = [...secrets].flatMap((secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/u, ''),
  ]);
  return texts.flatMap((text) =>
    forbidden.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${text.slice(0, 60)}`),
  );
};

test(
  '[CN9] secrets never appear in the API, the live feed, metrics, exports or the log',
  { timeout: 120_000 },
  async () => {
    await using server = await startServer();
    const canaries = new Set<string>();
    const { monitors, channels } = await makeEverything(server, canaries);
    expect(canaries.size).toBeGreaterThan(15);
    // They are where they belong, so not finding them elsewhere means something.
    const kept = readdirSync(server.dataFolder)
      .filter((name) => name.includes('.db'))
      .map((name) => readFileSync(path.join(server.dataFolder, name), 'latin1'))
      .join('');
    expect([...canaries].filter((canary) => !kept.includes(canary))).toEqual([]);
    const intake = await server.api<{ id: string; key: string }>('/api/v1/intakes', {
      json: { name: 'Alerts', kind: 'pagerduty' },
    });
    const keys = new Set([intake.body.key]);
    for (const { beatUrl } of (await server.api<{ items: { beatUrl?: string }[] }>('/api/v1/monitors')).body
      .items)
      if (beatUrl !== undefined) keys.add(beatUrl.split('/').at(-1) ?? '');
    expect(keys.size).toBe(3);

    // Deliveries and checks that fail say why; a door that is knocked at with a key says nothing of it.
    for (const id of channels) await server.api(`/api/v1/channels/${id}/test`, { json: {} });
    for (const key of keys) {
      await server.api(`/intake/${key}/webhook`, { json: { nonsense: true }, token: null });
      await fetch(`${server.url}/beat/${key}/fail`);
    }
    await expect
      .poll(async () => {
        const { body } = await server.api<{ items: { lastSample?: unknown; status: string }[] }>(
          '/api/v1/monitors',
        );
        return body.items.filter(({ status }) => status === 'down').length;
      })
      .toBeGreaterThan(8);
    // What is refused is not repeated either.
    const wrong = makeCanary('refused', 'body');
    canaries.add(wrong);
    const refusals = [
      await server.api('/api/v1/monitors', {
        json: { name: 'x', kind: 'http', settings: { url: `x${wrong}`, password: wrong } },
      }),
      await server.api('/api/v1/channels', {
        json: { name: 'x', kind: 'slack', settings: { url: `nonsense ${wrong}` } },
      }),
      await server.api('/api/v1/configuration/import', {
        json: { format: 'uptime-kuma', text: `{"${wrong}": ` },
      }),
      await server.api(`/v2/enqueue`, { json: { routing_key: wrong, event_action: 'trigger' }, token: null }),
    ];
    for (const { status } of refusals) expect(status).toBe(400);

    const viewer = await server.api<{ token: string }>('/api/v1/people', {
      json: { name: 'Vic', role: 'viewer' },
    });
    const asOwner = await readEverything(server, server.ownerToken, monitors);
    const asViewer = await readEverything(server, viewer.body.token, monitors);
    const log = `log ${server.log()}`;
    const refused = refusals.map(({ body }) => `refusal ${JSON.stringify(body)}`);
    const secrets = [...canaries, server.ownerToken, viewer.body.token];
    expect(spill([...asOwner, ...asViewer, ...refused, log], secrets)).toEqual([]);
    // Keys and beat addresses are for owners alone, and for nobody in the log, the feed and the metrics.
    const common = [
      ...asOwner.filter((text) => /^(metrics|feed|configuration|incidents|deliveries)/u.test(text)),
      log,
    ];
    expect(spill([...asViewer, ...common], keys)).toEqual([]);
    expect(asOwner.length).toBeGreaterThan(90);
  },
);
