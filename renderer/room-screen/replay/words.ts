// What a replay says of itself.
import { sayTimeOfDay } from '#renderer/ui/say-time.ts';
import { usualPromptMs } from '#room/replay.ts';

/** `Sat 21 Nov 14:32:07`, in this computer's zone. */
export function sayDateTime(at: number): string {
  const time = new Date(at);
  const date = time.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
  return `${date.replace(',', '')} ${sayTimeOfDay(at)}:${String(time.getSeconds()).padStart(2, '0')}`;
}

export type Honesty = { time: number; late: number; textsFrom: number | null; trouble: string | null };

/** RP3: where this is not quite what was on the screen then; null where it is. */
export function sayHonestly({ time, late, textsFrom, trouble }: Honesty): string | null {
  const said: string[] = [];
  if (trouble !== null) said.push(trouble);
  else if (textsFrom === null) said.push('The log of this server has no texts of this room.');
  else if (textsFrom - time > usualPromptMs)
    said.push(
      `This server has had this room since ${sayDateTime(textsFrom)}: how its texts read before is not known here.`,
    );
  if (late > 0)
    said.push(
      `${late} of these entries ${late === 1 ? 'was' : 'were'} written by then, but reached this server only later.`,
    );
  return said.length > 0 ? said.join(' ') : null;
}
