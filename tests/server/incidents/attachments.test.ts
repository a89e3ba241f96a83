// Files over HTTP, with a real server and its folder.
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bucketKeys, startBucket } from '#sync-server/attachments/testing/bucket.ts';
import { attachmentLimits } from '#room/view/attachments.ts';
import { startRefused, startServer, type RunningServer } from '../../helpers/server.ts';

type Problem = { status: number; detail: string; errors?: { field: string; expected: string }[] };
let server: RunningServer;
let viewer: string;
beforeAll(async () => {
  server = await startServer();
  const { body } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  viewer = body.token;
});
afterAll(() => server[Symbol.asyncDispose]());

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (sha256: string) => `/api/v1/attachments/${sha256}`;
const put = (sha256: string, bytes: Uint8Array, token = server.ownerToken, type = 'image/png') =>
  server.api<Problem>(pathOf(sha256), {
    method: 'PUT',
    body: bytes as BodyInit,
    token,
    headers: { 'content-type': type },
  });
const get = (sha256: string, method = 'GET', token = viewer) =>
  fetch(server.url + pathOf(sha256), { method, headers: { authorization: `Bearer ${token}` } });
const folder = () => join(server.dataFolder, 'attachments');
const halfDone = () => readdirSync(join(folder(), 'incoming'));

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(2_000)]);

test('[AT1] a file goes in under its hash, comes out as it was, and going in again changes nothing', async () => {
  const sha256 = hashOf(png);
  expect((await get(sha256)).status).toBe(404);
  expect((await put(sha256, png)).status).toBe(201);
  expect((await put(sha256, png)).status).toBe(200);
  const answer = await get(sha256);
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
  expect(answer.headers.get('content-length')).toBe(String(png.length));
  const head = await get(sha256, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
    200,
    String(png.length),
    '',
  ]);
  await server.restart();
  expect(Buffer.from(await (await get(sha256)).arrayBuffer()).equals(png)).toBe(true);
  expect(statSync(join(folder(), sha256)).mode & 0o077).toBe(0);
});

test('[AT1] an empty file is a file', async () => {
  const empty = new Uint8Array();
  expect((await put(hashOf(empty), empty)).status).toBe(201);
  expect((await (await get(hashOf(empty))).arrayBuffer()).byteLength).toBe(0);
});

test('[AT1] bytes that the address does not name are refused with the field, and nothing is kept', async () => {
  const sha256 = hashOf(randomBytes(8));
  const { status, body } = await put(sha256, png);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ field: 'sha256', expected: expect.stringContaining(hashOf(png)) }]);
  expect((await get(sha256)).status).toBe(404);
  expect(halfDone()).toEqual([]);
  for (const name of ['x', 'A'.repeat(64), '..%2fowner-token'])
    expect((await put(name, png)).status).toBe(400);
});

