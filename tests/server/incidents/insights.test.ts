import { expect, test } from 'vitest';
import type { Insights } from '#room/insights/insights.ts';
import type { Panel } from '#room/insights/panel.ts';
import { startServer } from '../../helpers/server.ts';

const path = '/api/v1/insights';

test('[NU2] [NU4] the numbers follow the rooms, open their incidents, and survive a restart', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const declare = async (title: string, more: object) => {
    const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title, ...more } });
    return body.id;
  };
  const shop = await declare('Checkout fails', { severity: 'P1', service: 'shop' });
  const drill = await declare('A drill', { severity: 'P2', drill: true });
  await declare('=HYPERLINK("x"), quoted', { service: 'search' });
  await server.api(`/api/v1/incidents/${shop}/facts`, {
    json: [
      { kind: 'severity', severity: 'P3' },
      { kind: 'acknowledged' },
      { kind: 'status', status: 'resolved' },
    ],
  });
  const read = async (query = '') =>
    (await server.api<Insights & { notIndexed: number }>(`${path}${query}`)).body;
  await expect
    .poll(async () => (await read('?service=SHOP')).phases.find(({ phase }) => phase === 'resolve')?.n)
    .toBe(1);
  // Each room is counted by itself, a moment after its last fact.
  await expect.poll(async () => (await read()).notIndexed).toBe(0);
  const insights = await read();
  expect(insights.count.now).toBe(2);
  expect(insights.excluded.drills).toEqual([drill]);
  const all = await read('?drills=true');
  expect([all.count.now, all.excluded.drills]).toEqual([3, []]);
  expect(all.incidents.map(({ id }) => id)).toContain(drill);
  // A P1 that was lowered stays a P1.
  expect(insights.severities.find(({ severity }) => severity === 'P1')?.incidents).toEqual([shop]);
  expect(insights.phases.every(({ change }) => change.verdict === 'too few')).toBe(true);
  const csv = await server.api<string>(`${path}.csv`);
  expect(csv.headers.get('content-type')).toContain('text/csv');
  expect(csv.body.split('\r\n')).toHaveLength(4);
  expect(csv.body).not.toContain('A drill');
  expect((await server.api<string>(`${path}.csv?drills=true`)).body).toMatch(/,A drill,[^\n]*,true,/u);
  expect(csv.body).toContain(`"'=HYPERLINK(""x""), quoted"`);
  await server.restart();
  expect((await read()).count.now).toBe(2);
});

test('[NU4] a wrong period is refused by its field', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  for (const [query, field] of [
    ['?from=yesterday', 'from'],
    ['?from=2026-02-01&to=2026-01-01', 'from'],
    ['?colour=red', 'colour'],
  ] as const) {
    const { status, body } = await server.api(`${path}${query}`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  }
});

const paged = (person: string) => ({ kind: 'paged', person, channel: 'mail', outcome: { ok: true } });

test('[NU6] the panels open their incidents; pages of others are told to owners alone', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: bo } = await server.api<{ id: string; token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  const { body: shop } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout fails', service: 'shop' },
  });
  const json = [
    { kind: 'review', causes: ['Disk full'] },
    { kind: 'action-item', text: 'Rotate' },
  ];
  await server.api(`/api/v1/incidents/${shop.id}/facts`, { json });
  const panel = async (id: string, token?: string) =>
    (await server.api<Panel>(`${path}/panels/${id}?zone=Europe/Berlin`, token === undefined ? {} : { token }))
      .body;
  await expect
    .poll(async () => (await panel('causes')).rows)
    .toEqual([{ cells: ['disk full', 'shop', 1], incidents: [shop.id] }]);
  expect((await panel('items')).rows.map(({ cells }) => cells.slice(1))).toEqual([[1, 0, 0, 0]]);
  expect((await panel('failures')).rows).toEqual([
    { cells: ['shop', 1, 0, null, null], incidents: [shop.id] },
  ]);
  const { body: csv } = await server.api<string>(`${path}/panels/failures/csv`);
  expect(csv).toBe('service,incidents,gaps,mean_seconds,median_seconds\r\nshop,1,0,,\r\n');
  expect((await server.api(`${path}/panels?zone=Mars`)).status).toBe(400);
  expect((await server.api(`${path}/panels/graph`)).status).toBe(400);
  const written = await server.api(`/api/v1/incidents/${shop.id}/facts`, {
    json: [paged(bo.id), paged(me.id)],
  });
  expect(written.status, JSON.stringify(written.body)).toBe(201);
  const names = async (token?: string) => (await panel('people', token)).rows.map(({ cells }) => cells[0]);
  await expect.poll(() => names()).toEqual(['Ana', 'Bo']);
  expect(await names(bo.token)).toEqual(['Bo']);
});

test('[NU8] [NU9] the cost by a team’s own figures is a range, as a table too; notes on a quarter are kept', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const put = (at: string, json: object, token?: string) =>
    server.api<{ at: number }>(at, { method: 'PUT', json, ...(token !== undefined && { token }) });
  expect(
    (await put('/api/v1/severities/P2', { costPerMinute: { low: 5, high: 5, currency: 'eur' } })).status,
  ).toBe(400);
  const figures = { low: 5, high: 20, currency: 'eur' };
  expect((await put('/api/v1/severities/P2', { costPerMinute: figures })).status).toBe(200);
  const { body: shop } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Checkout fails', service: 'shop', severity: 'P2' },
  });
  const began = Date.now() - 30 * 60_000;
  await server.api(`/api/v1/incidents/${shop.id}/facts`, {
    json: [
      { kind: 'impact', users: 'critical' },
      { kind: 'impact-began', at: began },
      { kind: 'impact-ended', at: began + 10 * 60_000 },
      { kind: 'severity', severity: 'P3' },
    ],
  });
  const panel = async (id: string) => (await server.api<Panel>(`${path}/panels/${id}`)).body.rows;
  await expect
    .poll(async () => (await panel('cost'))[0]?.cells)
    .toEqual(['All of them', null, 600_000, 50, 200, 'EUR']);
  const { body: csv } = await server.api<string>(`${path}/panels/cost/csv`);
  expect(csv.split('\r\n')[1]).toBe('All of them,,600,50,200,EUR');
  expect((await panel('severities'))[0]?.cells.slice(1)).toEqual(['P2', 'P2', 'P3', 0, 1, 'P1', 'set lower']);
  // The figures of a service stand before those of a severity.
  await server.api('/api/v1/services', {
    json: { name: 'Shop', costPerMinute: { low: 1, high: 2, currency: 'USD' } },
  });
  expect((await panel('cost'))[0]?.cells).toEqual(['All of them', null, 600_000, 10, 20, 'USD']);

  const notes = '/api/v1/severity-reviews';
  const kept = await put(`${notes}/2026-Q4`, { text: 'P2 is set too low when data is at risk', at: null });
  expect(kept.status).toBe(200);
  expect((await put(`${notes}/2026-Q4`, { text: 'Unseen', at: null })).status).toBe(412);
  expect((await put(`${notes}/2026-Q4`, { text: 'Agreed', at: kept.body.at })).status).toBe(200);
  expect((await put(`${notes}/2026-Q5`, { text: 'x', at: null })).status).toBe(400);
  const { body: viewer } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vera', role: 'viewer' },
  });
  expect((await put(`${notes}/2026-Q3`, { text: 'x', at: null }, viewer.token)).status).toBe(403);
  await server.restart();
  const { body } = await server.api<{ items: { text: string }[] }>(notes, { token: viewer.token });
  expect(body.items.map(({ text }) => text)).toEqual(['Agreed']);
});
