// DE14: the scribe bar: an input line on top of all other windows. Its window is created once and kept hidden, so that
// it opens immediately. It also plays the sounds, which must work while the main window is closed.
import {
  BrowserWindow,
  app,
  clipboard,
  desktopCapturer,
  ipcMain,
  screen,
  type IpcMainEvent,
  type IpcMainInvokeEvent,
  type NativeImage,
} from 'electron';
import type { Clip, NoteRequest, NoteResult, Session, Settings, Sound } from '../bridge.ts';
import { strings } from '../strings.ts';
import { isFrom, pagePreferences } from './security.ts';

const width = 720;
const firstHeight = 96;
const noteWithinMs = 15_000;

type Options = { url: string; origin: string; icon: string; openRoom: () => string | null };

export function createScribeWindow(options: Options) {
  const bar = holdBar(options);
  const notes = awaitNotes();

  async function show(incident: string | null) {
    const at = Date.now();
    const window = bar.prepare();
    bar.rememberFocus();
    await bar.listening();
    place(window);
    window.webContents.send('tell:scribe', { at, incident: incident ?? options.openRoom() });
    window.show();
    window.focus();
  }

  return {
    isTrusted: bar.isTrusted,
    prepare: () => void bar.prepare(),
    show: (incident: string | null) => void show(incident),
    hide: bar.hide,
    resize: (height: number) => {
      const window = bar.current();
      if (!window) return;
      // Chromium's zoom applies per address, so the bar has the main window's text size.
      const zoom = window.webContents.getZoomFactor();
      const bounds = window.getBounds();
      window.setBounds({ ...bounds, width: Math.round(width * zoom), height: Math.round(height * zoom) });
    },
    play: (sound: Sound) =>
      void bar.listening().then(() => bar.current()?.webContents.send('tell:sound', sound)),
    tellSettings: (changed: Settings) => bar.current()?.webContents.send('tell:settings', changed),
    tellSession: (session: Session) => bar.current()?.webContents.send('tell:session', session),
    noteDone: notes.done,
    /** A line from the command line, handled as if it had been typed in the bar. */
    async note(request: Omit<NoteRequest, 'id'>): Promise<NoteOutcome> {
      const window = bar.prepare();
      const { id, outcome, isWaiting } = notes.begin();
      await Promise.race([bar.listening(), outcome]);
      if (isWaiting()) window.webContents.send('tell:note', { ...request, id });
      return outcome;
    },
    capture: () => captureWithout(bar.current),
  };
}

/** The hidden window of the bar: created once another window is visible, and again when its page has crashed. */
function holdBar({ url, origin, icon }: Options) {
  let window: BrowserWindow | null = null;
  let isListening = Promise.withResolvers<void>();
  let wasFocused: BrowserWindow | null = null;
  const isQuitting = watchQuitting();
  const isTrusted = (event: IpcMainInvokeEvent | IpcMainEvent) => isFrom(event, { window, origin });
  ipcMain.on('tell:scribe-listening', (event) => {
    if (isTrusted(event)) isListening.resolve();
  });
  const hide = () => {
    window?.hide();
    // Windows and Linux return the focus by themselves; macOS only when the whole app is hidden.
    if (process.platform === 'darwin' && wasFocused === null) app.hide();
  };
  return {
    isTrusted,
    hide,
    current: () => window,
    /** Resolves when the page of the bar takes messages. */
    listening: () => isListening.promise,
    rememberFocus: () => {
      wasFocused = BrowserWindow.getFocusedWindow();
    },
    prepare: (): BrowserWindow => {
      if (window) return window;
      isListening = Promise.withResolvers();
      window = buildBar(icon);
      window.on('close', (event) => {
        // Esc and Alt+F4 only hide it, to keep a half-typed line.
        if (isQuitting()) return;
        event.preventDefault();
        hide();
      });
      window.once('closed', () => {
        window = null;
      });
      window.webContents.on('render-process-gone', () => window?.destroy());
      void window.loadURL(url);
      return window;
    },
  };
}

/** Whether the app is about to quit. */
function watchQuitting() {
  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  return () => isQuitting;
}

type NoteOutcome = Omit<NoteResult, 'id'>;

/** Notes that the bar was asked to write, until it says what became of them. */
function awaitNotes() {
  const waiting = new Map<string, (outcome: NoteOutcome) => void>();
  let count = 0;
  return {
    begin: () => {
      const id = `note-${++count}`;
      const { promise: outcome, resolve } = Promise.withResolvers<NoteOutcome>();
      const timer = setTimeout(() => {
        waiting.delete(id);
        resolve({
          ok: false,
          says: 'Muster runs but did not answer in time; look into the room before you repeat it.',
        });
      }, noteWithinMs);
      waiting.set(id, (result) => {
        clearTimeout(timer);
        resolve(result);
      });
      return { id, outcome, isWaiting: () => waiting.has(id) };
    },
    done: (result: NoteResult) => {
      waiting.get(result.id)?.(result);
      waiting.delete(result.id);
    },
  };
}

/** The screen without the bar on it. */
async function captureWithout(bar: () => BrowserWindow | null): Promise<Uint8Array<ArrayBuffer>> {
  const isShown = bar()?.isVisible() ?? false;
  bar()?.hide();
  try {
    return await captureScreen();
  } finally {
    if (isShown) {
      bar()?.show();
      bar()?.focus();
    }
  }
}

function buildBar(icon: string): BrowserWindow {
  return new BrowserWindow({
    width,
    height: firstHeight,
    title: strings.musterWriteTimeline,
    icon,
    show: false,
    frame: false,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    webPreferences: {
      ...pagePreferences,
      // It is mostly hidden, and must still open at once and play sounds.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
}

/** On the screen with the pointer, a fifth from its top. */
function place(bar: BrowserWindow) {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  const { height } = bar.getBounds();
  const across = Math.min(Math.round(width * bar.webContents.getZoomFactor()), workArea.width);
  bar.setBounds({
    x: Math.round(workArea.x + (workArea.width - across) / 2),
    y: Math.round(workArea.y + workArea.height / 5),
    width: across,
    height,
  });
}

async function captureScreen(): Promise<Uint8Array<ArrayBuffer>> {
  const display = screen.getPrimaryDisplay();
  const { width: across, height: down } = display.size;
  const thumbnailSize = {
    width: Math.round(across * display.scaleFactor),
    height: Math.round(down * display.scaleFactor),
  };
  const sources = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize }).catch(() => []);
  const source = sources.find(({ display_id: id }) => id === String(display.id)) ?? sources[0];
  if (!source || source.thumbnail.isEmpty())
    throw new Error(
      'The system did not let Muster see the screen. Copy a screenshot and attach the clipboard.',
    );
  return new Uint8Array(source.thumbnail.toPNG());
}

export async function readClipboard(): Promise<Clip | null> {
  const png = await readPicture();
  if (png) return { kind: 'image', png };
  const text = await clipboard.readText();
  return text === '' ? null : { kind: 'text', text };
}

/** Before version 45, Electron has `readImage` for pictures and cannot list the clipboard's types. */
async function readPicture(): Promise<Uint8Array<ArrayBuffer> | null> {
  const older = clipboard as unknown as { readImage?: () => NativeImage };
  if (older.readImage) {
    const image = older.readImage();
    return image.isEmpty() ? null : new Uint8Array(image.toPNG());
  }
  const item = (await clipboard.read()).find(({ types }) => types.includes('image/png'));
  const blob = await item?.getType<string>('image/png');
  return blob instanceof Blob ? new Uint8Array(await blob.arrayBuffer()) : null;
}
