// `npm run build`: plain Vite, three outputs. main and the sync server as ESM, the preload as the one CommonJS
// file a sandboxed preload must be, the renderer as static files for app://muster and for browser guests alike.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build as viteBuild, createLogger, type InlineConfig } from 'vite';
import { root } from './command.ts';

const out = path.join(root, 'out');
const stamp = path.join(out, 'built');
const sources = [
  'main',
  'renderer',
  'room',
  'wire',
  'status-page',
  'sync-server',
  'assets',
  'scripts/build.ts',
  'package.json',
];

export async function build() {
  rmSync(stamp, { force: true });
  await buildMain();
  await Promise.all([buildPreload(), buildRenderer()]);
  writeFileSync(stamp, '');
}

/** Whatever npm installs beside the program stays outside of it. */
function externalPackages(): (id: string) => boolean {
  const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const packages = ['electron', ...Object.keys(dependencies)];
  return (id) =>
    id.startsWith('node:') ||
    builtinModules.includes(id) ||
    packages.some((name) => id === name || id.startsWith(`${name}/`));
}

const serverInput = {
  // Where expressions run; start-runner.ts looks for it beside the server.
  'expression-runner': path.join(root, 'sync-server/outgoing/expression-runner.ts'),
  // The thread that speaks with PostgreSQL; storage/postgres/link.ts looks for it in the same way.
  'postgres-worker': path.join(root, 'sync-server/storage/postgres/worker.ts'),
};
const serverOutput = {
  format: 'es',
  entryFileNames: '[name].js',
  chunkFileNames: 'parts/[name]-[hash].js',
} as const;

/** The server alone, for a package of its own. */
export async function buildServer(outDir: string) {
  await viteBuild(
    forNode({
      input: { index: path.join(root, 'sync-server/index.ts'), ...serverInput },
      external: externalPackages(),
      output: serverOutput,
      outDir,
    }),
  );
}

export async function buildMain() {
  await viteBuild(
    forNode({
      input: {
        index: path.join(root, 'main/index.ts'),
        'sync-server': path.join(root, 'sync-server/index.ts'),
        ...serverInput,
      },
      external: externalPackages(),
      output: serverOutput,
      outDir: path.join(out, 'main'),
    }),
  );
}

export async function buildPreload() {
  await viteBuild(
    forNode({
      input: path.join(root, 'main/preload.ts'),
      external: (id) => id === 'electron',
      output: { format: 'cjs', entryFileNames: 'preload.cjs' },
      outDir: path.join(out, 'preload'),
    }),
  );
}

/** Vite parses CSS modules without their file's name and warns of it at every build; nobody here can mend that. */
function quietLogger() {
  const logger = createLogger('warn');
  const warnOnce = logger.warnOnce.bind(logger);
  logger.warnOnce = (text, options) => {
    if (!text.includes('`from` option to `postcss.parse`')) warnOnce(text, options);
  };
  return logger;
}

async function buildRenderer() {
  await viteBuild({
    configFile: false,
    logLevel: 'warn',
    customLogger: quietLogger(),
    root: path.join(root, 'renderer'),
    base: '/',
    plugins: [react()],
    build: {
      outDir: path.join(out, 'renderer'),
      emptyOutDir: true,
      target: 'chrome148',
      minify: true,
      chunkSizeWarningLimit: 4000,
      rolldownOptions: {
        input: {
          index: path.join(root, 'renderer/index.html'),
          scribe: path.join(root, 'renderer/scribe.html'),
        },
      },
    },
  });
}

type NodeBundle = Pick<
  NonNullable<NonNullable<InlineConfig['build']>['rolldownOptions']>,
  'input' | 'external' | 'output'
> & { outDir: string };

function forNode({ outDir, ...rolldownOptions }: NodeBundle): InlineConfig {
  return {
    configFile: false,
    logLevel: 'warn',
    root,
    publicDir: false,
    resolve: { conditions: ['node', 'import', 'module', 'default'], mainFields: ['module', 'main'] },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      sourcemap: true,
      rolldownOptions,
    },
  };
}

/** Whether out/ is missing or older than any source it is made from. */
export function isBuildStale(): boolean {
  const builtAt = modifiedAt(stamp);
  return sources.some((source) => newestIn(path.join(root, source)) > builtAt);
}

function newestIn(file: string): number {
  const own = modifiedAt(file);
  if (!statSync(file, { throwIfNoEntry: false })?.isDirectory()) return own;
  return Math.max(own, ...readdirSync(file).map((name) => newestIn(path.join(file, name))));
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

if (import.meta.main) await build();
