// The main window: shown at its last position once its page is ready, and navigated to destinations.
import {
  BrowserWindow,
  ipcMain,
  nativeTheme,
  screen,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type WebContents,
} from 'electron';
import type { DesktopState, Destination, Session, Settings } from '../bridge.ts';
import type { Bounds, SettingsStore } from '../settings.ts';
import { isFrom, pagePreferences } from './security.ts';

const usual = { width: 1440, height: 900 };
const least = { width: 720, height: 520 };

export type MainWindow = {
  /** Shows the window (opening it again if it was closed) and goes there. */
  open: (destination?: Destination) => void;
  tellSession: (session: Session) => void;
  isTrusted: (event: IpcMainInvokeEvent | IpcMainEvent) => boolean;
  current: () => BrowserWindow | null;
  /** The room open in the window, visible or not. */
  openRoom: () => string | null;
  tellDesk: (desk: DesktopState) => void;
  /** Also applies the text size, which the page cannot set itself. */
  tellSettings: (settings: Settings) => void;
  /** True while the person looks at this room, so it needs no notifications. */
  isLookingAt: (incident: string) => boolean;
};

type Options = {
  url: string;
  origin: string;
  icon: string;
  settings: SettingsStore;
  /** The window became visible. */
  onShown: () => void;
  onClosed: () => void;
};

export function createMainWindow(options: Options): MainWindow {
  let window: BrowserWindow | null = null;
  const destinations = holdDestination();
  const isTrusted: MainWindow['isTrusted'] = (event) => isFrom(event, { window, origin: options.origin });

  ipcMain.on('tell:listening', (event) => {
    if (isTrusted(event)) destinations.listens(event.sender);
  });

  function make() {
    window = buildWindow(options);
    destinations.reloads();
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) destinations.reloads();
    });
    window.once('closed', () => {
      window = null;
      options.onClosed();
    });
    window.once('show', options.onShown);
    void window.loadURL(options.url);
  }

  return {
    open(destination) {
      if (!window) make();
      else reveal(window);
      if (destination) destinations.goTo(window?.webContents, destination);
    },
    tellSession: (session) => window?.webContents.send('tell:session', session),
    isTrusted,
    current: () => window,
    openRoom: () => /#\/room\/([0-9A-Z]{26})/.exec(window?.webContents.getURL() ?? '')?.[1] ?? null,
    tellDesk: (desk) => window?.webContents.send('tell:desk', desk),
    tellSettings: (settings) => {
      window?.webContents.setZoomFactor(settings.textSize / 100);
      window?.webContents.send('tell:settings', settings);
    },
    isLookingAt: (incident) =>
      window !== null && window.isFocused() && window.webContents.getURL().includes(`#/room/${incident}`),
  };
}

/** Where the page goes; the last destination waits until the page listens. */
function holdDestination() {
  let waiting: Destination | null = null;
  let isListening = false;
  return {
    listens: (page: WebContents) => {
      isListening = true;
      if (waiting) page.send('tell:destination', waiting);
      waiting = null;
    },
    reloads: () => {
      isListening = false;
    },
    goTo: (page: WebContents | undefined, destination: Destination) => {
      if (isListening) page?.send('tell:destination', destination);
      else waiting = destination;
    },
  };
}

function buildWindow({ icon, settings }: Options): BrowserWindow {
  const bounds = settings.bounds();
  const window = new BrowserWindow({
    ...usual,
    ...(bounds && isOnScreen(bounds) ? bounds : {}),
    minWidth: least.width,
    minHeight: least.height,
    title: 'Muster',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0e1217' : '#f6f5f1',
    webPreferences: {
      ...pagePreferences,
      // Setting it later, before the first show, could prevent the `ready-to-show` event.
      zoomFactor: settings.read().textSize / 100,
    },
  });
  window.once('ready-to-show', () => {
    if (bounds?.isMaximized) window.maximize();
    window.show();
  });
  // Chromium stores a zoom factor for each address.
  const { webContents } = window;
  webContents.on('did-finish-load', () => {
    const wanted = settings.read().textSize / 100;
    if (Math.abs(webContents.getZoomFactor() - wanted) > 0.001) webContents.setZoomFactor(wanted);
  });
  window.on('close', () => {
    settings.keepBounds({ ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  return window;
}

/** The title bar must be on a connected screen. */
function isOnScreen({ x, y, width }: Bounds): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height: 40 });
  return (
    x + width > workArea.x + 100 &&
    x < workArea.x + workArea.width - 100 &&
    y >= workArea.y - 10 &&
    y < workArea.y + workArea.height - 40
  );
}

function reveal(window: BrowserWindow) {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
