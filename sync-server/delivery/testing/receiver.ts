// A real receiver for a channel of each kind, which behaves well or badly as a test chooses.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { openInbox, withStatus, type Received } from '../../paging/testing/inbox.ts';
import { openMailbox } from './mailbox.ts';

/** Stands in every secret field. If it appears anywhere else, a secret leaked. */
export const canary = 'c4n4ry7f3e9b1d5a8c2e6f';

export type Mood =
  | 'takes-it'
  | 'refuses'
  | 'is-busy'
  | 'is-broken'
  | 'moved'
  | 'is-silent'
  | 'garbage'
  | 'tells-all'
  | 'endless';
export type Receiver = {
  settings: Record<string, unknown>;
  requests: Received[];
  [Symbol.asyncDispose](): Promise<void>;
};

/** The settings that lead each kind to a receiver. A new kind adds its line. */
const httpSettings: Record<string, (url: string) => Record<string, unknown>> = {
  slack: (url) => ({ url: `${url}/services/T1/B2/${canary}` }),
  teams: (url) => ({ url: `${url}/workflows/${canary}/triggers?sig=${canary}` }),
  discord: (url) => ({ url: `${url}/api/webhooks/1/${canary}` }),
  mattermost: (url) => ({ url: `${url}/hooks/${canary}` }),
  ntfy: (server) => ({ server, topic: `t-${canary}`, token: canary }),
  webhook: (url) => ({ url: `${url}/in/${canary}`, secret: canary }),
  gateway: (url) => ({ url: `${url}/sms?key=${canary}`, headers: `Authorization: Bearer ${canary}` }),
  pagerduty: (url) => ({ routingKey: canary, url: `${url}/v2/enqueue` }),
  github: (url) => ({ repository: 'acme/shop', token: canary, url }),
  gitlab: (url) => ({ project: 'acme/shop', token: canary, url }),
  jira: (url) => ({ project: 'SHOP', user: 'bo@example.org', token: canary, url }),
};
const mailSettings = (port: number) => ({
  host: '127.0.0.1',
  port,
  security: 'none',
  user: 'muster',
  password: canary,
  from: 'Muster <muster@example.org>',
});

export async function openReceiver(kind: string, mood: Mood): Promise<Receiver> {
  if (mood === 'is-silent' || mood === 'garbage') return openRaw(kind, mood);
  return kind === 'email' ? openMail(mood) : openHttp(kind, mood);
}

async function openHttp(kind: string, mood: Mood): Promise<Receiver> {
  const inbox = await openInbox();
  inbox.answers((response, request) => {
    const all = `${request.path} ${JSON.stringify(request.headers)} ${request.body}`;
    const endless = () => {
      response.writeHead(400, { 'content-type': 'text/plain' });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    const how: Partial<Record<Mood, () => void>> = {
      'takes-it': () =>
        trackers.has(kind)
          ? answerAsTracker(response, request)
          : withStatus(kind === 'teams' || kind === 'pagerduty' ? 202 : 200, 'ok')(response),
      refuses: () => withStatus(400, 'invalid payload')(response),
      'is-busy': () => withStatus(429, 'slow down', { 'retry-after': '7' })(response),
      'is-broken': () => withStatus(500, '<html>oops</html>')(response),
      moved: () => withStatus(302, '', { location: `${inbox.url}/elsewhere` })(response),
      'tells-all': () => withStatus(400, all)(response),
      endless,
    };
    how[mood]?.();
  });
  return {
    settings: httpSettings[kind]?.(inbox.url) ?? {},
    requests: inbox.received,
    [Symbol.asyncDispose]: () => inbox[Symbol.asyncDispose](),
  };
}

const trackers: ReadonlySet<string> = new Set(['github', 'gitlab', 'jira']);

/** A tracker without tickets, which makes one when it is asked. */
function answerAsTracker(response: ServerResponse, { method, path }: Received): void {
  const isList = /[?&](?:search|sort)=/u.test(path);
  const made = { number: 7, iid: 7, key: 'SHOP-7', state: 'open', issues: [] };
  const url = 'https://tracker.example/acme/shop/issues/7';
  const answer = isList ? [] : { ...made, html_url: url, web_url: url };
  withStatus(method === 'POST' ? 201 : 200, JSON.stringify(answer))(response);
}

const smtpAnswers: Partial<Record<Mood, { code: number; words: string }>> = {
  refuses: { code: 550, words: 'no such user' },
  'is-busy': { code: 450, words: 'try later' },
  'is-broken': { code: 451, words: 'local error' },
  moved: { code: 551, words: 'user not local' },
  'tells-all': { code: 554, words: `you logged in with ${canary}` },
  endless: { code: 550, words: 'x'.repeat(5_000) },
};

async function openMail(mood: Mood): Promise<Receiver> {
  const mailbox = await openMailbox({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    answer: () => smtpAnswers[mood] ?? null,
  });
  return {
    settings: mailSettings(mailbox.port),
    requests: [],
    [Symbol.asyncDispose]: () => mailbox[Symbol.asyncDispose](),
  };
}

async function openRaw(kind: string, mood: 'is-silent' | 'garbage'): Promise<Receiver> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (mood === 'garbage') socket.end(Buffer.concat([Buffer.alloc(400, 0xff), Buffer.from('\r\n')]));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    settings:
      kind === 'email' ? mailSettings(port) : (httpSettings[kind]?.(`http://127.0.0.1:${port}`) ?? {}),
    requests: [],
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Settings with a port that nothing listens on. */
export async function nobodyListens(kind: string): Promise<Record<string, unknown>> {
  await using receiver = await openRaw(kind, 'is-silent');
  return receiver.settings;
}
