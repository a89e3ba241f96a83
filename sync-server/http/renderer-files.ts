import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Problem, wrongMethod } from './problem.ts';

// Mantine and CodeMirror insert style elements; scripts come only from our files.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Muster</title>
<body><h1>This Muster server runs</h1>
<p>Its screens were not built. Run <code>npm run build</code> in its folder and start it again, or join it with the desktop.</p>
<p>The API is described at <a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
</body></html>
`;

/** Paths that never show a screen: to a program, a screen would say that what it sent was taken. */
const machinePaths =
  /^\/+(api|sync|beat|intake|v2|dial|reply|acknowledge|calendar|healthz|readyz|metrics)(\/|$)/;

/** HT8: the desktop's screens, for guests with a browser. Unknown paths show a screen too. */
export async function serveRenderer(
  http: FastifyInstance,
  folder: string | null,
  { addresses, baseUrl }: { addresses: readonly Address[]; baseUrl: string | null },
) {
  const base = baseUrl === null ? '' : new URL(baseUrl).pathname.replace(/\/+$/, '');
  const files = folder === null ? noFiles : await findFiles(http, folder);
  http.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const isFile = files.has(path.slice(1));
    const methods = isFile ? ['GET', 'HEAD'] : methodsAt(path, addresses);
    const isPage = request.method === 'GET' || request.method === 'HEAD';
    if (isPage && isFile) return reply.sendFile(path.slice(1));
    if (methods.length > 0) throw wrongMethod(path.slice(0, 200), methods, request.method);
    const looksLikeFile = /\.\w{1,8}$/.test(path);
    // OP21: a proxy may pass the path of --base-url on, to which nothing answers.
    const within = path.startsWith(`${base}/`) ? path.slice(base.length) : path;
    if (machinePaths.test(within) || !isPage || looksLikeFile) {
      throw new Problem(404, `There is nothing at ${request.method} ${path.slice(0, 200)}.`);
    }
    return sendScreen(reply, files);
  });
}

/** The parts of a route's path as Fastify writes it, with `:name` and `*`, and one of its methods. */
type Address = { pattern: readonly string[]; method: string };

/** HT1: collects the addresses of every route that is added from here on. */
export function collectAddresses(http: FastifyInstance): readonly Address[] {
  const addresses: Address[] = [];
  http.addHook('onRoute', ({ url, method }) => {
    for (const each of [method].flat()) addresses.push({ pattern: url.split('/'), method: each });
  });
  return addresses;
}

/** The methods that a path takes; empty when no route has it. */
function methodsAt(path: string, addresses: readonly Address[]): string[] {
  const parts = path.split('/');
  const isAt = ({ pattern }: Address) => {
    const isAsLong =
      pattern.at(-1) === '*' ? pattern.length <= parts.length : pattern.length === parts.length;
    return isAsLong && pattern.every((part, index) => fits(part, parts[index] ?? ''));
  };
  return [...new Set(addresses.filter(isAt).map(({ method }) => method))].toSorted();
}

const fits = (pattern: string, part: string) =>
  pattern === '*' || (pattern.startsWith(':') ? part !== '' : pattern === part);

const noFiles: ReadonlySet<string> = new Set();

/** The files of the build; a path cannot name anything else. A route for each would cost a start much work. */
async function findFiles(http: FastifyInstance, folder: string): Promise<ReadonlySet<string>> {
  await http.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.header('content-security-policy', policy);
      // Built files carry a hash in their names; the page that loads them does not.
      const isHashed = path.includes(join('/', 'assets')) && !path.endsWith('.html');
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const found = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
  return new Set(
    found.map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    ),
  );
}

function sendScreen(reply: FastifyReply, files: ReadonlySet<string>) {
  reply.header('content-security-policy', policy).header('cross-origin-opener-policy', 'same-origin');
  if (!files.has('index.html')) {
    return reply.code(503).type('text/html; charset=utf-8').send(notBuilt);
  }
  return reply.sendFile('index.html');
}
