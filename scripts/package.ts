// `npm run package [-- --linux tar.gz deb …]`: builds an installable desktop in dist/; with `--server [FILE]` only
// the server. Packages only an official Electron or the folder named by the user, never the registry payload.
import path from 'node:path';
import { build } from './build.ts';
import { root, run, say } from './command.ts';
import { packageServer } from './package-server.ts';
import { findElectron } from './electron-runtime.ts';

if (process.argv[2] === '--server') process.exit(await packageServer(process.argv[3]));
const runtime = await findElectron({ registryAllowed: false });
if (runtime === null) {
  say(
    'Without an official Electron there is nothing to package. Name a folder with one in ELECTRON_OVERRIDE_DIST_PATH.',
  );
  process.exit(1);
}
await build();
const targets = process.argv.slice(2);
process.exitCode = await run(path.join(root, 'node_modules/.bin/electron-builder'), [
  ...(targets.length > 0 ? targets : ['--linux', 'dir']),
  '--publish=never',
  `--config.electronDist=${runtime.dist}`,
]);
