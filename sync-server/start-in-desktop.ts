// The entry of the desktop's own server (DE4). Node keeps what it compiled in the folder NODE_COMPILE_CACHE, so that the
// next start has a quarter less to do.
import { enableCompileCache, flushCompileCache } from 'node:module';

enableCompileCache();
await import('./index.ts');
flushCompileCache();
