/**
 * RFC 9110 section 12.5.4: the language among `offered` that the `Accept-Language` header prefers; null when it
 * prefers none of them. A regional form counts as its language: `de-AT` accepts `de`.
 */
export function preferredLanguage(header: string | undefined, offered: readonly string[]): string | null {
  const wishes = (header ?? '')
    .slice(0, 1_000)
    .split(',')
    .flatMap((part, index) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const [, given = '1'] = /^\s*q=([\d.]+)\s*$/u.exec(parameters[0] ?? '') ?? [];
      const weight = Number(given);
      const language = tag.trim().split('-', 1)[0] ?? '';
      return language === '' || !(weight > 0) ? [] : [{ language, weight, index }];
    });
  const sorted = wishes.toSorted((one, other) => other.weight - one.weight || one.index - other.index);
  for (const { language } of sorted) {
    // Any language will do: the page's own.
    if (language === '*') return null;
    if (offered.includes(language)) return language;
  }
  return null;
}
