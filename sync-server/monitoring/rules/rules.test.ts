// The small pure rules beside the transition: withholding, blindness, baselines, certificates, recovery.
import { quorumOf } from '#wire/api/locations.ts';
import { decideTogether, type LocationView } from './agree.ts';
import { expect, test } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { countDegraded, whyEndsSoon } from './degraded.ts';
import { decideUnusual, decideUnusualNumber, pickUsualHours } from './baseline.ts';
import { openNumberHours } from '../history/number-hours.ts';
import { openTemporaryDatabase } from '../../replica/testing/database.ts';
import { looksBlind, looksNameless } from '../blind.ts';
import { decideCertificate, type KeptCertificate } from './certificate.ts';
import { decideRecovery } from '../../incidents/recovery.ts';
import { freshStanding } from './transition.ts';
import { decideWithhold, type Ancestor } from './withhold.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const parent = (id: string, change: Partial<Ancestor> & { isDown?: boolean } = {}): Ancestor => {
  const { isDown = false, ...rest } = change;
  const standing = { ...freshStanding(0), status: isDown ? ('down' as const) : ('up' as const) };
  return { id, standing, isFailing: isDown, suppressChildren: true, ...rest };
};
const held = (change: Partial<Parameters<typeof decideWithhold>[0]> = {}) =>
  decideWithhold({
    downSince: 0,
    isInMaintenance: false,
    isBlind: false,
    ancestors: [],
    now: 1_000,
    ...change,
  });

test('[CH8] the farthest thing that is down explains it; one that fails is waited for, but not for long', () => {
  expect(held()).toBeNull();
  expect(held({ ancestors: [parent('switch')] })).toBeNull();
  const chain = [parent('switch', { isDown: true }), parent('router', { isDown: true })];
  expect(held({ ancestors: chain })).toEqual({ why: 'parent-is-down', by: 'router' });
  const failing = [parent('switch', { isFailing: true })];
  expect(held({ ancestors: failing })).toEqual({ why: 'parent-is-failing', by: 'switch' });
  expect(held({ ancestors: failing, now: 60_000 })).toBeNull();
  expect(held({ ancestors: [parent('switch', { isDown: true, suppressChildren: false })] })).toBeNull();
});

test('[CH7] [CH9] maintenance and a network that is away hold back whatever else is so', () => {
  const ancestors = [parent('switch', { isDown: true })];
  expect(held({ isInMaintenance: true, ancestors })).toEqual({ why: 'maintenance' });
  expect(held({ isBlind: true, ancestors })).toEqual({ why: 'our-network-is-away' });
});

const seen = (host: string, isFailing: boolean, lastAt = 10) => ({
  host,
  isFailing,
  lastAt,
  beganAt: lastAt,
  isUnresolved: false,
});
const nameless = (host: string, lastAt = 10) => ({ ...seen(host, true, lastAt), isUnresolved: true });

test('[CH9] nameless is when no name of at least three monitors was resolved; literal addresses say nothing of it', () => {
  const three = [nameless('shop.example'), nameless('shop.example'), nameless('pay.example')];
  expect(looksNameless(three, 5)).toBe('yes');
  expect(looksNameless([...three, seen('10.0.0.7', false), seen('[fd12::1]', false)], 5)).toBe('yes');
  expect(looksNameless([...three, seen('localhost', false), seen('', false)], 5)).toBe('yes');
  // A resolved name, with any result after it.
  expect(looksNameless([...three, seen('mail.example', false)], 5)).toBe('no');
  expect(looksNameless([...three, seen('mail.example', true)], 5)).toBe('no');
  expect(looksNameless([...three.slice(1), seen('mail.example', false, 4)], 5)).toBe('maybe');
  expect(looksNameless([...three.slice(1), nameless('10.0.0.7')], 5)).toBe('no');
  // Resolved just before the failures began, and answered after it.
  expect(looksNameless([...three, { ...seen('mail.example', false), beganAt: 4 }], 5)).toBe('yes');
});

test('[CH9] blind is when nothing on at least three other hosts answers; our own computer does not count', () => {
  const three = [seen('a', true), seen('b', true), seen('c', true)];
  expect(looksBlind(three, 5)).toBe('yes');
  expect(looksBlind([...three, seen('d', false)], 5)).toBe('no');
  // Measured before the failures began: not heard of yet.
  expect(looksBlind([...three, seen('d', false, 4)], 5)).toBe('yes');
  expect(looksBlind([seen('a', true), seen('b', false, 4), seen('c', false, 4)], 5)).toBe('maybe');
  expect(looksBlind([seen('a', true), seen('a', true), seen('b', true)], 5)).toBe('no');
  expect(looksBlind([...three.slice(1), seen('127.0.0.1', true), seen('localhost', true)], 5)).toBe('no');
  expect(looksBlind([...three, seen('127.0.0.1', false)], 5)).toBe('yes');
});

