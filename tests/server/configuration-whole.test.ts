// Configuration as code, all or nothing: real servers that fail late, or are killed, while a file is put in force;
// and the check that touches nothing.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createRandom } from '../helpers/random.ts';
import { startRefused, startServer, type RunningServer } from '../helpers/server.ts';

const sections = ['channels', 'schedules', 'monitors', 'maintenance', 'policies', 'intakes'] as const;
type Item = { id: string; name: string };
type Fault = { line: number | null; field: string; expected: string };

/** One of everything, each named after `word`; so many monitors. */
const everything = (word: string, monitors = 1) =>
  JSON.stringify({
    channels: [{ name: `chat ${word}`, kind: 'slack', settings: { url: 'http://127.0.0.1:9/hook' } }],
    schedules: [
      {
        name: `rota ${word}`,
        timeZone: 'UTC',
        layers: [{ name: 'first', people: ['Ana'], rotation: { unit: 'week' }, startsOn: '2026-01-05' }],
      },
    ],
    monitors: Array.from({ length: monitors }, (_, index) => ({
      name: `check ${word} ${index}`,
      kind: 'tcp',
      settings: { host: '127.0.0.1', port: 9 },
      intervalSeconds: 86_400,
      paused: true,
      ...(index > 0 && { parent: `check ${word} 0` }),
    })),
    maintenance: [
      {
        name: `works ${word}`,
        monitors: [`check ${word} 0`],
        window: { kind: 'cron', cron: '0 22 * * 6', minutes: 60, timeZone: 'UTC' },
      },
    ],
    policies: [
      {
        name: `policy ${word}`,
        steps: [
          {
            waitMinutes: 5,
            targets: [
              { kind: 'channel', name: `chat ${word}` },
              { kind: 'schedule', name: `rota ${word}` },
            ],
          },
        ],
      },
    ],
    intakes: [{ name: `door ${word}`, kind: 'alertmanager' }],
  });

async function startConfigured(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-whole-'));
  const file = path.join(folder, 'muster.yaml');
  writeFileSync(file, text);
  const server = await startServer({ ownerName: 'Ana', flags: ['--config', file] });
  return {
    server,
    file,
    write: (next: string) => writeFileSync(file, next),
    /** `timeout`: how long it waits while the server writes, in ms. */
    database: (timeout = 60_000) => new DatabaseSync(path.join(server.dataFolder, 'muster.db'), { timeout }),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function namesOf(server: RunningServer): Promise<string[]> {
  const lists = await Promise.all(
    sections.map(async (section) => (await server.api<{ items: Item[] }>(`/api/v1/${section}`)).body.items),
  );
  return lists.flat().map(({ name }) => name);
}

/** The names on disk, and the names that the server counts as the file's. */
function keptIn(database: DatabaseSync): { kept: string[]; owned: string[] } {
  const kept = sections.flatMap((section) =>
    (database.prepare(`SELECT settings FROM ${section}`).all() as { settings: string }[]).map(
      ({ settings }) => (JSON.parse(settings) as Item).name,
    ),
  );
  const row = database.prepare(`SELECT value FROM values_kept WHERE name = 'configuration'`).get() as {
    value: string;
  };
  const owned = Object.values(JSON.parse(row.value) as Record<string, object>).flatMap(Object.keys);
  return { kept: kept.toSorted(), owned: owned.toSorted() };
}

const wordsIn = (names: readonly string[]) => new Set(names.map((name) => name.split(' ')[1]));

/** `work` is what the last write of a file does before it is done. */
const slowDown = (database: DatabaseSync, work: string) =>
  database.exec(`CREATE TRIGGER late BEFORE INSERT ON intakes BEGIN ${work}; END`);

test('[CF4] a file whose last step fails changes nothing, on disk and in memory; then all of it comes', async () => {
  await using run = await startConfigured(everything('old', 3));
  const { server } = run;
  const before = await namesOf(server);
  const database = run.database();
  slowDown(database, `SELECT RAISE(ABORT, 'no more doors')`);
  run.write(everything('new', 3));
  const failed = await server.api<{ errors: Fault[]; owned: Record<string, number> }>(
    '/api/v1/configuration/reload',
    { method: 'POST' },
  );
  expect(failed.body.errors.map(({ expected }) => expected)).toEqual([
    expect.stringContaining('no more doors'),
  ]);
  expect(failed.body.owned['monitors']).toBe(3);
  expect(await namesOf(server)).toEqual(before);
  expect(keptIn(database)).toEqual({ kept: before.toSorted(), owned: before.toSorted() });

  database.exec('DROP TRIGGER late');
  database.close();
  const taken = await server.api<{ errors: Fault[] }>('/api/v1/configuration/reload', { method: 'POST' });
  expect(taken.body.errors).toEqual([]);
  expect(wordsIn(await namesOf(server))).toEqual(new Set(['new']));
});

test('[CF4] killed in the middle of putting a file in force, nothing of it is there', async () => {
  await using run = await startConfigured(everything('old', 3));
  const database = run.database();
  // Long enough to be killed in: the server counts for hours within its transaction.
  const counting = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e12)';
  slowDown(database, `SELECT max(i) FROM (${counting} SELECT i FROM n)`);
  database.close();
  run.write(everything('new', 3));
  process.kill(run.server.pid, 'SIGHUP');
  const probe = run.database(1_000);
  const isWriting = () => {
    try {
      probe.exec('BEGIN IMMEDIATE; ROLLBACK');
      return false;
    } catch {
      // Nothing else that the server writes holds the database for so long: it is in the middle.
      return true;
    }
  };
  await expect.poll(isWriting).toBe(true);
  await run.server.kill9();
  probe.exec('DROP TRIGGER late');
  const { kept, owned } = keptIn(probe);
  probe.close();
  expect([wordsIn(kept), kept.length, owned]).toEqual([new Set(['old']), 8, kept]);
  // What the file says now comes with the next start.
  await run.server.restart();
  expect(wordsIn(await namesOf(run.server))).toEqual(new Set(['new']));
});

test('[CF4] killed at any moment, a file is in force whole or not at all, 6 times', async () => {
  const seed = Number(process.env['MUSTER_TEST_SEED'] ?? Date.now() % 1_000_000);
  const random = createRandom(seed);
  await using run = await startConfigured(everything('w0', 300));
  for (let round = 1; round <= 6; round++) {
    run.write(everything(`w${round}`, 300));
    const told = run.server.api('/api/v1/configuration/reload', { method: 'POST' }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, random() * 250));
    await run.server.kill9();
    await told;
    const database = run.database();
    const { kept, owned } = keptIn(database);
    database.close();
    expect(owned, `round ${round}, MUSTER_TEST_SEED=${seed}`).toEqual(kept);
    expect([wordsIn(kept).size, kept.length], `round ${round}, MUSTER_TEST_SEED=${seed}`).toEqual([1, 305]);
    await run.server.restart();
  }
});

