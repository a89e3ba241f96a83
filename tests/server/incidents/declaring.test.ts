// DC: what can be said when an incident is declared, and where it is read.
import { expect, test } from 'vitest';
import { startServer } from '../../helpers/server.ts';

type Summary = { id: string; nature?: string; noticed?: string };
type Refused = { errors?: { field: string }[] };

test('[DC1] [DC4] nature and first notice are kept, listed and told in the review; bad ones are named', async () => {
  await using server = await startServer();
  const declare = (json: object) =>
    server.api<{ id: string } & Refused>('/api/v1/incidents', { json: { title: 'Cards fail', ...json } });
  const at = Date.now() - 3_600_000;
  const noticed = { how: 'ticket', who: 'SUP-7', at };
  const made = await declare({ nature: 'degradation', noticed, summary: 'Only Visa' });
  expect(made.status).toBe(201);
  const { items } = (await server.api<{ items: Summary[] }>('/api/v1/incidents')).body;
  expect(items).toMatchObject([{ nature: 'degradation', noticed: 'ticket' }]);
  const review = await server.api<{ response: { alerts: { at: number; text: string }[] } }>(
    `/api/v1/incidents/${made.body.id}/review.json`,
  );
  expect(JSON.stringify(review.body)).toContain(
    'Cards fail (degradation, noticed by a support ticket (SUP-7))',
  );
  expect(JSON.stringify(review.body)).toContain(String(at));
  const markdown = await (
    await fetch(new URL(`/api/v1/incidents/${made.body.id}/review.md`, server.url), {
      headers: { authorization: `Bearer ${server.ownerToken}` },
    })
  ).text();
  expect(markdown).toContain('noticed by a support ticket (SUP-7)');
  const wrong: [object, string][] = [
    [{ nature: 'worse' }, 'nature'],
    [{ noticed: {} }, 'noticed.how'],
    [{ noticed: { how: 'customer', at: Date.now() + 600_000 } }, 'noticed.at'],
    [{ noticed: { how: 'customer', who: 'x'.repeat(121) } }, 'noticed.who'],
    [{ noticed: { how: 'customer', phone: '1' } }, 'noticed.phone'],
  ];
  for (const [body, field] of wrong) {
    const refused = await declare(body);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, field]);
  }
  const plain = await declare({ title: 'Nothing more' });
  expect(plain.status).toBe(201);
});
