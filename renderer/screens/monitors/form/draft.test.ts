import { expect, test } from 'vitest';
import { emptyDraft, mayTry, missingIn, toMonitor } from './draft.ts';
import type { CheckKind } from '../monitor.ts';

type Field = CheckKind['fields'][number];

const field = (name: string, part: Partial<Field> = {}): Field => ({
  name,
  label: name,
  hint: null,
  input: 'text',
  options: null,
  unit: null,
  group: null,
  isMain: false,
  isSecret: false,
  isRequired: false,
  fallback: null,
  steps: null,
  ...part,
});
const kindOf = (fields: Field[], part: Partial<CheckKind> = {}): CheckKind => ({
  kind: 'http',
  label: 'HTTP(S)',
  about: '',
  isPassive: false,
  intervalSeconds: 60,
  fields,
  ...part,
});
const http = kindOf([field('url', { isRequired: true }), field('method')]);
const draft = (settings: Record<string, string>) => ({ ...emptyDraft(), settings });

test('[MO2] the form tries by itself only what asks and changes nothing, once all that is needed is said', () => {
  expect(mayTry(draft({}), http)).toBe(false);
  expect(mayTry(draft({ url: 'https://shop' }), http)).toBe(true);
  expect(mayTry(draft({ url: 'https://shop', method: 'HEAD' }), http)).toBe(true);
  for (const method of ['POST', 'put', 'DELETE'])
    expect(mayTry(draft({ url: 'https://shop', method }), http), method).toBe(false);
  expect(mayTry(draft({}), kindOf([field('steps', { input: 'steps' })]))).toBe(false);
  expect(mayTry(draft({}), kindOf([], { isPassive: true }))).toBe(false);
});

test('[MO2] missing fields are named before the form can be sent', () => {
  expect(missingIn(emptyDraft(), undefined)).toBe('kind');
  expect(missingIn({ ...emptyDraft(), name: ' ' }, http)).toBe('name');
  expect(missingIn({ ...emptyDraft(), name: 'shop' }, http)).toBeNull();
});

test('[CH19] the locations of a check are sent when there are others than the server, with their quorum', () => {
  const drafted = { ...emptyDraft(), name: 'shop' };
  expect(toMonitor({ ...drafted, quorum: 1 }, http)).not.toHaveProperty('locations');
  const several = { ...drafted, locations: ['server', 'office'], quorum: 2 };
  expect(toMonitor(several, http)).toMatchObject({ locations: ['server', 'office'], quorum: 2 });
  expect(toMonitor(several, kindOf([], { isPassive: true }))).not.toHaveProperty('quorum');
});
