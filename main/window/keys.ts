const modifier = /^(?:command|cmd|control|ctrl|commandorcontrol|cmdorctrl|alt|option|altgr|super|meta)$/u;
const functionKey = /^f(?:[1-9]|1\d|2[0-4])$/u;
const key = /^(?:[a-z0-9]|space|tab|insert|delete|home|end|pageup|pagedown|up|down|left|right)$/u;

/**
 * Whether an accelerator is suitable as a global shortcut. Electron ignores unknown words, so `Nonsense+Q` would
 * take the letter Q from all programs. A plain letter, or Shift with a letter, is not allowed either.
 */
export function areKeys(accelerator: string): boolean {
  const parts = accelerator.toLowerCase().split('+');
  const last = parts.pop() ?? '';
  if (!parts.every((part) => part === 'shift' || modifier.test(part))) return false;
  if (functionKey.test(last)) return parts.length > 0;
  return key.test(last) && parts.some((part) => modifier.test(part));
}
