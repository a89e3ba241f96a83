// What holds for every kind on the list without asking anything: joining the list is joining these tests. What
// each kind does with real targets is in contract-web, -network, -databases, passive and browser.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeFields } from '../forms/fields.ts';
import { checks } from './index.ts';

describe.each(Object.entries(checks))('%s', (_kind, check) => {
  const fields = describeFields(check.fields);

  test('its form describes every setting, and names what is wrong', () => {
    expect(check.about).toMatch(/\.$/);
    for (const field of fields) expect(field.label).not.toBe('');
    const wrong = check.schema.safeParse({ nonsense: 1 });
    expect(wrong.success).toBe(false);
  });

  test('optional settings may be left out', () => {
    for (const { name, isRequired, fallback } of fields) {
      if (isRequired) continue;
      const { schema } = check.fields[name] ?? {};
      expect([name, schema?.safeParse(fallback).success]).toEqual([name, true]);
    }
  });

  test('[CK2] a field called a password, a token or a secret is one', () => {
    const suspicious = fields.filter(({ name }) => /password|token|bearer|secret|headers|key$/i.test(name));
    for (const { name, isSecret } of suspicious) expect([name, isSecret]).toEqual([name, true]);
  });
});

/** Kinds that ask nobody, or something that no test can stand in for, and where they are tested. */
const elsewhere = { heartbeat: 'passive', metric: 'passive', ping: 'kinds' };

test('[CH1] every kind is tried on real targets: a suite beside this one points it at them', () => {
  const suites = globSync('*.test.ts', { cwd: import.meta.dirname }).map((file) =>
    readFileSync(path.join(import.meta.dirname, file), 'utf8'),
  );
  const promised = suites.flatMap((text) =>
    [...text.matchAll(/keepsThePromise\('([^']+)'/gu)].map(([, kind]) => kind),
  );
  expect(new Set([...promised, ...Object.keys(elsewhere)])).toEqual(new Set(Object.keys(checks)));
});
