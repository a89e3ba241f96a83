// CH1 for databases, against real ones. Where a machine has none the tests say so and are skipped.
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRedact } from '../forms/secret.ts';
import { makeEgress } from '../outgoing/egress.ts';
import { contextOf } from './testing/context.ts';
import {
  hasPostgres,
  hasRedis,
  postgresPassword,
  redisPassword,
  startPostgres,
  startRedis,
} from './testing/databases.ts';
import { keepsThePromise } from './testing/promise.ts';
import { target, type TestTarget } from './testing/targets.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

const soon = () => contextOf(AbortSignal.timeout(10_000));

/** Every name stands for an address where nobody listens, then for this computer. */
const twoAddresses = () =>
  contextOf(AbortSignal.timeout(10_000), {
    egress: makeEgress({
      allowsLinkLocal: false,
      lookup: (_name, _options, callback) =>
        callback(null, [
          { address: '::1', family: 6 },
          { address: '127.0.0.1', family: 4 },
        ]),
    }),
  });

/** Like PgBouncer without `ignore_startup_parameters`: it accepts only the parameters that it knows. */
const pooler = (at: { host: string; port: number }) =>
  target(
    createServer((client) => {
      client.once('data', (first) => {
        // The start-up message: length, version, then names and values that end in NUL (PostgreSQL, 54.7).
        const parameters = first.subarray(8).toString().split('\0');
        const known = ['user', 'database', 'client_encoding', 'application_name', 'DateStyle', 'TimeZone'];
        const strange = parameters.find(
          (name, index) => index % 2 === 0 && name !== '' && !known.includes(name),
        );
        if (strange !== undefined) {
          const words = Buffer.from(`SFATAL\0C08P01\0Munsupported startup parameter: ${strange}\0\0`);
          const head = Buffer.from([0x45, 0, 0, 0, 0]);
          head.writeInt32BE(words.length + 4, 1);
          client.end(Buffer.concat([head, words]));
          return;
        }
        const server = connect(at.port, at.host);
        server.on('error', () => client.destroy()).on('close', () => client.destroy());
        client.on('error', () => server.destroy()).on('close', () => server.destroy());
        server.write(first);
        server.pipe(client).pipe(server);
      });
    }),
  );

