// Serves the built renderer on app://muster. The scheme has its own origin, so storage, workers and the security
// policy behave as on https.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol } from 'electron';
import { findFile } from '../files/find-file.ts';
import { pageHeaders } from './security.ts';

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

/** Must run before the app is ready; `codeCache` lets V8 keep compiled scripts between launches. */
export function registerAppScheme() {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

export function serveAppScheme(folder: string) {
  protocol.handle('app', async (request) => {
    const file = findFile(folder, request.url);
    if (request.method !== 'GET' || file === null) return new Response('not found', { status: 404 });
    try {
      const body = await readFile(file);
      const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
      return new Response(new Uint8Array(body), { headers: { ...pageHeaders, 'content-type': type } });
    } catch {
      return new Response('not found', { status: 404 }); // no such file in the build
    }
  });
}