test('[CH11] unusual is far from what this hour of the day took in the last week, and says the numbers', () => {
  const now = 100 * dayMs + 14 * hourMs + 60_000;
  const hours = Array.from({ length: 24 * 8 }, (_, ago) => {
    const at = Math.floor(now / hourMs) * hourMs - ago * hourMs;
    // Nights are slow, as backups make them.
    const isNight = (at / hourMs) % 24 < 6;
    return { at, latencyMs: isNight ? 900 : 100 + (ago % 3) * 5 };
  });
  const usual = pickUsualHours(hours, now);
  expect(usual).toHaveLength(21);
  expect(decideUnusual(140, usual)).toBeNull();
  expect(decideUnusual(900, usual)).toBe(
    'slower than usual at this hour: 900 ms, usually 105 ms, up to 158 ms (21 hours of the last week)',
  );
  expect(decideUnusual(900, pickUsualHours(hours, now - 12 * hourMs))).toBeNull();
  expect(decideUnusual(9_000, usual.slice(0, 4))).toBeNull();
});

test('[CH11] one outlier among the hours changes little, and the limit never lies below what is usual', () => {
  const random = createRandom(5);
  for (let round = 0; round < 500; round++) {
    const hours = Array.from({ length: 5 + random.below(20) }, () => ({
      at: 0,
      latencyMs: random.next() * 500,
    }));
    const sorted = hours.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b);
    expect(decideUnusual(sorted[Math.floor(sorted.length / 2)] ?? 0, hours)).toBeNull();
    expect(decideUnusual(1e6, [...hours, { at: 0, latencyMs: 1e5 }])).not.toBeNull();
  }
});

test('[CH16] a posted number is unlike its habit above and below, in words with the numbers', () => {
  const usual = Array.from({ length: 20 }, (_, index) => ({ value: 100 + (index % 3) }));
  expect(decideUnusualNumber(120, usual, 'orders')).toBeNull();
  expect(decideUnusualNumber(400, usual, 'orders')).toBe(
    'more than usual at this hour: 400 orders, usually 101 orders, from 50.5 orders to 151.5 orders (20 hours of the last week)',
  );
  expect(decideUnusualNumber(3, usual, '')).toBe(
    'less than usual at this hour: 3, usually 101, from 50.5 to 151.5 (20 hours of the last week)',
  );
  expect(decideUnusualNumber(400, usual.slice(0, 4), '')).toBeNull();
  // What was never anything but none is unlike itself with the first.
  expect(
    decideUnusualNumber(
      1,
      Array.from({ length: 6 }, () => ({ value: 0 })),
      '%',
    ),
  ).toContain('usually 0 %');
});

test('[CH16] hours of posted numbers outlive a restart, are kept for a week, and go with their monitor', async () => {
  await using kept = openTemporaryDatabase();
  const log = { info() {}, warn() {}, error() {}, debug() {} };
  const database = kept;
  const before = openNumberHours({ database, log });
  for (let hour = 0; hour < 24 * 10; hour += 1)
    for (const minute of [0, 20, 40]) before.add('m', hour * hourMs + minute * 60_000, hour + minute / 20);
  const last = 24 * 10 - 1;
  expect(before.hours('m').at(-1)).toEqual({ at: (last - 1) * hourMs, value: last });
  expect(before.hours('m')).toHaveLength(24 * 8);
  const after = openNumberHours({ database, log });
  expect(after.hours('m').at(-1)).toEqual(before.hours('m').at(-1));
  // The hour that goes on goes on.
  after.add('m', last * hourMs + 50 * 60_000, last + 1);
  after.add('m', (last + 1) * hourMs, 0);
  expect(after.hours('m').at(-1)).toEqual({ at: last * hourMs, value: last + 1 });
  after.forget('m');
  expect(openNumberHours({ database, log }).hours('m')).toEqual([]);
});

test('[CH12] each threshold of a certificate is said once, and a new certificate begins anew', () => {
  let kept: KeptCertificate | null = null;
  const said: string[] = [];
  const look = (fingerprint: string, daysLeft: number) => {
    const decision = decideCertificate(kept, { fingerprint, expiresAt: daysLeft * dayMs }, 0);
    kept = decision.kept;
    if (decision.say !== null) said.push(`${fingerprint} ${decision.say}`);
  };
  for (let left = 40; left >= -2; left -= 0.5) look('old', left);
  look('new', 90);
  look('new', 6);
  look('new', 5);
  expect(said).toEqual(['old 30', 'old 14', 'old 7', 'old 1', 'new 7']);
});

const summary = (change: Partial<IncidentSummary> = {}) =>
  ({ drill: false, status: 'triage', monitorsDown: [], ...change }) as unknown as IncidentSummary;
const fact = (kind: string, by: string) => ({ kind, by }) as unknown as Fact;

