import { expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { summaryOf } from '#room/fixtures/summaries.ts';
import { decideDown, decideUp, type OutageSubject } from './declare.ts';

const monitor = (change: Partial<OutageSubject> = {}): OutageSubject => ({
  id: 'checkout',
  name: 'Checkout',
  service: null,
  severity: null,
  ancestors: [],
  descendants: [],
  resolvesByItself: false,
  lastIncident: null,
  source: { kind: 'monitor' },
  ...change,
});

const incident = (change: Partial<IncidentSummary>): IncidentSummary =>
  summaryOf({ id: 'a', title: 'Something', severityIsSet: false, declaredAt: 0, ...change });

test('[CH3] with nothing open an incident is declared', () => {
  expect(decideDown(monitor(), [])).toEqual({ kind: 'declare', why: 'nothing-open' });
});

test('[CH3] a second monitor of the same service joins the incident that is open', () => {
  const open = [incident({ id: 'a', service: 'shop', monitorsDown: ['search'] }), incident({ id: 'b' })];
  expect(decideDown(monitor({ service: 'shop' }), open)).toEqual({
    kind: 'join',
    incident: 'a',
    why: 'same-service',
  });
  expect(decideDown(monitor({ service: 'mail' }), open)).toMatchObject({ kind: 'declare' });
});

test('[CH3] [SV2] another name of the service is the same service', () => {
  const open = [incident({ id: 'a', service: 'Checkout' })];
  const services = [
    {
      id: 's',
      name: 'checkout',
      owner: null,
      tier: null,
      dependsOn: [],
      links: [],
      aliases: ['shop'],
      runbook: null,
      description: null,
    },
  ];
  expect(decideDown(monitor({ service: 'Shop' }), open)).toMatchObject({ kind: 'declare' });
  expect(decideDown(monitor({ service: 'Shop' }), open, services)).toMatchObject({
    kind: 'join',
    incident: 'a',
    why: 'same-service',
  });
});

test('[CH3] of two open incidents of the service the older one is joined', () => {
  const open = [
    incident({ id: 'new', service: 'shop', declaredAt: 2 }),
    incident({ id: 'old', service: 'shop', declaredAt: 1 }),
  ];
  expect(decideDown(monitor({ service: 'shop' }), open)).toMatchObject({ incident: 'old' });
});

test('[CH3] a monitor without service that fails again joins its own incident while that is open', () => {
  const flapping = monitor({ lastIncident: 'a' });
  expect(decideDown(flapping, [incident({ id: 'a' })])).toEqual({
    kind: 'join',
    incident: 'a',
    why: 'same-monitor',
  });
  expect(decideDown(flapping, [incident({ id: 'a', status: 'resolved' })])).toMatchObject({
    kind: 'declare',
  });
});

test('[CH3] a drill is not joined, nor what is resolved or closed', () => {
  const shop = { service: 'shop', monitorsDown: ['checkout'] };
  const others = [
    incident({ id: 'drill', drill: true, ...shop }),
    incident({ id: 'resolved', status: 'resolved', ...shop }),
    incident({ id: 'closed', status: 'closed', ...shop }),
  ];
  expect(decideDown(monitor({ service: 'shop' }), others)).toMatchObject({ kind: 'declare' });
});

test('[CH3] a monitor that depends on a failed one joins its incident', () => {
  const open = [incident({ id: 'a', monitorsDown: ['router'] })];
  expect(decideDown(monitor({ ancestors: ['switch', 'router'] }), open)).toEqual({
    kind: 'join',
    incident: 'a',
    why: 'same-as-parent',
  });
});

test('[CH3] a monitor that others depend on joins the incident in which they failed first', () => {
  const open = [incident({ id: 'a', monitorsDown: ['shop'] })];
  expect(decideDown(monitor({ descendants: ['shop'] }), open)).toMatchObject({ why: 'same-as-child' });
});

test('[CH5] a room that holds this outage is not told twice', () => {
  const open = [incident({ id: 'a', monitorsDown: ['checkout'] })];
  expect(decideDown(monitor(), open)).toEqual({ kind: 'nothing', incident: 'a', why: 'already-down-there' });
});

test('[CH3] recovery is told wherever it counts as down, even where people resolved already', () => {
  const rooms = [
    incident({ id: 'a', monitorsDown: ['checkout', 'search'] }),
    incident({ id: 'b', monitorsDown: ['search'] }),
    incident({ id: 'c', status: 'resolved', monitorsDown: ['checkout'] }),
    incident({ id: 'd', status: 'closed', monitorsDown: ['checkout'] }),
  ];
  expect(decideUp(monitor(), rooms)).toEqual(['a', 'c']);
});
