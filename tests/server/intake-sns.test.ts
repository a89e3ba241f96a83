// Amazon SNS over real HTTP, as CloudWatch sends through it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

type Intake = { id: string; path: string; lastError: string | null };
const read = async (id: string) => (await server.api<Intake>(`/api/v1/intakes/${id}`)).body;
const post = (path: string, body: unknown, headers: Record<string, string>) =>
  server.api<{ detail?: string }>(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
    token: null,
  });
const incidents = async (title: string) =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items.filter(
    (each) => each.title === title,
  );

test('[IT15] CloudWatch through SNS fires and resolves; a forged question confirms nothing and is kept with its reason', async () => {
  const json = { name: 'CloudWatch', kind: 'webhook' };
  const { id, path } = (await server.api<Intake>('/api/v1/intakes', { json })).body;
  const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms';
  const type = { 'content-type': 'text/plain; charset=UTF-8', 'x-amz-sns-message-type': 'Notification' };
  const alarm = (state: string) => ({
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: topic,
    Subject: `${state}: "db cpu" in EU (Frankfurt)`,
    Message: JSON.stringify({
      AlarmName: 'db cpu',
      NewStateValue: state,
      NewStateReason: 'Threshold Crossed',
      AlarmArn: 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:db cpu',
    }),
  });
  expect((await post(path, alarm('ALARM'), type)).status).toBe(202);
  expect((await incidents('db cpu'))[0]?.status).toBe('triage');
  expect((await post(path, alarm('OK'), type)).status).toBe(202);
  expect((await incidents('db cpu')).map(({ status }) => status)).toEqual(['resolved']);

  const question = {
    Type: 'SubscriptionConfirmation',
    TopicArn: topic,
    Message: 'You have chosen to subscribe.',
    Token: 't',
    SubscribeURL: `${server.url}/?Action=ConfirmSubscription`,
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/a.pem',
    SignatureVersion: '2',
    Signature: 'AAAA',
  };
  const refused = await post(path, question, type);
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('not confirmed')]);
  const kept = await server.api<{ items: { reason: string; taken: boolean }[] }>(
    `/api/v1/intakes/${id}/misunderstood`,
  );
  expect(kept.body.items[0]).toMatchObject({ taken: false, reason: expect.stringContaining(topic) });
  const goodbye = { ...question, Type: 'UnsubscribeConfirmation' };
  expect((await post(path, goodbye, type)).status).toBe(200);
  expect((await read(id)).lastError).toContain('no longer sends here');
  // Raw delivery has no envelope.
  expect((await post(path, 'Disk full\non db-1', type)).status).toBe(202);
  expect(await incidents('Disk full')).toHaveLength(1);
});
