// A lobby on a bad day: a dozen open incidents with long titles as people write them, three that are over, and
// checks, some of them down.
import type { Severity, Status } from '#room/facts/fact.ts';
import { build, type Stage, type StageServer } from '#tests/helpers/stage.ts';
import type { Crew } from './busy-room.ts';

type Plot = {
  title: string;
  service?: string;
  severity?: Severity;
  status?: Status;
  /** Minutes since the declaration. */
  age: number;
  commander?: 'ana' | 'bo' | 'cy';
  drill?: boolean;
};

const open: readonly Plot[] = [
  {
    title: 'Search results are stale by up to six hours',
    service: 'search',
    severity: 'P2',
    status: 'investigating',
    age: 48,
    commander: 'bo',
  },
  {
    title:
      'Nightly export of invoices to the accounting partner fails for customers whose company name contains an ampersand or a slash',
    service: 'billing',
    severity: 'P3',
    status: 'identified',
    age: 340,
    commander: 'cy',
  },
  { title: 'Sign-in by SMS is late', service: 'accounts', severity: 'P2', age: 6 },
  {
    title: 'Images do not load in the app',
    service: 'media',
    severity: 'P3',
    status: 'monitoring',
    age: 95,
    commander: 'ana',
  },
  {
    title: 'Drill: the primary region is gone',
    severity: 'P1',
    status: 'investigating',
    age: 20,
    commander: 'ana',
    drill: true,
  },
  {
    title: 'Certificates of the partner API expire in two days',
    service: 'partners',
    severity: 'P4',
    age: 1500,
    commander: 'bo',
  },
  { title: 'Recommendations are empty for new customers', service: 'recommendations', age: 31 },
  {
    title: 'Webhooks are delivered twice',
    service: 'webhooks',
    severity: 'P3',
    status: 'investigating',
    age: 210,
    commander: 'cy',
  },
  {
    title: 'Support cannot see orders of the last hour',
    service: 'orders',
    severity: 'P2',
    status: 'identified',
    age: 75,
    commander: 'bo',
  },
  { title: 'Phishing mails in our name', severity: 'P2', status: 'triage', age: 12 },
];

const over: readonly Plot[] = [
  { title: 'DNS of the status page', severity: 'P3', age: 3000 },
  { title: 'Orders were accepted without stock', service: 'orders', severity: 'P1', age: 4400 },
];

export async function buildLobby(server: StageServer, now: number, crew: Crew): Promise<void> {
  let number = 43;
  for (const plot of open) await build(server, now, `INC-${number++}`, (stage) => play(stage, plot, crew));
  for (const plot of over) {
    await build(server, now, `INC-${number++}`, (stage) => {
      play(stage, { ...plot, commander: 'cy' }, crew);
      stage.says(plot.age - 95, crew.cy.id, { kind: 'status', status: 'resolved' });
    });
  }
}

/** Two schedules: one with a weekly hand-off, and one with a gap outside office hours. */
export async function scheduleOnCall({ url, token }: StageServer, { ana, bo, cy }: Crew): Promise<void> {
  const weekly = { unit: 'week', handoffAt: '09:00' };
  const layers = [
    { name: 'Shop', people: [ana.id, bo.id, cy.id], rotation: weekly, startsOn: '2026-01-05' },
    {
      name: 'Data platform, office hours only',
      people: [cy.id],
      rotation: { unit: 'day', handoffAt: '09:00' },
      startsOn: '2026-01-05',
      hours: [{ days: [1], from: '09:00', to: '09:30' }],
    },
  ];
  for (const layer of layers) {
    const response = await fetch(`${url}/api/v1/schedules`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: layer.name, timeZone: 'Europe/Berlin', layers: [layer] }),
    });
    if (!response.ok) throw new Error(`no schedule: ${response.status} ${await response.text()}`);
  }
}

function play({ says }: Stage, plot: Plot, crew: Crew) {
  const { title, service, severity, status, age, commander, drill = false } = plot;
  says(age, crew.bo.id, {
    kind: 'declared',
    title,
    drill,
    ...(severity && { severity }),
    ...(service && { service }),
    source: { type: 'person' },
  });
  if (commander === undefined) return;
  const person = crew[commander].id;
  says(age - 1, person, { kind: 'acknowledged' });
  says(age - 2, person, { kind: 'claimed', role: 'commander', person, as: 'primary' });
  if (status !== undefined) says(age - 3, person, { kind: 'status', status });
}

/** Real checks: of this server, which is up, and of a port where nothing listens. */
const healthy = ['website', 'accounts', 'search', 'orders', 'media', 'partner API', 'webhooks', 'billing'];
const failing = ['payments-api', 'checkout', 'recommendations'];

export async function watchServices(server: StageServer): Promise<void> {
  await watchHealthy(server);
  await watchFailing(server);
}

export const watchHealthy = (server: StageServer) => watch(server, healthy);
export const watchFailing = (server: StageServer) => watch(server, failing);

async function watch({ url, token }: StageServer, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const isDown = failing.includes(name);
    const monitor = {
      name,
      kind: 'http',
      service: isDown && name !== 'recommendations' ? 'payments' : name,
      settings: { url: isDown ? 'http://127.0.0.1:9/' : `${url}/healthz` },
      intervalSeconds: isDown ? 1 : 2,
      confirmations: 1,
    };
    const response = await fetch(`${url}/api/v1/monitors`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(monitor),
    });
    if (!response.ok) throw new Error(`${name} is not watched: ${response.status} ${await response.text()}`);
  }
}
