// `npm run shots [-- playwright arguments]`: screenshots of a real desktop in both themes and both sizes, into shots/.
import path from 'node:path';
import { root, run } from './command.ts';
import { prepareDesktop } from './prepare-desktop.ts';

const prepared = await prepareDesktop();
if (prepared === null) process.exit(1);
process.exitCode = await run(
  path.join(root, 'node_modules/.bin/playwright'),
  ['test', '--config', 'tests/tour/playwright.config.ts', ...process.argv.slice(2)],
  prepared.env,
);
prepared.stop();