test('[AT1] 25 MiB is the most, announced or not', async () => {
  const most = randomBytes(attachmentLimits.bytes);
  expect((await put(hashOf(most), most)).status).toBe(201);
  const more = Buffer.concat([most, randomBytes(5_000_000)]);
  expect((await put(hashOf(more), more)).status).toBe(413);
  const streamed = await fetch(server.url + pathOf(hashOf(more)), {
    method: 'PUT',
    headers: { authorization: `Bearer ${server.ownerToken}` },
    body: new Blob([more]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(streamed.status).toBe(413);
  expect(((await streamed.json()) as Problem).detail).toContain('25 MiB');
  expect(existsSync(join(folder(), hashOf(more)))).toBe(false);
  expect(halfDone()).toEqual([]);
});

test('[AT2] a responder writes, a viewer reads, a stranger neither', async () => {
  const bytes = randomBytes(10);
  const sha256 = hashOf(bytes);
  expect((await put(sha256, bytes, viewer)).status).toBe(403);
  expect((await put(sha256, bytes, 'wrong')).status).toBe(401);
  expect((await get(hashOf(png), 'GET', 'wrong')).status).toBe(401);
  expect((await get(sha256)).status).toBe(404);
  const problem = (await (await get(sha256)).json()) as Problem;
  expect(problem.detail).toMatch(/not here yet/);
});

test('[AT3] only what cannot script is shown in place, whatever it was called when it came', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const files: [string, Uint8Array, string, string][] = [
    ['png', png, 'image/png', 'inline'],
    ['jpeg', Buffer.from('\xff\xd8\xff\xe0 jpeg', 'latin1'), 'image/jpeg', 'inline'],
    ['gif', Buffer.from('GIF89a…'), 'image/gif', 'inline'],
    ['webp', Buffer.from('RIFF\x04\0\0\0WEBPVP8 ', 'latin1'), 'image/webp', 'inline'],
    [
      'log',
      Buffer.from('14:02 pool é exhausted\n\x1b[31mred\x1b[0m\n'),
      'text/plain; charset=utf-8',
      'inline',
    ],
    ['pdf', Buffer.from('%PDF-1.7\n'), 'application/pdf', 'attachment'],
    ['svg', Buffer.from(svg), 'application/octet-stream', 'attachment'],
    ['bom svg', Buffer.from(`\ufeff\n ${svg}`), 'application/octet-stream', 'attachment'],
    ['html', Buffer.from('hello <ScRipt>alert(1)</script>'), 'application/octet-stream', 'attachment'],
    ['binary', Buffer.from([0, 1, 2, 255]), 'application/octet-stream', 'attachment'],
  ];
  for (const [name, bytes, type, shown] of files) {
    expect([200, 201], name).toContain(
      (await put(hashOf(bytes), bytes, server.ownerToken, 'text/html')).status,
    );
    const { headers } = await get(hashOf(bytes));
    expect([headers.get('content-type'), headers.get('content-disposition')], name).toEqual([type, shown]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  }
});

test('[AT1] an upload that is cut off, or whose server is killed, leaves no file, and the next start sweeps up', async () => {
  const bytes = randomBytes(300_000);
  const sha256 = hashOf(bytes);
  const begin = async () => {
    const upload = httpRequest(server.url + pathOf(sha256), {
      method: 'PUT',
      headers: { authorization: `Bearer ${server.ownerToken}`, 'content-length': bytes.length },
    });
    upload.on('error', () => {});
    upload.write(bytes.subarray(0, 200_000));
    await expect.poll(() => halfDone().length).toBe(1);
    return upload;
  };
  const cut = await begin();
  cut.destroy();
  await expect.poll(() => halfDone()).toEqual([]);
  expect((await get(sha256)).status).toBe(404);

  const killed = await begin();
  await server.kill9();
  expect(halfDone()).toHaveLength(1);
  await server.restart();
  killed.destroy();
  expect(halfDone()).toEqual([]);
  expect((await get(sha256)).status).toBe(404);
  expect((await put(sha256, bytes)).status).toBe(201);
});

const limit = (most: string) =>
  execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${most}:unlimited`]);

// The kernel's limit on a file's size is met in the middle of the bytes, as the end of a disk is.
test.skipIf(process.platform !== 'linux')(
  '[HT1] a disk that takes no more answers 503 and keeps nothing half-done; later it works again',
  async () => {
    const bytes = randomBytes(3_000_000);
    limit('1000000');
    const refused = await put(hashOf(bytes), bytes);
    limit('unlimited');
    expect([refused.status, refused.body.detail]).toEqual([503, expect.stringContaining('could not store')]);
    expect((await get(hashOf(bytes))).status).toBe(404);
    expect(halfDone()).toEqual([]);
    expect((await put(hashOf(bytes), bytes)).status).toBe(201);
  },
);

test('[AT4] a room names 500 files at most', async () => {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Many' } });
  const facts = `/api/v1/incidents/${body.id}/facts`;
  const fact = { kind: 'attachment', name: 'a.png', type: 'image/png', bytes: 1, sha256: hashOf(png) };
  const many = Array.from({ length: attachmentLimits.perRoom }, () => fact);
  expect((await server.api(facts, { json: many })).status).toBe(201);
  const refused = await server.api<Problem>(facts, { json: [{ kind: 'note', text: 'with it' }, fact] });
  expect(refused.status).toBe(400);
  expect(refused.body.errors?.[0]?.expected).toContain('at most 500');
  expect((await server.api(facts, { json: { kind: 'note', text: 'goes on' } })).status).toBe(201);
});

test('[AT5] one question finds which of many files are missing', async () => {
  const absent = hashOf(Buffer.from('nobody has this'));
  const json = { items: [hashOf(png), absent] };
  const { body } = await server.api('/api/v1/attachments/missing', { json, token: viewer });
  expect(body).toEqual({ items: [absent] });
  const tooMany = { items: Array.from({ length: 1_001 }, () => absent) };
  expect((await server.api('/api/v1/attachments/missing', { json: tooMany })).status).toBe(400);
});

test('[AT8] an owner erases a file: its bytes are gone for good, even across a restart, and it is said who did it', async () => {
  const bytes = randomBytes(5_000);
  const sha256 = hashOf(bytes);
  const erase = (token: string) => server.api<Problem>(pathOf(sha256), { method: 'DELETE', token });
  expect((await erase(server.ownerToken)).status).toBe(404);
  expect((await put(sha256, bytes)).status).toBe(201);
  expect((await erase(viewer)).status).toBe(403);
  expect((await erase(server.ownerToken)).status).toBe(204);
  expect((await erase(server.ownerToken)).status).toBe(204);
  expect(existsSync(join(folder(), sha256))).toBe(false);
  for (const round of ['erased', 'started again']) {
    const gone = await get(sha256);
    expect([round, gone.status, ((await gone.json()) as Problem).detail]).toEqual([
      round,
      410,
      expect.stringMatching(/^.+ erased this file on \d{4}-\d\d-\d\d\. What the room says of it stays\.$/),
    ]);
    expect((await put(sha256, bytes)).status).toBe(410);
    expect(existsSync(join(folder(), sha256))).toBe(false);
    const asked = await server.api<{ items: string[] }>('/api/v1/attachments/missing', {
      json: { items: [sha256] },
    });
    expect(asked.body.items).toEqual([]);
    await server.kill9();
    // Killed between remembering and removing.
    writeFileSync(join(folder(), sha256), bytes);
    await server.restart();
    expect(existsSync(join(folder(), sha256))).toBe(false);
  }
});

test('[AT11] with a bucket the files are there, also for a backup to name; without its setting the server does not start', async () => {
  await using bucket = await startBucket();
  const environment = {
    MUSTER_ATTACHMENTS: 's3://files/team',
    MUSTER_S3_ENDPOINT: bucket.url,
    MUSTER_S3_ACCESS_KEY_ID: bucketKeys.accessKeyId,
    MUSTER_S3_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey,
  };
  await using own = await startServer({ environment });
  const sha256 = hashOf(png);
  const api = (method: string, body?: BodyInit) =>
    own.api<Problem>(pathOf(sha256), { method, ...(body === undefined ? {} : { body }) });
  expect((await api('PUT', png)).status).toBe(201);
  expect([...bucket.objects.keys()]).toEqual([`/files/team/${sha256}`]);
  expect((await api('PUT', png)).status).toBe(200);
  await own.restart();
  expect((await api('GET')).status).toBe(200);
  const listed = await own.api<{ items: object[] }>('/api/v1/attachments');
  expect(listed.body.items).toMatchObject([{ sha256, bytes: png.length, isNamed: false }]);

  // The bucket is away: said so, with a time to try again, and the rest works.
  bucket.failWith(500);
  const refused = await own.api<Problem>('/api/v1/attachments');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(refused.body.detail).toContain('The server cannot use the bucket with the attached files now');
  expect((await own.api('/api/v1/incidents', { json: { title: 'All the same' } })).status).toBe(201);
  bucket.failWith(null);

  const copy = join(own.dataFolder, 'copy');
  const backup = await startRefused(['--data', own.dataFolder, '--backup', copy]);
  expect(backup.stdout).toContain('The files in s3://files/team are not part of the backup');
  expect((await api('DELETE')).status).toBe(204);
  expect([bucket.objects.size, (await api('GET')).status]).toEqual([0, 410]);
  await own.stop();
  const without = await startRefused(['--data', own.dataFolder, '--port', '0']);
  expect([without.code, without.stderr]).toEqual([
    1,
    expect.stringContaining(`The attached files are in s3://files/team at ${bucket.url}.`),
  ]);
  expect(own.log()).not.toContain(bucketKeys.secretAccessKey);
});
