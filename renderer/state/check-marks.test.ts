import { expect, test } from 'vitest';
import { monitorOf, summaryOf } from '#room/fixtures/summaries.ts';
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { countChecks, markChecks } from './check-marks.ts';

const incident = (id: string, change: Partial<IncidentSummary> = {}): IncidentSummary =>
  summaryOf({ id, acknowledgedAt: 1500, lastNoted: 2000, ...change });
const monitor = (id: string, change: Partial<MonitorState> = {}): MonitorState =>
  monitorOf({ id, ...change });

test('gives a check in trouble the worst open incident it is part of', () => {
  const incidents = [
    incident('minor', { severity: 'P3', monitorsDown: ['db'] }),
    incident('worst', { severity: 'P1', monitorsDown: ['db'] }),
    incident('over', { severity: 'P1', status: 'resolved', monitorsDown: ['web'] }),
  ];
  const marks = markChecks(
    [monitor('api'), monitor('web', { status: 'degraded' }), monitor('db', { status: 'down' })],
    incidents,
  );
  expect(
    marks.map(({ monitor, isTrouble, incident }) => [monitor.id, isTrouble, incident?.id ?? null]),
  ).toEqual([
    ['db', true, 'worst'],
    ['web', true, null],
    ['api', false, null],
  ]);
});

test('counts checks in words, worst first', () => {
  const monitors = [
    monitor('a'),
    monitor('b', { status: 'down' }),
    monitor('c'),
    monitor('d', { status: 'pending' }),
  ];
  expect(countChecks(monitors)).toBe('1 down, 2 up, 1 not measured yet');
});

test('[CH8] a check that another explains is no trouble of its own, and is counted apart', () => {
  const monitors = [
    monitor('router', { status: 'down' }),
    monitor('shop', { status: 'down', suppressedBy: 'router' }),
    monitor('mail', { status: 'maintenance', maintenanceUntil: 9 }),
  ];
  expect(markChecks(monitors, []).map(({ monitor: { id }, isTrouble }) => `${id} ${isTrouble}`)).toEqual([
    'router true',
    'mail false',
    'shop false',
  ]);
  expect(countChecks(monitors)).toBe('1 down, 1 explained by another check, 1 in maintenance');
});
