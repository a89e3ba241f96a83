// Names that every JavaScript object has are names like others, wherever they come in.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startServer } from '../helpers/server.ts';

const odd = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

test('[CF1] [CF5] monitors, services and policies of a file may have any name, and a second reading keeps them', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-odd-names-'));
  const file = path.join(folder, 'muster.yaml');
  const monitors = odd.map(
    (name, index) =>
      `  - { name: ${name}, kind: heartbeat, settings: { periodMinutes: 5 }, intervalSeconds: 30` +
      `${index === 0 ? '' : `, parent: ${odd[0]}`} }`,
  );
  const services = odd.map((name) => `  - { name: ${name} }`);
  writeFileSync(file, ['monitors:', ...monitors, 'services:', ...services, ''].join('\n'));
  await using server = await startServer({ flags: ['--config', file] });
  type Listed = { items: { id: string; name: string; parent?: string; managedBy?: string }[] };
  const list = async (what: string) => (await server.api<Listed>(`/api/v1/${what}`)).body.items;
  const before = await list('monitors');
  expect(before.map(({ name }) => name).toSorted()).toEqual(odd.toSorted());
  const first = before.find(({ name }) => name === odd[0])!;
  expect(before.filter(({ parent }) => parent === first.id)).toHaveLength(odd.length - 1);
  const reload = await server.api<{ errors: unknown[] }>('/api/v1/configuration/reload', { method: 'POST' });
  expect(reload.body.errors).toEqual([]);
  expect((await list('monitors')).map(({ id }) => id).toSorted()).toEqual(
    before.map(({ id }) => id).toSorted(),
  );
  await server.restart();
  expect((await list('monitors')).map(({ id }) => id).toSorted()).toEqual(
    before.map(({ id }) => id).toSorted(),
  );
  expect((await list('services')).map(({ name }) => name).toSorted()).toEqual(odd.toSorted());
  rmSync(folder, { recursive: true });
});

test('[CF7] an import tells odd names as it tells others, and reads no scheme of theirs', async () => {
  await using server = await startServer();
  const endpoints = odd.map(
    (name) => `  - { name: e${name}, url: "${name}://x", conditions: ["[CONNECTED] == true"] }`,
  );
  const text = [...odd.map((name) => `${name}: { a: 1 }`), 'endpoints:', ...endpoints, ''].join('\n');
  const answer = await server.api<{ items: { name: string; done: string; left: unknown[] }[] }>(
    '/api/v1/configuration/import',
    { json: { format: 'gatus', text, dryRun: true } },
  );
  expect(answer.status).toBe(200);
  const said = new Map(answer.body.items.map(({ name, done, left }) => [name, { done, left }]));
  for (const name of odd)
    expect([name, said.get(name)]).toEqual([
      name,
      { done: 'left', left: ['a setting of that program, not of its checks'] },
    ]);
  for (const name of odd)
    expect([name, said.get(`e${name}`)]).toEqual([
      name,
      { done: 'left', left: [expect.stringMatching(/^url: there is no check/u)] },
    ]);
});
