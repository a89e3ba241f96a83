// `npm run shots [-- playwright arguments]`: takes screenshots of a real desktop in both themes and sizes into
// shots/, and writes shots/index.html, which compares them with the commit before.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, run } from './command.ts';
import { prepareDesktop } from './prepare-desktop.ts';
import { putAside, writePage } from './shots-page.ts';

const folder = path.join(root, 'shots');
const chosen = process.argv.slice(2);
const said = spawnSync('git', ['log', '-1', '--format=%h %s'], { cwd: root, encoding: 'utf8' });
const prepared = await prepareDesktop();
if (prepared === null) process.exit(1);
putAside(folder, said.stdout?.trim() || 'this tree');
process.exitCode = await run(
  path.join(root, 'node_modules/.bin/playwright'),
  ['test', '--config', 'tests/tour/playwright.config.ts', ...chosen],
  prepared.env,
);
prepared.stop();
process.stdout.write(`${writePage(folder, chosen.length === 0)}\n`);
