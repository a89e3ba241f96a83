import { globalShortcut } from 'electron';
import type { DesktopState } from '../bridge.ts';
import { areKeys } from './keys.ts';

/** DE14: returns a function that registers the global shortcut and returns its state. */
export function holdScribeKey(press: () => void): (accelerator: string) => DesktopState['scribeKey'] {
  let held: { accelerator: string; state: DesktopState['scribeKey'] } | null = null;
  return (accelerator) => {
    if (held?.accelerator === accelerator && held.state === 'on') return held.state;
    if (held?.state === 'on') globalShortcut.unregister(held.accelerator);
    held = { accelerator, state: register(accelerator, press) };
    return held.state;
  };
}

function register(accelerator: string, press: () => void): DesktopState['scribeKey'] {
  if (accelerator === '') return 'off';
  if (!areKeys(accelerator)) return 'unknown';
  if (process.platform === 'linux' && process.env.XDG_SESSION_TYPE === 'wayland') return 'wayland';
  try {
    return globalShortcut.register(accelerator, press) ? 'on' : 'taken';
  } catch {
    return 'unknown'; // Electron does not understand it as keys
  }
}
