// The service worker: caches the app for when the server is away (shell.ts), and shows push notices while no window
// is open (notices.ts). It reads no rooms and holds no token.
import { listenToNotices } from './notices.ts';
import { serveShell } from './shell.ts';

declare const self: ServiceWorkerGlobalScope;

serveShell(self);
listenToNotices(self);
