import type { DesktopBridge } from '#main/bridge.ts';
import { limits } from '#room/text/limits.ts';
import { strings } from '../../strings/index.ts';
import { sayTimeOfDay } from '../../ui/say-time.ts';
import type { Taken } from './clips.tsx';

const words = strings.scribe;
const nameTime = (at: number) => sayTimeOfDay(at).replace(':', '.');

/** A screenshot of the primary screen. Rejects with a message for the user. */
export async function takeScreen(bridge: DesktopBridge, at: number): Promise<Taken> {
  return picture(await bridge.captureScreen(), words.screenshotOf(nameTime(at)));
}

/** The clipboard as a file; null when it is empty. */
export async function takeClip(bridge: DesktopBridge, at: number): Promise<Taken | null> {
  const clip = await bridge.readClipboard();
  if (clip === null) return null;
  if (clip.kind === 'image') return picture(clip.png, words.clipboardOf(nameTime(at), 'png'));
  return textFile(clip.text, at);
}

/** A pasted picture, or text that the line cannot hold as it is; other text goes into the line as usual. */
export function takePasted(data: DataTransfer, at: number): Taken | null {
  const pasted = [...data.files].find(({ type }) => type.startsWith('image/'));
  const text = data.getData('text/plain');
  // The field would join the lines, and cut what is too long.
  if (!pasted) return text.length > limits.text || text.trim().includes('\n') ? textFile(text, at) : null;
  const ending = pasted.type.slice('image/'.length);
  const name = words.clipboardOf(nameTime(at), ending);
  return { file: new File([pasted], name, { type: pasted.type }), text: null };
}

const textFile = (text: string, at: number): Taken => ({
  file: new File([text], words.clipboardOf(nameTime(at), 'txt'), { type: 'text/plain' }),
  text,
});

const picture = (png: Uint8Array<ArrayBuffer>, name: string): Taken => ({
  file: new File([png], name, { type: 'image/png' }),
  text: null,
});
