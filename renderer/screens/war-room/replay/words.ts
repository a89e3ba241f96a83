// The words that a replay shows about itself.
import { sayMoment } from '#renderer/ui/say-time.ts';
import { usualPromptMs } from '#room/log/replay.ts';
import { strings } from '../../../strings/index.ts';

const words = strings.replay;

/** `Sat 21 Nov 14:32:07`, in the shown zone. */
export function sayDateTime(at: number): string {
  return `${sayMoment(at)}:${String(new Date(at).getSeconds()).padStart(2, '0')}`;
}

export type Honesty = { time: number; late: number; textsFrom: number | null; trouble: string | null };

/** RP3: how the replay differs from the screen at that time; null when it does not. */
export function sayHonestly({ time, late, textsFrom, trouble }: Honesty): string | null {
  const said: string[] = [];
  if (trouble !== null) said.push(trouble);
  else if (textsFrom === null) said.push(words.noTexts);
  else if (textsFrom - time > usualPromptMs) said.push(words.textsSince(sayDateTime(textsFrom)));
  if (late > 0) said.push(words.lateEntries(late));
  return said.length > 0 ? said.join(' ') : null;
}
