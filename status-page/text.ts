// Cleans text from people or other programs for display.

/** One line: no line breaks, control characters, lone surrogates, or marks that change the text direction. */
export function cleanLine(text: string): string {
  return cleanText(text).replaceAll(/\s+/gu, ' ').trim();
}

/** Keeps line breaks; cleans the rest as `cleanLine` does. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/gu, '\n')
    .replaceAll(/(?![\t\n])\p{Cc}/gu, ' ')
    .replaceAll(/[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '')
    .trim();
}

/** Cuts between words if possible, and adds an ellipsis. `most` counts UTF-16 units. */
export function shorten(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text
    .slice(0, most - 1)
    .toWellFormed()
    .replaceAll('\uFFFD', '');
  const space = cut.search(/\s\S*$/u);
  return `${(space > most / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** The size of the text in UTF-8. */
export function bytesOf(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x80) bytes += 1;
    else if (code < 0x8_00) bytes += 2;
    else if (code >= 0xd8_00 && code <= 0xdb_ff) {
      bytes += 4;
      index += 1;
    } else bytes += 3;
  }
  return bytes;
}
