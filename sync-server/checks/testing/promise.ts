// Tests of CH1 for every kind of check: each kind brings real targets in five states.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '../check.ts';
import { checks } from '../index.ts';
import { contextOf } from './context.ts';
import { garbage, refused, silent } from './targets.ts';

export type Settings = Record<string, unknown>;
type At = { host: string; port: number };

export type Subject = {
  kind: string;
  /** The settings that point the kind at an address. */
  settings: (at: At) => Settings;
  /** A healthy target. */
  up: At;
  /** A target that answers with a fault, and the expected reason; null for a kind without such a case. */
  broken: { at: At; reason: string | RegExp } | null;
  garbage: string | RegExp;
  refused?: string | RegExp;
  /** 'unknown' for a kind whose failed request says nothing about its subject. */
  failsAs?: 'down' | 'unknown';
  /** For a protocol over UDP, in place of the silent and rude TCP servers. */
  mute?: At;
  rude?: At;
};

export function keepsThePromise(kind: string, open: () => Promise<Omit<Subject, 'kind'>>) {
  const check = checks[kind];
  if (check === undefined) throw new Error(`there is no kind ${kind}`);
  describe(kind, () => {
    let subject: Omit<Subject, 'kind'>;
    const stack = new AsyncDisposableStack();
    let nobody: At, mute: At, rude: At;
    beforeAll(async () => {
      subject = await open();
      nobody = stack.use(await refused());
      mute = stack.use(await silent());
      rude = stack.use(await garbage());
    });
    afterAll(() => stack.disposeAsync());
    const fails = () => subject.failsAs ?? 'down';

    const run = (at: At, signal = AbortSignal.timeout(30_000)): Promise<CheckResult> =>
      check.run(check.schema.parse(subject.settings(at)), contextOf(signal));

    test('[CH1] up when the target answers, with how long it took', async () => {
      const result = await run(subject.up);
      expect(result).toMatchObject({ status: 'up', reason: null });
      expect(result.latencyMs).toBeGreaterThan(0);
    });

    test('[CH1] down when the target says it is broken', async ({ skip }) => {
      skip(subject.broken === null, 'it has no such state');
      const { at, reason } = subject.broken!;
      const result = await run(at);
      expect(result.status).toBe('down');
      expect(result.reason).toMatch(reason);
    });

    test('[CH1] not up when nobody listens', async () => {
      const result = await run(nobody);
      expect(result).toMatchObject({ status: fails(), latencyMs: null });
      expect(result.reason).toMatch(subject.refused ?? 'connection refused');
    });

    test('[CH1] not up when the deadline passes without an answer', async () => {
      const startedAt = performance.now();
      const result = await run(subject.mute ?? mute, AbortSignal.timeout(300));
      expect(result).toMatchObject({ status: fails(), latencyMs: null });
      expect(result.reason).toMatch(/timed out after \d+ ms$/);
      expect(performance.now() - startedAt).toBeLessThan(3_000);
    });

    test('[CH1] not up when the answer is garbage, and it says so', async () => {
      const result = await run(subject.rude ?? rude);
      expect(result.status).toBe(fails());
      expect(result.reason).toMatch(subject.garbage);
    });

    test('[CH1] ended before it began, it does not throw', async () => {
      expect((await run(subject.up, AbortSignal.abort())).status).toBe(fails());
    });

    test('[CK1] it does not ask a metadata address', async () => {
      const result = await run({ host: '169.254.169.254', port: subject.up.port });
      expect(result).toMatchObject({ status: fails(), latencyMs: null });
      expect(result.reason).toContain('link-local or metadata address');
    });
  });
}
