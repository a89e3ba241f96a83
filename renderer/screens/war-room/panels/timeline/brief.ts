import { cutLine } from '#room/text/cut.ts';

/** A person's words without their leading name, cut to fit on a line with other text. */
export function brief(said: string, who: string): string {
  const words = (said.startsWith(who) ? said.slice(who.length) : said).replace(/^[:\s]+/u, '');
  return cutLine(words.split('\n', 1)[0] ?? '', 90);
}
