// DE2: guards for every page, set once: only our own files on app://muster under a strict policy; no navigation,
// no further windows, no permissions.
import path from 'node:path';
import {
  app,
  session,
  type BrowserWindow,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron';

export const ownOrigin = 'app://muster';

/** The preferences of every window with our pages: a sandbox without Node, and the bridge. */
export const pagePreferences = {
  preload: path.join(import.meta.dirname, '../preload/preload.cjs'),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
} as const;

/** Whether this window's own page sent the message, and no frame in it. */
export const isFrom = (
  { sender, senderFrame }: IpcMainInvokeEvent | IpcMainEvent,
  { window, origin }: { window: BrowserWindow | null; origin: string },
): boolean =>
  sender === window?.webContents &&
  senderFrame === sender.mainFrame &&
  senderFrame.url.startsWith(`${origin}/`);

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // Mantine and CodeMirror write style elements; styles cannot run anything.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "media-src 'self'",
  "worker-src 'self' blob:",
  "connect-src 'self' http://127.0.0.1:* ws://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

// Copying text with a button, keeping a wall's screen on, and talking to our own server on 127.0.0.1.
const granted = new Set<string>([
  'clipboard-sanitized-write',
  'screen-wake-lock',
  'local-network-access',
  'loopback-network',
]);

/** `trustedOrigin` is app://muster, or the renderer's development server. */
export function guardPages(trustedOrigin: string) {
  const isOurs = (origin: string) => URL.parse(origin)?.href.startsWith(`${trustedOrigin}/`) ?? false;
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  session.defaultSession.setPermissionRequestHandler((contents, permission, decide) => {
    decide(granted.has(permission) && isOurs(contents.getURL()));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => {
    return granted.has(permission) && isOurs(origin);
  });
  session.defaultSession.setDevicePermissionHandler(() => false);
}

function guardContents(contents: WebContents) {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => {
    // A review's preview is a sandboxed srcdoc frame; its links are blocked.
    if (event.url !== 'about:srcdoc') event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
