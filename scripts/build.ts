// `npm run build`: Vite with three outputs. Main and the sync server are ESM, the preload is a single CommonJS file
// as the sandbox requires, and the renderer is static files for app://muster and browsers.
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build as viteBuild, createLogger, type InlineConfig } from 'vite';
import { root } from './command.ts';

const out = path.join(root, 'out');
const stamp = path.join(out, 'built');
const shared = ['room', 'wire', 'status-page', 'assets', 'scripts/build.ts', 'package.json'];
const mainSources = ['main', 'sync-server', ...shared];
const rendererSources = ['renderer', ...shared];

export async function build() {
  rmSync(stamp, { force: true });
  await buildMain();
  await Promise.all([buildPreload(), buildRenderer()]);
  writeFileSync(stamp, '');
}

/**
 * Packages that stay files beside the build: loaded on demand, or with files of their own. Everything else is bundled,
 * because Node needs a millisecond of work for each file that it loads, and there would be 1,700.
 */
const keptApart = new Set([
  'electron',
  // With programs of its own for notifications.
  'node-notifier',
  // With parts made for one machine.
  'pg',
  'ssh2',
  // Only some servers ever load these.
  '@grpc/grpc-js',
  'docx',
  'nodemailer',
  'playwright-core',
  'redis',
  'web-push',
]);

function isKeptApart(id: string): boolean {
  if (id.startsWith('node:')) return true;
  if (builtinModules.includes(id)) return id !== 'punycode';
  const [first = '', second] = id.split('/');
  return keptApart.has(first.startsWith('@') ? `${first}/${second}` : first);
}

const serverInput = {
  // Evaluates expressions; start-runner.ts looks for it beside the server.
  'expression-runner': path.join(root, 'sync-server/outgoing/expression-runner.ts'),
  // The PostgreSQL thread; storage/postgres/link.ts looks for it beside the server.
  'postgres-worker': path.join(root, 'sync-server/storage/postgres/worker.ts'),
};
const serverOutput = {
  format: 'es',
  // V8 keeps the text of the programs it runs, at one byte a letter only if they are all ASCII. The licences of the
  // packages lie in node_modules, which is packed too.
  charset: 'ascii',
  comments: false,
  entryFileNames: '[name].js',
  // Without a hash: what Node keeps of a file that it compiled is replaced when the file is.
  chunkFileNames: 'parts/[name].js',
} as const;

/** Builds only the server, for its own package. */
export async function buildServer(outDir: string) {
  await viteBuild(
    forNode({
      input: { index: path.join(root, 'sync-server/index.ts'), ...serverInput },
      external: isKeptApart,
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
        'sync-server': path.join(root, 'sync-server/start-in-desktop.ts'),
        ...serverInput,
      },
      external: isKeptApart,
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

/** Hides a Vite warning at every build: it parses CSS modules without a file name. We cannot fix that here. */
function quietLogger() {
  const logger = createLogger('warn');
  const warnOnce = logger.warnOnce.bind(logger);
  logger.warnOnce = (text, options) => {
    if (!text.includes('`from` option to `postcss.parse`')) warnOnce(text, options);
  };
  return logger;
}

/** IA2: lists the files that a browser caches to show the window while the server is away. */
function writeShell(
  this: { emitFile(file: { type: 'asset'; fileName: string; source: string }): string },
  _options: unknown,
  bundle: Record<string, unknown>,
) {
  const files = Object.keys(bundle).filter((file) => /^assets\/.*\.(?:js|css|woff2)$/u.test(file));
  this.emitFile({ type: 'asset', fileName: 'shell.json', source: JSON.stringify(files.toSorted()) });
}

export async function buildRenderer() {
  await viteBuild({
    configFile: false,
    logLevel: 'warn',
    customLogger: quietLogger(),
    root: path.join(root, 'renderer'),
    base: '/',
    plugins: [react(), { name: 'shell', generateBundle: writeShell }],
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
          // IA2: at the root, because a service worker only serves paths below its own.
          worker: path.join(root, 'renderer/worker/worker.ts'),
        },
        output: {
          entryFileNames: ({ name }) => (name === 'worker' ? '[name].js' : 'assets/[name]-[hash].js'),
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
    resolve: {
      conditions: ['node', 'import', 'module', 'default'],
      mainFields: ['module', 'main'],
      // twitter-text means its own package, not the old part of Node that warns when it is loaded.
      alias: [{ find: /^punycode$/u, replacement: 'punycode/punycode.js' }],
    },
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

/** Whether out/ is missing or older than one of its sources. */
export function isBuildStale(): boolean {
  return isOlder(stamp, [...mainSources, ...rendererSources]);
}

/** Whether the desktop's main program and its server, the only parts that some tests need, must be built again. */
export function isMainStale(): boolean {
  return isOlder(path.join(out, 'main/sync-server.js'), mainSources);
}

/** Whether the screens must be built again. */
export function isRendererStale(): boolean {
  return isOlder(path.join(out, 'renderer/index.html'), rendererSources);
}

function isOlder(built: string, sources: readonly string[]): boolean {
  const builtAt = modifiedAt(built);
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
