// When the desktop ends: with its window, unless a tray icon can reopen it; and always after its server.
import { execFile } from 'node:child_process';
import { app } from 'electron';

/** `finish` runs once, before the process ends. Returns what to do when the main window was closed. */
export function quitCleanly(finish: () => Promise<void>): () => void {
  let isFinished = false;
  app.on('before-quit', (event) => {
    if (isFinished) return;
    event.preventDefault();
    void finish().finally(() => {
      isFinished = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => undefined); // the main window decides when to quit
  return () => {
    if (process.platform === 'darwin') return;
    void hasTrayHost().then((stays) => {
      if (!stays) app.quit();
    });
  };
}

/** Windows always shows tray icons; on Linux somebody must own the watcher's name. */
async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const question = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
    'org.freedesktop.DBus.NameHasOwner',
    'string:org.kde.StatusNotifierWatcher',
  ];
  return new Promise((resolve) => {
    execFile('dbus-send', question, { timeout: 2_000 }, (error, answer) =>
      resolve(!error && answer.includes('true')),
    );
  });
}
