import { describe, expect, test } from 'vitest';
import {
  placeFormOf,
  placeKinds,
  placeOf,
  type PlaceKind,
} from '#renderer/screens/status-pages/form/place-form.ts';
import type { TargetAnswer } from '#renderer/screens/status-pages/status-page.ts';
import { secretsOf, statusPageSchema } from '#sync-server/status-pages/page/settings.ts';

const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n';
const filled: Record<PlaceKind, TargetAnswer> = {
  s3: {
    kind: 's3',
    endpoint: ' https://s3.example.org ',
    bucket: 'status-pages',
    prefix: 'acme',
    region: 'eu-central-1',
    accessKeyId: 'AKIA',
    secretAccessKey: 'secret words',
    awayAccessKeyId: 'AKIB',
    awaySecretAccessKey: 'other words',
  },
  git: {
    kind: 'git',
    repository: 'git@example.org:acme/status.git',
    branch: 'pages ',
    token: 'secret',
    awayToken: 'other',
  },
  ssh: {
    kind: 'ssh',
    host: 'web.example.org',
    port: 2222,
    user: 'deploy',
    path: '/srv/www/status',
    hostKey: 'ssh-ed25519 AAAAC3Nz\n',
    key,
    awayKey: key,
  },
  put: { kind: 'put', url: 'https://dav.example.org/status/', token: 'secret', awayToken: 'other' },
};

const page = (target: TargetAnswer) => ({
  name: 'Acme',
  slug: 'acme',
  visibility: 'public',
  components: [],
  targets: [target],
});
const faultsOf = (target: TargetAnswer) =>
  (statusPageSchema.safeParse(page(target)).error?.issues ?? []).map(({ path }) => path.join('.'));

describe.each(placeKinds)('[SP83] the form of a place: %s', (kind) => {
  const fields = placeFormOf(kind) ?? [];

  test('holds every field the server takes, and each filled in is taken', () => {
    expect(fields.map(({ name }) => name).toSorted()).toEqual(
      Object.keys(filled[kind])
        .filter((name) => name !== 'kind')
        .toSorted(),
    );
    expect(faultsOf(placeOf(filled[kind]))).toEqual([]);
  });

  test('a missing required value is refused at its field', () => {
    const empty = Object.fromEntries(fields.map(({ name }) => [name, '']));
    expect(faultsOf(placeOf({ ...empty, kind })).toSorted()).toEqual(
      fields
        .filter(({ isRequired }) => isRequired)
        .map(({ name }) => `targets.0.${name}`)
        .toSorted(),
    );
  });

  test('its keys are those that the server never shows', () => {
    expect(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([...secretsOf[kind]]);
  });
});

test('[SP83] a place of a kind that this version does not know stays as it is', () => {
  const foreign = { kind: 'carrier-pigeon', loft: 'north ' } as unknown as TargetAnswer;
  expect(placeOf(foreign)).toBe(foreign);
});
