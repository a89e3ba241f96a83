// `npm run bench [-- name …]`: measures our performance targets, for example `npm run bench -- fold`. Some need real
// desktops, so those are prepared first.
import path from 'node:path';
import { root, run } from './command.ts';
import { prepareDesktop } from './prepare-desktop.ts';
import { ensureSystemLibraries } from './system-libraries.ts';

const prepared = (await ensureSystemLibraries('bench')) ? await prepareDesktop() : null;
if (prepared === null) process.exit(1);
const index = path.join(root, 'tests/bench/index.ts');
process.exitCode = await run(process.execPath, [index, ...process.argv.slice(2)], prepared.env);
prepared.stop();