const decide = (change: Partial<IncidentSummary>, facts: Fact[], mayResolve = true) =>
  decideRecovery(summary(change), facts, mayResolve).why;

test('[CH10] it resolves by itself only where every check says so and nobody began to work', () => {
  const machines = [
    fact('declared', 'monitor:a'),
    fact('check-down', 'intake:x'),
    fact('numbered', 'server'),
  ];
  expect(decide({}, machines)).toBe('all-recovered-and-nobody-at-work');
  expect(decide({}, [...machines, fact('joined', 'ana'), fact('acknowledged', 'ana')])).toBe(
    'all-recovered-and-nobody-at-work',
  );
  expect(decide({}, [...machines, fact('claimed', 'ana')])).toBe('somebody-is-at-work');
  expect(decide({}, machines, false)).toBe('not-all-resolve-by-themselves');
  expect(decide({ status: 'identified' }, machines)).toBe('too-far-along');
  expect(decide({ monitorsDown: ['b'] }, machines)).toBe('others-are-down');
  expect(decide({ status: 'resolved' }, machines)).toBe('not-open');
  expect(decide({ drill: true }, machines)).toBe('not-open');
});

test('[CH14] no machine that joined resolves an incident that a person or a report declared', () => {
  const joined = [fact('check-down', 'intake:x'), fact('numbered', 'server')];
  expect(decide({}, [fact('declared', 'intake:report'), ...joined])).toBe('not-declared-by-them');
  expect(decide({}, [fact('declared', 'intake:x'), ...joined])).toBe('all-recovered-and-nobody-at-work');
});

const judged = (isDegradedTold: boolean, degradedSeverity?: 'P4') => ({
  standing: { status: 'up' as const, isDegradedTold },
  settings: { degradedSeverity },
  thresholds: { confirmations: 3, recoveries: 2 },
});

test('[CH15] an incident for degraded where it was asked for, after as many results as down would need', () => {
  const row = (status: 'up' | 'degraded', count: number, how: ReturnType<typeof judged>) => {
    const counts = countDegraded();
    const sample = { at: 0, status, latencyMs: null, reason: null };
    return Array.from({ length: count }, () => counts.take('m', sample, how));
  };
  expect(row('degraded', 4, judged(false))).toEqual([null, null, 'remark', null]);
  // Asked again until it could be told.
  expect(row('degraded', 4, judged(false, 'P4'))).toEqual([null, null, 'tell', 'tell']);
  expect(row('degraded', 4, judged(true, 'P4'))).toEqual([null, null, null, null]);
  expect(row('up', 2, judged(true))).toEqual([null, 'recovered']);
});

test('[CH15] a certificate counts as not well from its last fourteen days on', () => {
  const day = 86_400_000;
  expect(whyEndsSoon(null, 0)).toBeNull();
  expect(whyEndsSoon({ expiresAt: 15 * day }, 0)).toBeNull();
  expect(whyEndsSoon({ expiresAt: 14 * day }, 0)).toBe('its certificate expires in 14 days');
  expect(whyEndsSoon({ expiresAt: 1.5 * day }, 0)).toBe('its certificate expires in 1 day');
});

const view = (name: string, status: LocationView['status'], reason: string | null = null): LocationView => ({
  name,
  status,
  reason,
});
const office = (status: LocationView['status']) => view('Office', status);
const shop = (status: LocationView['status']) => view('Shop', status);
const server = (status: LocationView['status']) =>
  view('the server', status, status === 'down' ? 'refused' : null);

test('[CH19] down takes as many locations as the quorum; until then the reason says who saw what', () => {
  expect(decideTogether([server('up'), office('up'), shop('up')], 2)).toEqual({ status: 'up', reason: null });
  expect(decideTogether([server('down'), office('up'), shop('up')], 2)).toEqual({
    status: 'degraded',
    reason: 'down from the server, up from Office and Shop; down needs 2 locations (refused)',
  });
  expect(decideTogether([server('down'), office('down'), shop('up')], 2)).toEqual({
    status: 'down',
    reason: 'down from the server and Office (refused), up from Shop',
  });
  expect(decideTogether([server('up'), office('degraded'), shop('up')], 2)).toEqual({
    status: 'degraded',
    reason: 'degraded from Office',
  });
  expect([1, 2, 3, 4].map((count) => quorumOf({ locations: Array.from({ length: count }, String) }))).toEqual(
    [1, 2, 2, 3],
  );
});

test('[CH20] a silent location is neither up nor down, and holds back no alert', () => {
  const silent = view('Office', 'unknown');
  expect(decideTogether([server('up'), silent], 2)).toEqual({ status: 'up', reason: null });
  expect(decideTogether([server('down'), silent], 2)).toEqual({
    status: 'down',
    reason: 'down from the server (refused); no result from Office',
  });
  expect(decideTogether([silent], 1)).toEqual({ status: 'unknown', reason: 'no result from Office' });
});
