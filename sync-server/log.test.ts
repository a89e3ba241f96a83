import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { boundLines } from './log.ts';

test('[OP8] lines that nobody reads are dropped beyond a limit, and counted once somebody does', () => {
  const written: string[] = [];
  const pipe = { writableLength: 0, destroyed: false, write: (line: string) => void written.push(line) };
  const lines = boundLines(pipe, 100);
  lines.write('one\n');
  pipe.writableLength = 98;
  lines.write('two\n');
  lines.write('three\n');
  pipe.writableLength = 0;
  lines.write('four\n');
  expect(written).toEqual(['one\n', expect.stringMatching(/"lines":2,.*dropped/), 'four\n']);
});

test('[OP8] a reader of stderr that stands still stops neither the server nor its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-log-'));
  const entry = join(import.meta.dirname, 'index.ts');
  const child = spawn(process.execPath, [entry, '--port', '0', '--data', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    // Not read at all: a pipe holds 64 KiB.
    child.stderr.pause();
    const [ready] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\S+/.exec(ready.toString())?.[0] ?? '';
    const token = readFileSync(join(folder, 'owner-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    // Each is refused with a line of some kilobytes, so that no pipe holds them all.
    const body = JSON.stringify({ ['x'.repeat(5_000)]: 1 });
    for (let i = 0; i < 200; i++)
      expect((await fetch(`${url}/api/v1/people`, { method: 'POST', headers, body })).status).toBe(400);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});
