// What this desktop remembers: one electron-store file in the user's data folder, readable only by this user.
// A setting is one entry below: its default, its validation, and how it takes effect.
import { nativeTheme, safeStorage } from 'electron';
import Store from 'electron-store';
import { z } from 'zod';
import type { Settings } from './bridge.ts';

type Setting<T> = { default: T; check: z.ZodType<T>; apply: (now: Settings) => void };

/** The menu steps through these sizes. */
const textSizes: readonly Settings['textSize'][] = [90, 100, 110, 125, 150];

const settings: { [Name in keyof Settings]: Setting<Settings[Name]> } = {
  theme: {
    default: 'system',
    check: z.enum(['system', 'dark', 'light']),
    apply: ({ theme }) => {
      nativeTheme.themeSource = theme;
    },
  },
  textSize: { default: 100, check: z.literal([...textSizes]), apply: () => undefined },
  times: { default: 'local', check: z.enum(['local', 'utc']), apply: () => undefined },
  motion: { default: 'system', check: z.enum(['system', 'less']), apply: () => undefined },
  notifications: { default: true, check: z.boolean(), apply: () => undefined },
  sounds: { default: true, check: z.boolean(), apply: () => undefined },
  volume: { default: 0.7, check: z.number().min(0).max(1), apply: () => undefined },
  // Ctrl with Alt types characters on many keyboards, and Ctrl+Shift+Space is often another program's.
  scribeKey: { default: 'CommandOrControl+Shift+F9', check: z.string().max(60), apply: () => undefined },
};

const names = Object.keys(settings) as readonly (keyof Settings)[];

export const settingsChangeSchema: z.ZodType<Partial<Settings>> = z.strictObject(
  Object.fromEntries(names.map((name) => [name, settings[name].check.optional()])),
);

export type TextStep = 'usual' | 'larger' | 'smaller';

/** The next size in that direction; the largest and the smallest stay. */
export function stepTextSize(from: Settings['textSize'], step: TextStep): Settings['textSize'] {
  if (step === 'usual') return settings.textSize.default;
  const next = textSizes.indexOf(from) + (step === 'larger' ? 1 : -1);
  return textSizes[Math.min(Math.max(next, 0), textSizes.length - 1)] ?? from;
}

/** Encrypted by the OS where it has a keyring. Otherwise plain text, protected only by the file's mode. */
type KeptToken = { how: 'keyring' | 'file'; value: string };
export type Bounds = { x: number; y: number; width: number; height: number; isMaximized: boolean };
/** `team` is null for a war room on this computer alone. */
export type Membership = {
  name: string;
  team: KeptServer | null;
  /** Hubs added beside the team's server; absent from files of older versions. */
  hubs?: readonly KeptServer[];
};
/** For a hub, `fingerprint` is that of its only valid certificate. Older versions wrote none. */
export type KeptServer = { url: string; token: KeptToken; fingerprint?: string };

type Kept = {
  settings: Partial<Settings>;
  membership: Membership | null;
  bounds: Bounds | null;
  /** The last port of the embedded server; null before its first start. */
  port: number | null;
  /** DE13: until when each service is muted on this desktop, epoch ms. */
  mutes: Record<string, number>;
};
export type SettingsStore = ReturnType<typeof openSettings>;

export function openSettings() {
  const store = new Store<Kept>({
    name: 'settings',
    defaults: { settings: {}, membership: null, bounds: null, port: null, mutes: {} },
    clearInvalidConfig: true,
    configFileMode: 0o600,
  });
  const read = () => readSettings(store.get('settings'));
  const apply = () => {
    const now = read();
    for (const setting of Object.values(settings)) setting.apply(now);
  };
  apply();
  return {
    read,
    change(change: Partial<Settings>): Settings {
      store.set('settings', { ...store.get('settings'), ...change });
      apply();
      return read();
    },
    membership: () => store.get('membership'),
    keepMembership: (membership: Membership) => store.set('membership', membership),
    port: () => portSchema.safeParse(store.get('port')).data ?? null,
    keepPort: (port: number) => store.set('port', port),
    bounds: () => store.get('bounds'),
    mutes: () => mutesSchema.safeParse(store.get('mutes')).data ?? {},
    keepMutes: (mutes: Record<string, number>) => store.set('mutes', mutes),
    keepBounds: (bounds: Bounds) => store.set('bounds', bounds),
  };
}

const portSchema = z.int().min(1).max(65_535);
const mutesSchema = z.record(z.string(), z.number());

const readSettings = (kept: Partial<Settings>): Settings =>
  Object.fromEntries(names.map((name) => [name, readSetting(name, kept)])) as Settings;

/** The file may contain anything: the default replaces an invalid value. */
function readSetting<Name extends keyof Settings>(name: Name, kept: Partial<Settings>): Settings[Name] {
  const parsed = settings[name].check.safeParse(kept[name]);
  return parsed.success ? parsed.data : settings[name].default;
}

export function sealToken(token: string): KeptToken {
  if (!safeStorage.isEncryptionAvailable()) return { how: 'file', value: token };
  return { how: 'keyring', value: safeStorage.encryptString(token).toString('base64') };
}

/** Null when another keyring encrypted it: the person has to join again. */
export function openToken(kept: KeptToken): string | null {
  if (kept.how === 'file') return kept.value;
  try {
    return safeStorage.decryptString(Buffer.from(kept.value, 'base64'));
  } catch {
    return null; // another user's or another machine's keyring
  }
}
