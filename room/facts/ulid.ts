import { isUlidText } from './kind.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const timeLength = 10;
const randomBytes = 10;
// After a larger step back the time restarts; otherwise ids would be ahead until the clock catches up.
const longestStepBackMs = 60_000;

/**
 * Makes ULIDs that ascend: within one millisecond, or when the clock steps back by up to a minute, the random part
 * counts up. `random` gives that many random bytes; `now` is epoch milliseconds.
 */
export function makeUlidSource(random: (bytes: number) => Uint8Array, now: () => number): () => string {
  let lastTime = -1;
  let entropy = new Uint8Array(randomBytes);
  return () => {
    const time = Math.max(0, Math.floor(now()));
    if (time > lastTime || time < lastTime - longestStepBackMs) {
      lastTime = time;
      entropy = Uint8Array.from(random(randomBytes));
    } else if (!increment(entropy)) {
      lastTime += 1;
    }
    return encodeTime(lastTime) + encodeRandom(entropy);
  };
}

/** The creation time, epoch ms; null when it is not a ULID. */
export function ulidTime(text: string): number | null {
  if (!isUlidText(text)) return null;
  let time = 0;
  for (let index = 0; index < timeLength; index++) time = time * 32 + alphabet.indexOf(text.charAt(index));
  return time;
}

export const isUlid = (text: string): boolean => isUlidText(text);

/** Adds one in place; false when it wrapped round to zero. */
function increment(bytes: Uint8Array): boolean {
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    const next = ((bytes[index] ?? 0) + 1) & 0xff;
    bytes[index] = next;
    if (next !== 0) return true;
  }
  return false;
}

function encodeTime(time: number): string {
  let rest = time;
  let text = '';
  for (let index = 0; index < timeLength; index += 1) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeRandom(bytes: Uint8Array): string {
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >> bits) & 31);
      buffer &= (1 << bits) - 1;
    }
  }
  return text;
}
