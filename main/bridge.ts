// Every question the renderer may ask the desktop, and everything the desktop may tell it: types for the
// renderer, names for the preload, validation in answer-bridge.ts. Nothing else crosses. The preload exposes it
// as `window.muster` (a DesktopBridge); in a browser guest's page that is undefined.
import type { CopyChoice } from '#room/pir/copies/copy-choice.ts';
import type { formats } from '#room/pir/formats/index.ts';

/** The address of this window's own server, and the person who uses this desktop. */
export type Session = {
  /** `http://127.0.0.1:PORT` of the embedded server; it can change when the server restarts. */
  server: string;
  /** Bearer token for that server. */
  token: string;
  /** The team's server this desktop replicates, null for a war room on this computer. */
  team: string | null;
  /** The previous port of this war room, when another program took it. */
  lostPort?: number;
};

export type Settings = {
  theme: 'system' | 'dark' | 'light';
  /** Percent of the usual size. */
  textSize: 90 | 100 | 110 | 125 | 150;
  /** The zone in which times are shown, and of typed times without a zone. */
  times: 'local' | 'utc';
  /** `system`: as set in the operating system; `less`: no animation. */
  motion: 'system' | 'less';
  notifications: boolean;
  /** Sounds for pages and mentions. */
  sounds: boolean;
  /** 0 to 1. */
  volume: number;
  /** The global shortcut of the scribe bar, as an Electron accelerator; empty: none. */
  scribeKey: string;
};

/** An answer to a page that is being sent. `written`: it is in the room and reaches the team with the room. */
export type PageAnswer = {
  page: string;
  answer: 'acknowledge' | 'decline';
  state: 'sending' | 'written' | 'waiting';
};

/** State that only this desktop has, for its window to show. */
export type DesktopState = {
  answers: readonly PageAnswer[];
  /** Services muted on this desktop, and until when (epoch ms). */
  mutes: readonly { service: string; until: number }[];
  /** `taken`: another program has the keys; `unknown`: not a valid shortcut; `wayland`: no global shortcuts. */
  scribeKey: 'on' | 'off' | 'taken' | 'unknown' | 'wayland';
};

/** A request to open the scribe bar: its time (epoch ms, this computer's clock) and the open incident, if any. */
export type ScribeOpening = { at: number; incident: string | null };
/** A line from the command line. The scribe bar's page reads and writes it like a line typed there. */
export type NoteRequest = { id: string; text: string; incident: string | null; at: string | null };
export type NoteResult = { id: string; ok: boolean; says: string };
export type Sound = { name: 'page' | 'mention'; volume: number };
export type Clip = { kind: 'text'; text: string } | { kind: 'image'; png: Uint8Array<ArrayBuffer> };

/** Facts about this desktop for the settings screen. */
export type About = {
  version: string;
  /** Where this desktop keeps its rooms. */
  dataFolder: string;
  /** How the token for the team's server is kept: encrypted by the OS, or in a file only this user may read. */
  teamToken: 'keyring' | 'file' | null;
};

export type SavedFile = { saved: true; path: string } | { saved: false };

/** The formats that the server serves, a PDF printed from one, and the record that Muster reads. */
export type ReviewFormat = keyof typeof formats | 'pdf' | 'muster';

/** Where a window should go: from a notification, the tray, the menu or a `muster://` link. */
export type Destination =
  | { screen: 'lobby' }
  | { screen: 'declare' }
  | { screen: 'settings' }
  /** Asks for the record's file. */
  | { screen: 'record' }
  /** The reader's own action items. */
  | { screen: 'action-items' }
  /** `task`: null for all of them. */
  | { screen: 'recurring-tasks'; task: string | null }
  | { screen: 'on-call' }
  | { screen: 'room'; incident: string; entry?: string }
  | { screen: 'join'; link: string };

/** Questions, each with one answer. A failure is an Error with a message for the person. */
export type Bridge = {
  /** Null on the first run, until startHere or joinTeam was chosen. */
  session(): Promise<Session | null>;
  suggestedName(): Promise<string>;
  startHere(choice: { name: string }): Promise<Session>;
  joinTeam(choice: { link: string; name: string }): Promise<Session>;
  /** Adds a hub of this team as another upstream server; its address is enough. */
  joinHub(choice: { link: string }): Promise<{ url: string; host: string }>;
  leaveHub(choice: { url: string }): Promise<void>;
  settings(): Promise<Settings>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  about(): Promise<About>;
  /** Asks where to save, then writes the PIR of one incident in one format, or a copy of it with hidden words. */
  saveReview(choice: {
    incident: string;
    format: ReviewFormat;
    copy?: CopyChoice | undefined;
  }): Promise<SavedFile>;
  /** Asks for a record's file and reads it; null when the person cancels. */
  openRecord(): Promise<Uint8Array<ArrayBuffer> | null>;
  openExternal(url: string): Promise<void>;
  desk(): Promise<DesktopState>;
  answerPage(choice: { page: string; answer: PageAnswer['answer'] }): Promise<void>;
  /** 0 hours ends the mute. */
  mute(choice: { service: string; hours: 0 | 1 | 4 | 8 }): Promise<void>;
  /** Hides the bar and returns the keyboard focus. */
  closeScribe(): Promise<void>;
  resizeScribe(choice: { height: number }): Promise<void>;
  /** The primary screen without the bar, as PNG. */
  captureScreen(): Promise<Uint8Array<ArrayBuffer>>;
  readClipboard(): Promise<Clip | null>;
  noteDone(result: NoteResult): Promise<void>;
};

/** Announcements from the desktop; subscribing returns the unsubscribe. */
export type Announcements = {
  onDestination(listener: (destination: Destination) => void): () => void;
  onSession(listener: (session: Session) => void): () => void;
  onDesk(listener: (desk: DesktopState) => void): () => void;
  /** The settings changed, in this window, in another one or from the menu. */
  onSettings(listener: (settings: Settings) => void): () => void;
  onScribe(listener: (opening: ScribeOpening) => void): () => void;
  onNote(listener: (request: NoteRequest) => void): () => void;
  onSound(listener: (sound: Sound) => void): () => void;
};

export type DesktopBridge = Bridge & Announcements;

const questions = {
  session: true,
  suggestedName: true,
  startHere: true,
  joinTeam: true,
  joinHub: true,
  leaveHub: true,
  settings: true,
  changeSettings: true,
  about: true,
  saveReview: true,
  openRecord: true,
  openExternal: true,
  desk: true,
  answerPage: true,
  mute: true,
  closeScribe: true,
  resizeScribe: true,
  captureScreen: true,
  readClipboard: true,
  noteDone: true,
} satisfies Record<keyof Bridge, true>;

/** Every question by name: one that is missing above does not compile. */
export const bridgeQuestions = Object.keys(questions) as readonly (keyof Bridge)[];

/** How an answer crosses: the preload turns a failure back into an Error with this message. */
export type Answered = { ok: true; answer: unknown } | { ok: false; message: string };
