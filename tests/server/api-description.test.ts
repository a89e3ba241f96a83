import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type RunningServer } from '../helpers/server.ts';

type Operation = {
  operationId: string;
  responses: Record<string, { content?: Record<string, unknown> }>;
  parameters: { name: string; in: string; required: boolean }[];
  requestBody?: { content: { 'application/json': { schema: Record<string, unknown> } } };
  security?: unknown[];
};
type Description = { openapi: string; paths: Record<string, Record<string, Operation>> };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('[HT2] the API describes itself: every route of the contract, with bodies, answers and problems', async () => {
  const { body } = await server.api<Description>('/api/v1/openapi.json', { token: null });
  expect(body.openapi).toBe('3.1.0');
  const operations = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const doors = operations.filter((each) => !each.includes(' /api/'));
  expect(doors.toSorted()).toEqual([
    'GET /acknowledge/{code}',
    'GET /beat/{token}',
    'GET /beat/{token}/{what}',
    'GET /calendar/{code}.ics',
    'GET /dial/{code}.xml',
    'GET /healthz',
    'GET /metrics',
    'GET /readyz',
    'GET /receipt/{code}',
    'GET /reply/{code}',
    'GET /report/{key}',
    'GET /status/{slug}/{file}',
    'GET /u/{token}',
    'POST /acknowledge/{code}',
    'POST /beat/{token}',
    'POST /beat/{token}/{what}',
    'POST /dial/{code}.xml',
    'POST /intake/{key}/{format}',
    'POST /reply/{code}',
    'POST /report/{key}',
    'POST /status/{slug}/subscribe',
    'POST /u/{token}',
    'POST /v2/change/enqueue',
    'POST /v2/enqueue',
  ]);
  // Each is there: what is unknown to it is refused by the door itself, not as an unknown path.
  for (const door of doors) {
    const [method = '', path = ''] = door.split(' ');
    expect(body.paths[path]?.[method.toLowerCase()]?.security).toEqual([]);
    const { body: answer } = await server.api<{ detail?: string } | string>(
      path.replace('{what}', 'start').replaceAll(/[{}]/g, ''),
      {
        method,
        token: null,
      },
    );
    expect(JSON.stringify(answer ?? ''), door).not.toMatch(/There is nothing at|<div id=.?.?root/);
  }
  expect(operations.filter((each) => each.includes(' /api/')).toSorted()).toEqual([
    'DELETE /api/v1/attachments/{sha256}',
    'DELETE /api/v1/channels/{id}',
    'DELETE /api/v1/channels/{id}/replies',
    'DELETE /api/v1/hub',
    'DELETE /api/v1/hub/invitations/{id}',
    'DELETE /api/v1/hub/people/{id}',
    'DELETE /api/v1/intakes/{id}',
    'DELETE /api/v1/invitations/{id}',
    'DELETE /api/v1/maintenance/{id}',
    'DELETE /api/v1/monitors/{id}',
    'DELETE /api/v1/pages/{id}',
    'DELETE /api/v1/pages/{id}/subscribers/{subscriber}',
    'DELETE /api/v1/people/{id}',
    'DELETE /api/v1/people/{id}/calendar',
    'DELETE /api/v1/policies/{id}',
    'DELETE /api/v1/roles/{name}',
    'DELETE /api/v1/schedules/{id}',
    'DELETE /api/v1/schedules/{id}/calendar',
    'DELETE /api/v1/schedules/{id}/dial',
    'DELETE /api/v1/schedules/{id}/overrides/{override}',
    'DELETE /api/v1/schedules/{id}/swaps/{swap}',
    'DELETE /api/v1/services/{id}',
    'DELETE /api/v1/severities/{name}',
    'GET /api/v1/action-items',
    'GET /api/v1/attachments',
    'GET /api/v1/attachments/erased',
    'GET /api/v1/attachments/{sha256}',
    'GET /api/v1/bridge',
    'GET /api/v1/channel-kinds',
    'GET /api/v1/channels',
    'GET /api/v1/channels/{id}',
    'GET /api/v1/check-kinds',
    'GET /api/v1/communication-checks',
    'GET /api/v1/configuration',
    'GET /api/v1/configuration/export.yaml',
    'GET /api/v1/deliveries',
    'GET /api/v1/hub',
    'GET /api/v1/hub/door',
    'GET /api/v1/hub/invitations',
    'GET /api/v1/incidents',
    'GET /api/v1/incidents/{id}',
    'GET /api/v1/incidents/{id}/history',
    'GET /api/v1/incidents/{id}/record.muster',
    'GET /api/v1/incidents/{id}/review.docx',
    'GET /api/v1/incidents/{id}/review.html',
    'GET /api/v1/incidents/{id}/review.json',
    'GET /api/v1/incidents/{id}/review.md',
    'GET /api/v1/insights',
    'GET /api/v1/insights.csv',
    'GET /api/v1/intake-kinds',
    'GET /api/v1/intakes',
    'GET /api/v1/intakes/{id}',
    'GET /api/v1/intakes/{id}/misunderstood',
    'GET /api/v1/invitations',
    'GET /api/v1/maintenance',
    'GET /api/v1/maintenance/{id}',
    'GET /api/v1/me',
    'GET /api/v1/me/test-page',
    'GET /api/v1/monitoring',
    'GET /api/v1/monitors',
    'GET /api/v1/monitors/overview',
    'GET /api/v1/monitors/{id}',
    'GET /api/v1/monitors/{id}/beats',
    'GET /api/v1/monitors/{id}/evidence',
    'GET /api/v1/monitors/{id}/evidence/{at}/screenshot',
    'GET /api/v1/monitors/{id}/history',
    'GET /api/v1/monitors/{id}/last-result',
    'GET /api/v1/monitors/{id}/outages',
    'GET /api/v1/monitors/{id}/samples',
    'GET /api/v1/monitors/{id}/uptime',
    'GET /api/v1/on-call',
    'GET /api/v1/open-pages',
    'GET /api/v1/pages',
    'GET /api/v1/pages/ask',
    'GET /api/v1/pages/away',
    'GET /api/v1/pages/{id}',
    'GET /api/v1/pages/{id}/state',
    'GET /api/v1/pages/{id}/subscribers',
    'GET /api/v1/pages/{id}/subscribers/{subscriber}',
    'GET /api/v1/pages/{id}/updates',
    'GET /api/v1/passes/{key}',
    'GET /api/v1/people',
    'GET /api/v1/people/{id}',
    'GET /api/v1/playbooks/statistics',
    'GET /api/v1/policies',
    'GET /api/v1/policies/trouble',
    'GET /api/v1/policies/{id}',
    'GET /api/v1/reports',
    'GET /api/v1/reports/{id}',
    'GET /api/v1/reports/{id}/files/{place}',
    'GET /api/v1/roles',
    'GET /api/v1/roles/{name}',
    'GET /api/v1/schedules',
    'GET /api/v1/schedules/{id}',
    'GET /api/v1/schedules/{id}/overrides',
    'GET /api/v1/schedules/{id}/shifts',
    'GET /api/v1/schedules/{id}/swaps',
    'GET /api/v1/services',
    'GET /api/v1/services/{id}',
    'GET /api/v1/severities',
    'GET /api/v1/severities/{name}',
    'GET /api/v1/store',
    'GET /api/v1/time',
    'POST /api/v1/attachments/missing',
    'POST /api/v1/channels',
    'POST /api/v1/channels/{id}/replies',
    'POST /api/v1/channels/{id}/test',
    'POST /api/v1/communication-checks',
    'POST /api/v1/configuration/import',
    'POST /api/v1/configuration/reload',
    'POST /api/v1/hub',
    'POST /api/v1/hub/accept',
    'POST /api/v1/hub/invitations',
    'POST /api/v1/hub/people/{id}',
    'POST /api/v1/hub/proof',
    'POST /api/v1/incidents',
    'POST /api/v1/incidents/import',
    'POST /api/v1/incidents/{id}/facts',
    'POST /api/v1/incidents/{id}/page',
    'POST /api/v1/incidents/{id}/page/preview',
    'POST /api/v1/incidents/{id}/updates',
    'POST /api/v1/intakes',
    'POST /api/v1/intakes/{id}/key',
    'POST /api/v1/invitations',
    'POST /api/v1/invitations/accept',
    'POST /api/v1/maintenance',
    'POST /api/v1/me/test-page',
    'POST /api/v1/monitors',
    'POST /api/v1/monitors/try',
    'POST /api/v1/monitors/{id}/beat-address',
    'POST /api/v1/monitors/{id}/run',
    'POST /api/v1/open-pages/{id}/answer',
    'POST /api/v1/pages',
    'POST /api/v1/pages/{id}/publish',
    'POST /api/v1/pages/{id}/subscribers',
    'POST /api/v1/pages/{id}/subscribers/import',
    'POST /api/v1/pages/{id}/subscribers/{subscriber}/letters/{letter}/again',
    'POST /api/v1/pages/{id}/updates',
    'POST /api/v1/people',
    'POST /api/v1/people/{id}/calendar',
    'POST /api/v1/people/{id}/confirm',
    'POST /api/v1/policies',
    'POST /api/v1/policies/defaults',
    'POST /api/v1/policies/dry-run',
    'POST /api/v1/reports/{id}/decision',
    'POST /api/v1/schedules',
    'POST /api/v1/schedules/preview',
    'POST /api/v1/schedules/{id}/calendar',
    'POST /api/v1/schedules/{id}/dial',
    'POST /api/v1/schedules/{id}/overrides',
    'POST /api/v1/schedules/{id}/swaps',
    'POST /api/v1/schedules/{id}/swaps/{swap}/accept',
    'POST /api/v1/services',
    'PUT /api/v1/attachments/{sha256}',
    'PUT /api/v1/bridge',
    'PUT /api/v1/channels/{id}',
    'PUT /api/v1/intakes/{id}',
    'PUT /api/v1/maintenance/{id}',
    'PUT /api/v1/monitoring',
    'PUT /api/v1/monitors/{id}',
    'PUT /api/v1/pages/{id}',
    'PUT /api/v1/people/{id}',
    'PUT /api/v1/policies/{id}',
    'PUT /api/v1/roles/{name}',
    'PUT /api/v1/schedules/{id}',
    'PUT /api/v1/services/{id}',
    'PUT /api/v1/severities/{name}',
  ]);
  const all = Object.values(body.paths).flatMap((methods) => Object.values(methods));
  expect(new Set(all.map(({ operationId }) => operationId)).size).toBe(all.length);
  for (const operation of all) {
    expect(operation.responses['default']?.content).toHaveProperty(['application/problem+json']);
    for (const parameter of operation.parameters) expect(parameter.in === 'path').toBe(parameter.required);
  }
  const declare = body.paths['/api/v1/incidents']?.['post']?.requestBody?.content['application/json'].schema;
  expect(declare).toMatchObject({
    type: 'object',
    required: ['title'],
    properties: { title: { type: 'string', maxLength: 300 }, severity: { enum: ['P1', 'P2', 'P3', 'P4'] } },
  });
  expect(body.paths['/api/v1/invitations/accept']?.['post']?.security).toEqual([]);
});

test('[HT5] the time is the clock of the team', async () => {
  const { body } = await server.api<{ now: number }>('/api/v1/time');
  expect(Math.abs(body.now - Date.now())).toBeLessThan(2_000);
});
