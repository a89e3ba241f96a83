// `npm run pseudo [-- playwright arguments]`: runs the tour and two stories in the pseudo-locale, which shows
// screen texts that are missing from renderer/strings/.
import path from 'node:path';
import { root, run } from './command.ts';
import { prepareDesktop } from './prepare-desktop.ts';

const prepared = await prepareDesktop();
if (prepared === null) process.exit(1);
process.exitCode = await run(
  path.join(root, 'node_modules/.bin/playwright'),
  ['test', '--config', 'tests/tour/pseudo.config.ts', ...process.argv.slice(2)],
  { ...prepared.env, MUSTER_LOCALE: 'pseudo' },
);
prepared.stop();
