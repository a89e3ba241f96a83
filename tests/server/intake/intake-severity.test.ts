// An alert that grows worse, over real HTTP.
import { expect, test } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { startServer } from '../../helpers/server.ts';

test('[IT9] a worse alert raises the severity; a severity that a person set stays, and the room is told once', async () => {
  await using server = await startServer();
  const intake = { name: 'Pager', kind: 'pagerduty' };
  const { key } = (await server.api<{ key: string }>('/api/v1/intakes', { json: intake })).body;
  const say = async (severity: string, dedup = 'queue') => {
    const { status, body } = await server.api('/v2/enqueue', {
      token: null,
      json: {
        routing_key: key,
        event_action: 'trigger',
        dedup_key: dedup,
        payload: { summary: 'Queue grows', source: 'db-1', severity },
      },
    });
    expect(status, JSON.stringify(body)).toBe(202);
  };
  const incident = async () => {
    const { body } = await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all');
    expect(body.items).toHaveLength(1);
    return body.items[0]!;
  };
  const told = async (kind: Fact['kind']) => {
    const { body } = await server.api<{ timeline: { fact: Fact }[] }>(
      `/api/v1/incidents/${(await incident()).id}`,
    );
    return body.timeline.map(({ fact }) => fact).filter((fact) => fact.kind === kind);
  };
  await say('warning');
  expect((await incident()).severity).toBe('P3');
  await say('error');
  expect((await incident()).severity).toBe('P2');
  // Better news do not lower it, and the same again says nothing.
  await say('info');
  await say('error');
  expect(await told('severity')).toMatchObject([{ severity: 'P2', why: '“Queue grows” is P2 now' }]);
  await server.api(`/api/v1/incidents/${(await incident()).id}/facts`, {
    json: { kind: 'severity', severity: 'P3', why: 'only the test shop' },
  });
  await say('critical');
  await say('critical');
  expect((await incident()).severity).toBe('P3');
  expect(await told('note')).toMatchObject([
    { text: '“Queue grows” is P1 now. The severity stays P3, which a person set.' },
  ]);
});

test('[IT9] an alert that joins an incident raises it, too; without a severity it says nothing about one', async () => {
  await using server = await startServer();
  const intake = { name: 'Pager', kind: 'webhook', service: 'payments', settings: { severity: 'P4' } };
  const { path } = (await server.api<{ path: string }>('/api/v1/intakes', { json: intake })).body;
  const say = async (json: object) =>
    (await server.api<{ alerts: { outcome: string; incident: string }[] }>(path, { token: null, json })).body
      .alerts[0]!;
  const first = await say({ summary: 'Queue grows', dedup: 'queue' });
  const second = await say({ summary: 'Pool exhausted', dedup: 'pool', severity: 'critical' });
  expect([first.outcome, second.outcome, second.incident]).toEqual(['declared', 'joined', first.incident]);
  const { body } = await server.api<{ severity: { value: string }; timeline: { fact: Fact }[] }>(
    `/api/v1/incidents/${first.incident}`,
  );
  expect(body.severity.value).toBe('P1');
  expect(body.timeline.map(({ fact }) => fact).filter(({ kind }) => kind === 'severity')).toMatchObject([
    { severity: 'P1', why: '“Pool exhausted” is P1 now' },
  ]);
  // An alert without a severity of its own says nothing about one.
  await say({ summary: 'Pool exhausted still', dedup: 'pool' });
  const { body: later } = await server.api<{ severity: { value: string } }>(
    `/api/v1/incidents/${first.incident}`,
  );
  expect(later.severity.value).toBe('P1');
});
