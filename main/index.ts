// The desktop's main program: one instance, one window, its own server, and the features that follow the feed.
// It knows rooms only through the live feed; the window and the server handle the rest.
import { userInfo } from 'node:os';
import path from 'node:path';
import { app, shell } from 'electron';
import { answerBridge, type Door } from './answer-bridge.ts';
import type { Bridge, Session, Settings } from './bridge.ts';
import { registerAppScheme, serveAppScheme } from './window/app-protocol.ts';
import { findDeepLink, readDeepLink } from './window/deep-links.ts';
import { watchGestures, type Gestures } from './window/gestures.ts';
import { withLocale } from './window/locale.ts';
import { openLog } from './log.ts';
import { setMenu } from './window/menu.ts';
import { openNoteDoor, readNoteCommand, sendNote } from './commands/note-command.ts';
import { openRecord } from './files/open-record.ts';
import { quitCleanly } from './window/quit.ts';
import { saveReview } from './files/save-review.ts';
import { holdScribeKey } from './window/scribe-key.ts';
import { createScribeWindow, readClipboard } from './window/scribe-window.ts';
import { guardPages, ownOrigin } from './window/security.ts';
import { holdSession, type SessionHolder } from './server/session.ts';
import { strings } from './strings.ts';
import { openSettings, stepTextSize, type SettingsStore, type TextStep } from './settings.ts';
import { suggestName } from './server/suggested-name.ts';
import type { IncidentWatch, WatchOptions } from './news/watch-incidents.ts';
import { readVerifyCommand, verifyAt } from './commands/verify-command.ts';
import { createMainWindow, type MainWindow } from './window/windows.ts';

const devUrl = app.isPackaged ? undefined : process.env.MUSTER_DEV_URL;
const origin = devUrl ? new URL(devUrl).origin : ownOrigin;

const icons = path.join(app.getAppPath(), 'assets/icons');
const icon = path.join(icons, 'icon.png');

function start() {
  const userData = app.getPath('userData');
  const log = openLog(path.join(userData, 'logs/muster.log'));
  logCrashes(log);
  const settings = openSettings();
  const dataFolder = path.join(userData, 'server');
  const session = holdSession({
    settings,
    dataFolder,
    log,
    tell: (news) => tellSession(news),
    openExternal: (address) => shell.openExternal(address),
  });
  const gestures = watchPages();
  const { window, scribe, tellSession } = createWindows(settings, () => mainWindowClosed());
  const { watching, desk, tellDesk } = startWatch({ log, settings, session, window, scribe });
  const changeSettings = makeChangeSettings({ settings, window, scribe, tellDesk });
  const changeText = (step: TextStep) =>
    changeSettings({ textSize: stepTextSize(settings.read().textSize, step) });
  answerBridge(
    {
      ...answersOfTeam({ settings, session, dataFolder, scribe, window, watching }),
      ...answersOfBar(scribe),
      settings: async () => settings.read(),
      changeSettings: async (change) => changeSettings(change),
      desk,
    },
    { ...trustOnly({ window, scribe, gestures }), log },
  );
  const closeNoteDoor = openNoteDoor(userData, async (asked) => scribe.note(asked), log);
  setMenu(window.open, changeText);
  openWhenAsked(window);
  const mainWindowClosed = quitCleanly(async () => {
    (await watching).stop();
    closeNoteDoor();
    await session.stop();
  });
  window.open(findDeepLink(process.argv) ?? undefined);
}

/** The main window and the scribe bar, and the pages that they show. */
function createWindows(settings: SettingsStore, onClosed: () => void) {
  guardPages(origin);
  serveAppScheme(path.join(app.getAppPath(), 'out/renderer'));
  const url = withLocale(devUrl ?? `${ownOrigin}/`);
  const window = createMainWindow({
    url,
    origin,
    icon,
    settings,
    onShown: () => {
      scribe.prepare();
      // Only for developers who start it in a terminal.
      if (!app.isPackaged) process.stdout.write(`${strings.desktopRuns}\n`);
    },
    onClosed,
  });
  const scribe = createScribeWindow({
    url: withLocale(new URL('scribe.html', url).href),
    origin,
    icon,
    openRoom: window.openRoom,
  });
  const tellSession = (news: Session) => {
    window.tellSession(news);
    scribe.tellSession(news);
  };
  return { window, scribe, tellSession };
}

type Followed = Pick<WatchOptions, 'log' | 'settings' | 'session' | 'window'> & { scribe: Scribe };

/** Begins to follow the feed; `desk` is what the window shows of this desktop. */
function startWatch({ log, settings, session, window, scribe }: Followed) {
  const holdKey = holdScribeKey(() => scribe.show(null));
  const desk = async () => ({ ...(await watching).desk(), scribeKey: holdKey(settings.read().scribeKey) });
  const tellDesk = async () => window.tellDesk(await desk());
  const watching = loadWatch({
    icons,
    icon,
    log,
    settings,
    session,
    window,
    note: scribe.show,
    play: scribe.play,
    changed: () => setImmediate(tellDesk),
  });
  return { watching, desk, tellDesk };
}

