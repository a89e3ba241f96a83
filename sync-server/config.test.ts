import { expect, test } from 'vitest';
import { ConfigRefused, readConfig } from './config.ts';

const settings = (argv: string[], environment: Record<string, string>) => {
  const config = readConfig(argv, environment);
  if (typeof config === 'string') throw new Error('expected settings');
  return config;
};

const refusal = (argv: string[], environment: Record<string, string> = {}): string => {
  try {
    readConfig(argv, environment);
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message;
    throw error;
  }
  return 'was accepted';
};

test('[OP2] without flags or variables it is a primary on 127.0.0.1:4455', () => {
  expect(readConfig([], {})).toEqual({
    host: '127.0.0.1',
    port: 4455,
    dataFolder: './muster-data',
    database: null,
    redis: null,
    internalUrl: null,
    copyTo: null,
    hubHost: '0.0.0.0',
    upstreams: [],
    ownerName: null,
    newOwnerToken: false,
    uplinks: [],
    allowsLinkLocal: false,
    baseUrl: null,
    configuration: null,
    onlyChecks: false,
    logLevel: 'info',
    coldAfterDays: 90,
    metricsToken: null,
    onlyVacuums: false,
    mayRemove: false,
    trustedProxies: [],
    copies: null,
    verify: null,
  });
});

test('[OP2] flags win over variables, and an empty variable is no variable', () => {
  const environment = { MUSTER_PORT: '5000', MUSTER_HOST: '0.0.0.0', MUSTER_DATA: '' };
  expect(readConfig(['--port', '0'], environment)).toMatchObject({
    port: 0,
    host: '0.0.0.0',
    dataFolder: './muster-data',
  });
});

const days = (value: string) => settings([], { MUSTER_COLD_AFTER_DAYS: value }).coldAfterDays;
test('[OP30] rooms rest after so many days, or never; anything else is refused by its name', () => {
  expect([days('1'), days('3650'), days('never')]).toEqual([1, 3_650, null]);
  for (const value of ['0', '3651', '1.5', '-1', 'always'])
    expect(refusal([], { MUSTER_COLD_AFTER_DAYS: value })).toMatch(
      /^MUSTER_COLD_AFTER_DAYS is ".*"; expected a whole number of days from 1 to 3650, or never\.$/,
    );
});

test('[CH9] uplinks are a host and a port each, as flags or as one list', () => {
  expect(settings([], { MUSTER_UPLINK: '1.1.1.1:53, router.lan:80' }).uplinks).toEqual([
    '1.1.1.1:53',
    'router.lan:80',
  ]);
  expect(settings(['--uplink', '[2606::1]:53'], { MUSTER_UPLINK: 'x:1' }).uplinks).toEqual(['[2606::1]:53']);
  expect(refusal(['--uplink', '1.1.1.1'])).toContain('expected a host and a port');
  for (const hidden of ['169.254.169.254:80', '[fd00:ec2::23]:80', '[64:ff9b::a9fe:a9fe]:80'])
    expect(refusal(['--uplink', hidden])).toContain('no link-local or metadata address');
  expect(settings(['--uplink', '169.254.1.1:53', '--allow-link-local'], {}).uplinks).toEqual([
    '169.254.1.1:53',
  ]);
});

test('[OP6] links begin with --base-url, whatever slash it ends with', () => {
  const environment = { MUSTER_BASE_URL: 'https://muster.example.org/' };
  expect(settings([], environment).baseUrl).toBe('https://muster.example.org');
  expect(refusal(['--base-url', 'muster.example.org'])).toContain('--base-url');
  expect(refusal(['--base-url', 'https://a.example/?x=1'])).toContain('such as https://muster.example.org');
});

test('[OP2] upstreams come repeated or as a list, each with its token by position', () => {
  const environment = { MUSTER_UPSTREAM: 'http://a:1, https://b/', MUSTER_UPSTREAM_TOKEN: 'one,two' };
  expect(settings([], environment).upstreams).toEqual([
    { url: 'http://a:1', token: 'one' },
    { url: 'https://b', token: 'two' },
  ]);
  const flags = ['--upstream', 'http://c', '--upstream', 'http://d'];
  expect(settings(flags, { MUSTER_UPSTREAM_TOKEN: 'one' }).upstreams).toEqual([
    { url: 'http://c', token: 'one' },
    { url: 'http://d', token: null },
  ]);
});

test.each([
  [['--port', '99999'], {}, /--port is "99999"; expected a whole number from 0/],
  [['--port', '1e3'], {}, /--port is "1e3"/],
  [[], { MUSTER_PORT: 'http' }, /MUSTER_PORT is "http"; expected a whole number/],
  [[], { MUSTER_HOST: 'a b' }, /MUSTER_HOST is "a b"; expected a host name/],
  [['--verify', ''], {}, /--verify is ""; expected a path to a .muster file/],
  [['--data', ' '], {}, /--data is " "; expected a path/],
  [
    [],
    { MUSTER_UPSTREAM: 'team.example' },
    /MUSTER_UPSTREAM is "team.example"; expected the server's address/,
  ],
  [['--upstream', 'ftp://x'], {}, /--upstream is "ftp:\/\/x"/],
  [['--upstream', 'http://x', '--upstream', 'http://x/'], {}, /given twice/],
  [[], { MUSTER_UPSTREAM_TOKEN: 'one' }, /MUSTER_UPSTREAM_TOKEN has 1 tokens for 0 upstreams/],
  [[], { MUSTER_OWNER_NAME: 'x'.repeat(121) }, /MUSTER_OWNER_NAME is .*expected a name of 1 to 120/],
  [['--prot', '1'], {}, /--prot[^]*Usage:/],
  [['4455'], {}, /4455[^]*Usage:/],
] as const)('[OP2] %j with %j is refused in words', (argv, environment, expected) => {
  expect(refusal([...argv], environment)).toMatch(expected);
});

