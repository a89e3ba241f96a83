// `npm run package -- --server [FILE]`: packs only the server as one archive, with its npm packages, the screens and
// a matching Node. Unpack it and run `node server.js`.
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildRenderer, buildServer, isRendererStale } from './build.ts';
import { root, run, say } from './command.ts';

type Manifest = { name: string; version: string; license: string; dependencies: Record<string, string> };
type Lock = { packages: Record<string, { dev?: boolean; devOptional?: boolean }> };

const readJson = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), 'utf8'));

/** `file` ends in .tar.gz or .tar; returns tar's exit code. */
export async function packageServer(file: string | undefined): Promise<number> {
  const { version, license, dependencies } = readJson('package.json') as Manifest;
  const name = `muster-server-${version}`;
  const target = path.resolve(
    file ?? path.join(root, 'dist', `${name}-${process.platform}-${process.arch}.tar.gz`),
  );
  const staging = mkdtempSync(path.join(tmpdir(), 'muster-package-'));
  const folder = path.join(staging, name);
  try {
    if (isRendererStale()) await buildRenderer();
    await buildServer(path.join(folder, 'lib'));
    const manifest = { name: 'muster-server', version, license, type: 'module', private: true, dependencies };
    writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    cpSync(path.join(root, 'assets/deploy/server.js'), path.join(folder, 'server.js'));
    cpSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
    cpSync(path.join(root, 'assets/deploy'), path.join(folder, 'deploy'), { recursive: true });
    cpSync(path.join(root, 'docs/operating.md'), path.join(folder, 'operating.md'));
    cpSync(path.join(root, 'out/renderer'), path.join(folder, 'out/renderer'), { recursive: true });
    copyPackages(path.join(folder, 'node_modules'));
    copyRuntime(path.join(folder, 'runtime'));
    mkdirSync(path.dirname(target), { recursive: true });
    const code = await run('tar', [target.endsWith('.gz') ? '-czf' : '-cf', target, '-C', staging, name]);
    if (code === 0) say(`The server is in ${target}.`);
    return code;
  } finally {
    rmSync(staging, { recursive: true });
  }
}

/** Copies the installed packages that package-lock.json does not mark as development only. */
function copyPackages(target: string) {
  const { packages } = readJson('package-lock.json') as Lock;
  for (const [place, { dev = false, devOptional = false }] of Object.entries(packages)) {
    const source = path.join(root, place);
    // The lock file also lists packages for other systems, which are not installed.
    if (place === '' || dev || devOptional || !existsSync(source)) continue;
    const nested = path.join(source, 'node_modules');
    cpSync(source, path.join(target, place.slice('node_modules/'.length)), {
      recursive: true,
      // Nested packages have their own entries.
      filter: (from) => from !== nested && !from.endsWith('.map'),
    });
  }
}

/** Copies the Node used for our tests; skipped where it is not installed, as in the container. */
function copyRuntime(target: string) {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = path.join(root, 'node_modules/node/bin', binary);
  if (!existsSync(installed)) return;
  mkdirSync(target);
  cpSync(installed, path.join(target, binary), { dereference: true });
  chmodSync(path.join(target, binary), 0o755);
}