test('[CF3] the sign that stands for a secret is not taken for one, and a cron line is judged at its line', async () => {
  using files = openFolder();
  files.write(`channels:
  - name: Ops
    kind: email
    settings: { host: 127.0.0.1, from: a@example.org, to: b@example.org, password: "••••••••" }
monitors:
  - name: shop
    kind: http
    settings:
      url: https://example.org
      headers: "Authorization: ••••••••"
    intervalSeconds: 60
maintenance:
  - name: works
    monitors: all
    window: { kind: cron, cron: "every night", minutes: 60, timeZone: UTC }
`);
  const { code, stderr } = await startRefused(['--check-config', files.file, '--data', files.data]);
  expect(code).toBe(2);
  const lines = stderr.trim().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/:4: channels\.0\.settings\.password: expected the secret, .*\$\{SECRET\}/u),
    expect.stringMatching(/:10: monitors\.0\.settings\.headers: expected the secret, .*\$\{SECRET\}/u),
    expect.stringMatching(/:15: maintenance\.0\.window\.cron: expected five fields/u),
  ]);
  expect(readdirSync(files.folder)).toEqual(['muster.yaml']);
});

function openFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-check-'));
  const file = path.join(folder, 'muster.yaml');
  return {
    folder,
    file,
    data: path.join(folder, 'data'),
    write: (text: string) => writeFileSync(file, text),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

test('[CF8] --check-config says what a file would do beside a server that runs, and touches nothing', async () => {
  await using run = await startConfigured(everything('old', 2));
  const { dataFolder } = run.server;
  const check = (file: string) => startRefused(['--check-config', file, '--data', dataFolder]);
  expect((await check(run.file)).stdout).toMatch(/keep 7 as they are\n$/u);

  using other = openFolder();
  const next = JSON.parse(everything('old', 3)) as Record<string, { name: string; paused?: boolean }[]>;
  next['policies'] = [];
  Object.assign(next['channels']?.[0] ?? {}, { paused: true });
  other.write(JSON.stringify(next));
  const said = [
    `${other.file} is right and holds channels 1, schedules 1, monitors 3, maintenance 1, intakes 1.`,
    `Beside ${path.join(dataFolder, 'muster.db')} it would`,
    '  add monitors: check old 2',
    '  change channels: chat old',
    '  remove policies: policy old',
    '  keep 5 as they are',
    '',
  ].join('\n');
  expect(await check(other.file)).toEqual({ code: 0, stdout: said, stderr: '' });
  await run.server.stop();
  const look = () =>
    readdirSync(dataFolder).map((name) => [name, statSync(path.join(dataFolder, name)).mtimeMs]);
  const before = look();
  expect(await check(other.file)).toEqual({ code: 0, stdout: said, stderr: '' });
  expect(look()).toEqual(before);

  using alone = openFolder();
  alone.write(everything('new'));
  const checked = await startRefused(['--check-config', alone.file, '--data', alone.data]);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('without the names of people')]);
  const without = await startRefused(['--check-config', path.join(alone.folder, 'none.yaml')]);
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('none.yaml')]);
  expect(readdirSync(alone.folder)).toEqual(['muster.yaml']);
});

const doors = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `${word} ${index}`, kind: 'alertmanager' }));

test('[CF7] an import that goes over a limit takes nothing over, and says of which there are too many', async () => {
  await using server = await startServer();
  const take = (text: object) =>
    server.api<{ errors?: { field: string; expected: string }[] }>('/api/v1/configuration/import', {
      json: { format: 'muster', text: JSON.stringify(text) },
    });
  expect((await take({ intakes: doors('door', 199) })).status).toBe(200);
  const monitor = {
    name: 'shop',
    kind: 'tcp',
    settings: { host: '127.0.0.1', port: 9 },
    intervalSeconds: 60,
  };
  const refused = await take({ monitors: [monitor], intakes: doors('another', 2) });
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ field: 'intakes', expected: expect.stringContaining('fewer items') }],
  ]);
  const names = await namesOf(server);
  expect([names.length, names.includes('shop')]).toEqual([199, false]);
  expect((await take({ monitors: [monitor], intakes: doors('another', 1) })).status).toBe(200);
  expect(await namesOf(server)).toHaveLength(201);
});