test('[OP2] a database or Redis that cannot be used is refused in words, and its password not repeated', () => {
  const said = refusal([], { MUSTER_DATABASE: 'mysql://me:hunter2@db/muster' });
  expect(said).toMatch(/MUSTER_DATABASE is set; expected the address of a PostgreSQL database/);
  expect(said).not.toContain('hunter2');
  const alone = refusal(['--redis', 'redis://:hunter2@x']);
  expect(alone).toMatch(/--redis is set; expected it only together with --database/);
  expect(alone).not.toContain('hunter2');
  const wrong = refusal([], {
    MUSTER_DATABASE: 'postgres://me@db/muster',
    MUSTER_REDIS: 'http://:hunter2@x',
  });
  expect(wrong).toMatch(/MUSTER_REDIS is set; expected the address of a Redis/);
  expect(wrong).not.toContain('hunter2');
});

test.each(['--upstream', '--base-url'])('[OP2] a secret in the address of %s is not repeated', (flag) => {
  for (const address of [
    'http://me:hunter2@team',
    'http://me:hunter2@team:99999',
    'http://me:hunt@er/hunter2@team',
    'team?token=hunter2',
    'ftp://team/#hunter2',
    'http://team?token=hunter2',
  ]) {
    expect(refusal([flag, address]), address).not.toContain('hunter2');
    expect(refusal([flag, address])).toContain('team');
  }
});

test('[AT11] a bucket for attached files is named with its keys, and no secret is repeated', () => {
  const keys = { MUSTER_S3_ACCESS_KEY_ID: 'AKIA1', MUSTER_S3_SECRET_ACCESS_KEY: 'canary' };
  const read = { accessKeyId: 'AKIA1', secretAccessKey: 'canary' };
  const place = (argv: string[], environment = {}) => settings(argv, { ...keys, ...environment }).attachments;
  expect(settings([], keys).attachments).toBeUndefined();
  expect(place(['--attachments', 's3://acme-files/muster/team', '--s3-region', 'eu-1'])).toEqual({
    kind: 'bucket',
    bucket: {
      endpoint: 'https://s3.eu-1.amazonaws.com',
      bucket: 'acme-files',
      prefix: 'muster/team',
      region: 'eu-1',
      ...read,
    },
  });
  expect(place(['--attachments', 's3://acme/', '--s3-endpoint', 'http://127.0.0.1:9000/'])).toMatchObject({
    bucket: { endpoint: 'http://127.0.0.1:9000', bucket: 'acme', region: 'us-east-1' },
  });
  expect(place([], { MUSTER_ATTACHMENTS: 'own' })).toEqual({ kind: 'own', keys: read });
  expect(settings(['--attachments', 'own'], {}).attachments).toEqual({ kind: 'own', keys: null });

  expect(refusal(['--attachments', 's3://acme'])).toContain('without its keys');
  for (const wrong of ['acme', 's3://', 's3://Acme', 's3://acme/a/../b', 's3://acme//b', 'https://acme'])
    expect(refusal(['--attachments', wrong], keys), wrong).toContain('expected a bucket, such as s3://');
  for (const wrong of ['s3.example.org', 'ftp://a', 'https://u:canary@a.org', 'https://a.org/?k=canary']) {
    const said = refusal(['--attachments', 's3://acme', '--s3-endpoint', wrong], keys);
    expect(said, wrong).toContain('--s3-endpoint is not understood');
    expect(said).not.toContain('canary');
  }
  expect(refusal(['--attachments', 's3://acme', '--s3-region', 'a b'], keys)).toContain('--s3-region');
  expect(refusal(['--attachments', 's3://acme', '--upstream', 'https://a.org'], keys)).toContain(
    '--upstream',
  );
  expect(
    refusal(['--attachments', 's3://acme'], { ...keys, MUSTER_S3_SECRET_ACCESS_KEY_FILE: '/nowhere/key' }),
  ).toContain('MUSTER_S3_SECRET_ACCESS_KEY_FILE cannot be read');
});

const placeWith = (environment: Record<string, string>) =>
  settings(['--attachments', 's3://acme'], environment).attachments;

test('[AT11] temporary keys of a bucket have a token, or come from an address that nobody can listen to', () => {
  const keys = { MUSTER_S3_ACCESS_KEY_ID: 'AKIA1', MUSTER_S3_SECRET_ACCESS_KEY: 'canary' };
  expect(placeWith({ ...keys, MUSTER_S3_SESSION_TOKEN: 'ends-soon' })).toMatchObject({
    bucket: { sessionToken: 'ends-soon' },
  });
  const near = 'http://169.254.170.2/v2/credentials/1';
  const given = { MUSTER_S3_CREDENTIALS_URL: near, MUSTER_S3_CREDENTIALS_TOKEN_FILE: '/var/token' };
  expect(placeWith(given)).toMatchObject({ bucket: { keysFrom: { url: near, tokenFile: '/var/token' } } });
  for (const unsafe of [
    'http://10.0.0.8/keys',
    'http://keys.example.org/',
    'https://a:b@example.org/',
    'keys',
  ])
    expect(refusal(['--attachments', 's3://acme'], { MUSTER_S3_CREDENTIALS_URL: unsafe }), unsafe).toContain(
      'MUSTER_S3_CREDENTIALS_URL is not understood',
    );
});
