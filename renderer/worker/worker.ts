// The service worker of a browser: keeps the window for when the server is out of reach (shell.ts), and shows push
// notices while no window is open (notices.ts). It reads nothing of rooms and holds no token.
import { listenToNotices } from './notices.ts';
import { serveShell } from './shell.ts';

declare const self: ServiceWorkerGlobalScope;

serveShell(self);
listenToNotices(self);
