// CH1 for databases, against real ones. Where a machine has none the tests say so and are skipped.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeRedact } from '../forms/secret.ts';
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
import type { Target } from './testing/targets.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

const soon = () => contextOf(AbortSignal.timeout(10_000));

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
  let database: Target;
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
    garbage: /^the answer is not PostgreSQL|closed|terminated/,
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

  test('it can read and nothing else', async () => {
    const { reason } = await run({ query: 'CREATE TABLE planted (a int)', expected: '' });
    expect(reason).toMatch(/read-only transaction/);
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
  let store: Target;
  beforeAll(async () => {
    store = await startRedis();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  keepsThePromise('redis', async () => ({
    settings: redisSettings,
    up: store,
    broken: null,
    garbage: /^the answer is not Redis|closed/,
  }));

  test.each([
    ['', 'it wants a password'],
    ['canary-wrong-2', 'it does not take this user and password'],
  ])('[CK2] with the password “%s” it says why it may not', async (password, reason) => {
    const given = redis.schema.parse({ ...redisSettings(store), password });
    const result = await redis.run(given, soon());
    expect(result).toMatchObject({ status: 'down', reason });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(makeRedact(redis.fields, given)(`AUTH ${redisPassword}`)).toContain('AUTH');
  });
});
