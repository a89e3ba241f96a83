// A folder of configuration files with things in it that are no files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startRefused } from '../helpers/server.ts';

test('[CF3] a folder with a pipe, a device, a folder or a link in a circle named as a file is refused; a link to a file is one', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-odd-'));
  const start = () => startRefused(['--port', '0', '--data', path.join(folder, 'data'), '--config', folder]);
  const odd = path.join(folder, 'odd.yaml');
  expect(spawnSync('mkfifo', [odd]).status).toBe(0);
  for (const target of ['pipe', '/dev/zero', 'folder', odd, path.join(folder, 'nowhere')]) {
    if (target === 'folder') mkdirSync(odd);
    else if (target !== 'pipe') symlinkSync(target, odd);
    const refused = await start();
    expect([target, refused.code, refused.stderr]).toEqual([
      target,
      2,
      expect.stringMatching(/odd\.yaml is no plain file|too many symbolic links/u),
    ]);
    rmSync(odd, { recursive: true });
  }
  // As Kubernetes mounts a ConfigMap.
  mkdirSync(path.join(folder, '..data'));
  writeFileSync(path.join(folder, '..data', 'odd.yaml'), 'monitors: nonsense');
  symlinkSync(path.join('..data', 'odd.yaml'), odd);
  expect((await start()).stderr).toContain(`${odd}:1: monitors: expected`);
  rmSync(folder, { recursive: true });
});