const postgresSettings = (at: { host: string; port: number }) => ({
  host: at.host,
  port: at.port,
  user: 'ana',
  password: postgresPassword,
  database: 'postgres',
  query: 'SELECT 40 + 2',
  expected: '42',
});
const redisSettings = (at: { host: string; port: number }) => ({
  host: at.host,
  port: at.port,
  password: redisPassword,
});

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let database: TestTarget;
  beforeAll(async () => {
    database = await startPostgres();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  const run = (more: object) =>
    postgres.run(postgres.schema.parse({ ...postgresSettings(database), ...more }), soon());

  keepsThePromise('postgres', async () => ({
    settings: postgresSettings,
    up: database,
    broken: null,
    garbage: 'the answer is not PostgreSQL',
  }));

  test('a value that is not the expected one is quoted', async () => {
    expect(await run({ query: `SELECT repeat('x', 90)` })).toMatchObject({
      status: 'down',
      reason: `the query finds “${'x'.repeat(49)}…”, not “42”`,
    });
    expect(await run({ query: 'SELECT 1 WHERE false' })).toMatchObject({
      reason: 'the query finds nothing; expected “42”',
    });
  });

  test('[CK7] it can read and nothing else', async () => {
    const { reason } = await run({ query: 'CREATE TABLE planted (a int)', expected: '' });
    expect(reason).toMatch(/read-only transaction/);
  });

  const plant = 'CREATE TABLE planted (a int)';
  test.each([
    `SET TRANSACTION READ WRITE; ${plant}`,
    `COMMIT; BEGIN READ WRITE; ${plant}; COMMIT`,
    `SET default_transaction_read_only = off; COMMIT; ${plant}`,
    `ROLLBACK; ${plant}`,
    `SELECT 1; ${plant}`,
    'SET TRANSACTION READ WRITE',
    `DO $$ BEGIN SET TRANSACTION READ WRITE; ${plant}; END $$`,
    `DO $$ BEGIN PERFORM set_config('transaction_read_only', 'off', false); ${plant}; END $$`,
    `DO $$ BEGIN COMMIT; SET TRANSACTION READ WRITE; ${plant}; END $$`,
    `DO $$ BEGIN PERFORM set_config('default_transaction_read_only', 'off', false); COMMIT; ${plant}; END $$`,
    `DO $$ BEGIN ROLLBACK; ${plant}; COMMIT; END $$`,
    `SELECT set_config('transaction_read_only', 'off', false)`,
    `WITH made AS (SELECT 1) SELECT * INTO planted FROM made`,
    `SELECT query_to_xml('CREATE TABLE planted (a int)', true, true, '')`,
  ])('[CK7] %s leaves nothing behind', async (query) => {
    const result = await run({ query, expected: '' });
    expect(result.status, result.reason ?? '').toBe('down');
    expect(await run({ query: `SELECT to_regclass('planted') IS NULL`, expected: 'true' })).toMatchObject({
      status: 'up',
    });
  });

  test.each([
    ['as it is', ''],
    ['after a comment in a comment', '/* a /* b */ -- c */ '],
    ['after a comment that looks like another', '/* -- */ '],
    ['after a line of comment', "-- it's\n ; "],
    ['within a block', 'DO $$ BEGIN '],
  ])('[CK7] COPY %s writes no file', async (_how, before) => {
    const file = join(tmpdir(), `muster-planted-${process.pid}`);
    const after = before.startsWith('DO') ? '; END $$' : '';
    for (const copy of [`cOpY (SELECT 1) TO PROGRAM 'touch ${file}'`, `COPY (SELECT 1) TO '${file}'`]) {
      const { status, reason } = await run({ query: `${before}${copy}${after}`, expected: '' });
      expect([status, reason]).toEqual(['down', expect.stringMatching(/begins with (?:COPY|DO)/u)]);
    }
    expect(existsSync(file)).toBe(false);
  });

  test('[CK7] several statements are refused in words, with or without an expectation', async () => {
    for (const expected of ['', '1'])
      expect(await run({ query: 'SELECT 1; SELECT 2', expected })).toMatchObject({
        status: 'down',
        reason: 'the query has more than one statement, and only one is allowed',
      });
    expect(await run({ query: 'SELECT 1; -- the end', expected: '1' })).toMatchObject({ status: 'up' });
  });

  test.each([
    [`DATE '2026-03-29'`, '2026-03-29'],
    [`TIMESTAMP '2026-03-29 02:30:00.120'`, '2026-03-29 02:30:00.12'],
    [`INTERVAL '1 day 2 hours'`, '1 day 02:00:00'],
    ['ARRAY[1, 2]', '{1,2}'],
    [`ARRAY['a b', NULL]`, '{"a b",NULL}'],
    [`'\\xdeadbeef'::bytea`, '\\xdeadbeef'],
    [`'{"b":1,"a":[1,2]}'::jsonb`, '{"a": [1, 2], "b": 1}'],
    ['9007199254740993::bigint', '9007199254740993'],
    ['1.10::numeric', '1.10'],
    [`'NaN'::float8`, 'NaN'],
    ['1 = 1', 'true'],
    ['1 = 1', 't'],
    ['1 = 2', 'false'],
    ['NULL', 'null'],
    [`''`, ''],
  ])('[CK7] %s is %s, as PostgreSQL writes it', async (value, expected) => {
    expect(await run({ query: `SELECT ${value}`, expected })).toMatchObject({ status: 'up', reason: null });
    if (expected === '') return;
    expect((await run({ query: `SELECT ${value}`, expected: 'other' })).status).toBe('down');
  });

  test('[CK7] a pool in front that takes no start-up options is no obstacle', async () => {
    await using pool = await pooler(database);
    expect(
      await postgres.run(postgres.schema.parse({ ...postgresSettings(pool), query: plant }), soon()),
    ).toMatchObject({ status: 'down', reason: expect.stringContaining('read-only transaction') });
    expect(await postgres.run(postgres.schema.parse(postgresSettings(pool)), soon())).toMatchObject({
      status: 'up',
    });
  });

  test('[CK14] a host of two addresses is up when the second answers', async () => {
    const parsed = postgres.schema.parse({ ...postgresSettings(database), host: 'database.example' });
    expect(await postgres.run(parsed, twoAddresses())).toMatchObject({ status: 'up', reason: null });
  });

  test('[CK2] a wrong password is refused, and not told', async () => {
    const result = await run({ password: 'canary-wrong-1' });
    expect(result).toMatchObject({ status: 'down', reason: 'password authentication failed for user "ana"' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  test('a query that never ends is cut off with the deadline', async () => {
    const parsed = postgres.schema.parse({ ...postgresSettings(database), query: 'SELECT pg_sleep(60)' });
    const result = await postgres.run(parsed, contextOf(AbortSignal.timeout(400)));
    expect(result.reason).toMatch(/^timed out after/);
  });
});

describe.skipIf(!hasRedis)('with Redis installed', () => {
  let store: TestTarget;
  beforeAll(async () => {
    store = await startRedis();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const run = (more: object) => redis.run(redis.schema.parse({ ...redisSettings(store), ...more }), soon());

  test('[CK15] a database that is not there is down', async () => {
    expect(await run({ database: 15 })).toMatchObject({ status: 'up' });
    expect(await run({ database: 99 })).toMatchObject({
      status: 'down',
      reason: expect.stringMatching(/^it answers “ERR DB index is out of range”/),
    });
  });

  test('[CK15] a user of its own signs in, another does not', async () => {
    expect(await run({ user: 'default' })).toMatchObject({ status: 'up' });
    expect(await run({ user: 'nobody' })).toMatchObject({
      status: 'down',
      reason: 'it refused this user and password',
    });
  });

  test('[CK14] a host of two addresses is up when the second answers', async () => {
    const parsed = redis.schema.parse({ ...redisSettings(store), host: 'store.example' });
    expect(await redis.run(parsed, twoAddresses())).toMatchObject({ status: 'up', reason: null });
  });

  keepsThePromise('redis', async () => ({
    settings: redisSettings,
    up: store,
    broken: null,
    garbage: /^the answer is not Redis|closed/,
  }));

  test.each([
    ['', 'it wants a password'],
    ['canary-wrong-2', 'it refused this user and password'],
  ])('[CK2] with the password “%s” it says why it may not', async (password, reason) => {
    const given = redis.schema.parse({ ...redisSettings(store), password });
    const result = await redis.run(given, soon());
    expect(result).toMatchObject({ status: 'down', reason });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(makeRedact(redis.fields, given)(`AUTH ${redisPassword}`)).toContain('AUTH');
  });
});
