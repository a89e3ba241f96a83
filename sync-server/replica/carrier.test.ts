import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAttachmentStore } from '../attachments/store.ts';
import { createCarrier } from './carrier.ts';
import { silentLog } from './testing/team.ts';

test('[AT8] while connected, what is erased there is soon erased here, and only that is asked anew', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-carrier-'));
  const files = openAttachmentStore(folder);
  const bytes = Buffer.from('a customer list');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await files.keep(
    sha256,
    (async function* () {
      yield bytes;
    })(),
  );
  const erased: { sha256: string; at: number; by: string }[] = [];
  const asked: string[] = [];
  const upstream = createServer((request, response) => {
    const url = request.url ?? '';
    if (url.includes('/erased')) asked.push(url);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items: url.includes('/erased') ? erased : [] }));
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const never = new AbortController().signal;
  const carrier = createCarrier({
    files,
    named: { list: async () => [sha256], onNamed: () => () => undefined, close: () => undefined },
    target: () => ({
      url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      token: 'secret',
      since: 0,
      signal: never,
      timeoutMs: 5_000,
    }),
    timing: { erasedEveryMs: 10 },
    random: () => 0,
    log: silentLog,
  });
  try {
    carrier.resume({ mayWrite: false });
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    expect(await files.find(sha256)).not.toBeNull();
    erased.push({ sha256, at: 1_700_000_000_000, by: 'Olga' });
    await expect.poll(() => files.find(sha256)).toBeNull();
    expect(files.erasureOf(sha256)).toEqual({ at: 1_700_000_000_000, by: 'Olga' });
    await expect.poll(() => asked.at(-1)).toMatch(/since=1700000000000$/);
  } finally {
    await carrier.close();
    upstream.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
