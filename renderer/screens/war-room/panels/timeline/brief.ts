/** A person's words without their leading name, cut to fit on a line with other text. */
export function brief(said: string, who: string): string {
  const words = (said.startsWith(who) ? said.slice(who.length) : said).replace(/^[:\s]+/u, '');
  const glyphs = Array.from(words.split('\n', 1)[0] ?? '');
  return glyphs.length > 90 ? `${glyphs.slice(0, 89).join('').trimEnd()}…` : glyphs.join('');
}
