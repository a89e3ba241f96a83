// Settings that may be written but are never read back.
import type { Check } from './check.ts';

/** What stands for a secret in an answer; sent back, it means "as it was". */
export const mask = '••••••••';

type Settings = Readonly<Record<string, unknown>>;

export function hideSecrets(check: Check | undefined, settings: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => {
      const isHidden = check?.fields[name]?.isSecret === true && value !== '';
      return [name, isHidden ? mask : value];
    }),
  );
}

export function restoreSecrets(settings: Settings, before: Settings): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === mask ? (before[name] ?? '') : value]),
  );
}
