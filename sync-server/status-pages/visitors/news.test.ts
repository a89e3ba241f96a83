import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { createListeners } from '../../listeners.ts';
import type { StatusPage } from '../page/records.ts';
import type { Renderings, Why } from '../publishing/renderings.ts';
import { openNews } from './news.ts';

const events = async (stream: Response) => (await stream.text()).match(/^data: .*$/gmu);

test('[SP38] a stream begins with the newest generation, ends by itself, and there are only so many', async () => {
  const renders = createListeners<Parameters<Parameters<Renderings['onRender']>[0]>>();
  const page = { id: 'acme' } as StatusPage;
  const rendered = (sequence: number, why: Why) =>
    renders.tell(page, { sequence, renderedAt: 0, files: new Map() }, why);
  const news = openNews({ onRender: renders.add }, { all: 3, ofNetwork: 2, lastsMs: 1_500, unread: 100 });
  const http = Fastify({ trustProxy: true });
  http.get('/news', (request, reply) => news.follow(page, request, reply));
  const address = await http.listen({ port: 0, host: '127.0.0.1' });
  const open = (from: string) => fetch(`${address}/news`, { headers: { 'x-forwarded-for': from } });
  rendered(1, 'people');
  rendered(2, 'machine');
  rendered(3, 'time');
  const [one, two] = [await open('192.0.2.1'), await open('192.0.2.1')];
  expect([one.status, two.status]).toEqual([200, 200]);
  expect((await open('192.0.2.1')).status).toBe(503);
  const other = await open('192.0.2.2');
  expect(other.status).toBe(200);
  expect((await open('192.0.2.3')).status).toBe(503);
  rendered(4, 'people');
  expect(await events(one)).toEqual(['data: 2', 'data: 4']);
  expect(await events(two)).toEqual(['data: 2', 'data: 4']);
  expect(await events(other)).toEqual(['data: 2', 'data: 4']);
  // Their places are free again, and a server that ends does not wait for them.
  const late = await open('192.0.2.1');
  expect(late.status).toBe(200);
  news.close();
  expect(await events(late)).toEqual(['data: 4']);
  await http.close();
});
