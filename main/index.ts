// The desktop, as a table of contents: one instance, one window, its own server, and what follows from its feed.
// Knows nothing of rooms beyond the live feed; the window and the server know the rest.
import { userInfo } from 'node:os';
import path from 'node:path';
import { app, shell } from 'electron';
import { answerBridge } from './answer-bridge.ts';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { findDeepLink, readDeepLink } from './deep-links.ts';
import { openLog } from './log.ts';
import { setMenu } from './menu.ts';
import { quitCleanly } from './quit.ts';
import { saveReview } from './save-review.ts';
import { guardPages, ownOrigin } from './security.ts';
import { holdSession } from './session.ts';
import { openSettings } from './settings.ts';
import { watchIncidents } from './watch-incidents.ts';
import { createMainWindow } from './windows.ts';

const devUrl = app.isPackaged ? undefined : process.env.MUSTER_DEV_URL;
const origin = devUrl ? new URL(devUrl).origin : ownOrigin;

function start() {
  const userData = app.getPath('userData');
  const icons = path.join(app.getAppPath(), 'assets/icons');
  const log = openLog(path.join(userData, 'logs/muster.log'));
  // Electron would stop everything behind a dialog; what broke is rarely all of it.
  process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (reason) => log(`unhandled: ${String(reason)}`));
  const settings = openSettings();
  const dataFolder = path.join(userData, 'server');
  const session = holdSession({ settings, dataFolder, log, tell: (news) => window.tellSession(news) });
  const icon = path.join(icons, 'icon.png');
  guardPages(origin);
  serveAppScheme(path.join(app.getAppPath(), 'out/renderer'));
  const window = createMainWindow({ url: devUrl ?? `${ownOrigin}/`, origin, icon, settings });
  answerBridge(
    {
      session: session.current,
      suggestedName: async () => userInfo().username,
      startHere: session.startHere,
      joinTeam: session.joinTeam,
      joinHub: session.joinHub,
      leaveHub: session.leaveHub,
      settings: async () => settings.read(),
      changeSettings: async (change) => settings.change(change),
      about: async () => ({
        version: app.getVersion(),
        dataFolder,
        teamToken: settings.membership()?.team?.token.how ?? null,
      }),
      saveReview: async (choice) =>
        saveReview(choice, { address: await session.address(), window: window.current() }),
      openExternal: async (url) => shell.openExternal(url),
    },
    { isTrusted: window.isTrusted, log },
  );
  const stopWatching = watchIncidents({ icons, icon, log, settings, session, window });
  setMenu(window.open);
  app.on('second-instance', (_event, args) => window.open(findDeepLink(args) ?? undefined));
  app.on('open-url', (_event, link) => window.open(readDeepLink(link) ?? undefined));
  app.on('activate', () => window.open());
  quitCleanly(async () => {
    stopWatching();
    await session.stop();
  });
  window.open(findDeepLink(process.argv) ?? undefined);
}

// No top-level await here: Electron's ready event waits for this module.
if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  if (app.isPackaged) app.setAsDefaultProtocolClient('muster');
  void app.whenReady().then(start);
} else {
  app.quit();
}