type Trusted = { window: MainWindow; scribe: Scribe; gestures: Gestures };

/** Only our two windows may ask. */
const trustOnly = ({ window, scribe, gestures }: Trusted): Pick<Door, 'isTrusted' | 'maySeeOutside'> => ({
  isTrusted: (event) => window.isTrusted(event) || scribe.isTrusted(event),
  maySeeOutside: (event) => scribe.isTrusted(event) && gestures.take(event.sender.id),
});

/** By default Electron shows an error dialog and blocks; most errors do not affect everything. */
function logCrashes(log: (line: string) => void) {
  process.on('uncaughtException', (error) => log(`uncaught: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (reason) => log(`unhandled: ${String(reason)}`));
}

/** Sees the gestures of the person in each page. */
function watchPages() {
  const gestures = watchGestures(() => performance.now());
  app.on('web-contents-created', (_event, page) =>
    page.on('input-event', (_input, { type }) => gestures.see(page.id, type)),
  );
  return gestures;
}

/**
 * Loads what follows the feed while the page loads in its own process and the server starts in another: together they
 * are most of this program, and nothing of it is needed to show the window.
 */
async function loadWatch(options: WatchOptions): Promise<IncidentWatch> {
  const { watchIncidents } = await import('./news/watch-incidents.ts');
  return watchIncidents(options);
}

type Scribe = ReturnType<typeof createScribeWindow>;

const makeChangeSettings =
  (told: { settings: SettingsStore; window: MainWindow; scribe: Scribe; tellDesk: () => Promise<void> }) =>
  (change: Partial<Settings>): Settings => {
    const changed = told.settings.change(change);
    void told.tellDesk();
    told.window.tellSettings(changed);
    told.scribe.tellSettings(changed);
    return changed;
  };

function answersOfTeam({
  settings,
  session,
  dataFolder,
  scribe,
  window,
  watching,
}: {
  settings: SettingsStore;
  session: SessionHolder;
  dataFolder: string;
  scribe: Scribe;
  window: MainWindow;
  watching: Promise<IncidentWatch>;
}) {
  // The window that chose gets the answer; the scribe bar is told separately.
  const tellBar = async (chosen: Promise<Session>) => {
    scribe.tellSession(await chosen);
    return chosen;
  };
  return {
    session: session.current,
    suggestedName: async () => suggestName(userInfo().username),
    startHere: async (choice) => tellBar(session.startHere(choice)),
    joinTeam: async (choice) => tellBar(session.joinTeam(choice)),
    joinHub: session.joinHub,
    leaveHub: session.leaveHub,
    about: async () => ({
      version: app.getVersion(),
      dataFolder,
      teamToken: settings.membership()?.team?.token.how ?? null,
    }),
    saveReview: async (choice) =>
      saveReview(choice, { address: await session.address(), window: window.current() }),
    openRecord: async () => openRecord(window.current()),
    openExternal: async (address) => shell.openExternal(address),
    answerPage: async (choice) => (await watching).answer(choice),
    mute: async (choice) => (await watching).mute(choice),
  } satisfies Partial<Bridge>;
}

const answersOfBar = (scribe: Scribe) =>
  ({
    closeScribe: async () => scribe.hide(),
    resizeScribe: async ({ height }) => scribe.resize(height),
    captureScreen: async () => scribe.capture(),
    readClipboard,
    noteDone: async (result) => scribe.noteDone(result),
  }) satisfies Partial<Bridge>;

function openWhenAsked(window: MainWindow) {
  app.on('second-instance', (_event, args) => window.open(findDeepLink(args) ?? undefined));
  app.on('open-url', (_event, link) => window.open(readDeepLink(link) ?? undefined));
  app.on('activate', () => window.open());
}

/** DE15: asks the running desktop, prints the result, and ends. */
async function noteAndEnd(note: Exclude<ReturnType<typeof readNoteCommand>, null>) {
  const noted =
    typeof note === 'string' ? { ok: false, says: note } : await sendNote(app.getPath('userData'), note);
  const stream = noted.ok ? process.stdout : process.stderr;
  stream.write(`${noted.says}\n`, () => app.exit(noted.ok ? 0 : 1));
}

/** JN6: verifies a record, prints the result, and ends. */
async function verifyAndEnd(asked: Exclude<ReturnType<typeof readVerifyCommand>, null>) {
  const { text, exitCode } = 'file' in asked ? await verifyAt(asked.file) : { text: asked.says, exitCode: 2 };
  const stream = exitCode === 2 ? process.stderr : process.stdout;
  stream.write(`${text}\n`, () => app.exit(exitCode));
}

const given = process.argv.slice(app.isPackaged ? 1 : 2);
const note = readNoteCommand(given);
const toVerify = readVerifyCommand(given);
// No top-level await here: Electron's ready event waits for this module.
if (toVerify !== null) {
  void verifyAndEnd(toVerify);
} else if (note !== null) {
  void noteAndEnd(note);
} else if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  if (app.isPackaged) app.setAsDefaultProtocolClient('muster');
  void app.whenReady().then(start);
} else {
  app.quit();
}
