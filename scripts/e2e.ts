// `npm run e2e [-- playwright arguments]`: only the end-to-end tests, for example `npm run e2e -- desktop`.
import path from 'node:path';
import { root, run } from './command.ts';
import { prepareDesktop } from './prepare-desktop.ts';

const prepared = await prepareDesktop();
if (prepared === null) process.exit(1);
process.exitCode = await run(
  path.join(root, 'node_modules/.bin/playwright'),
  ['test', ...process.argv.slice(2)],
  prepared.env,
);
prepared.stop();
