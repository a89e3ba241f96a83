// CN10: one escape for each service, for every field that is not ours: no word of a title, a service or a check
// becomes markup, a link or a call to many. Addresses stay as they are: no service reads markup within them.

const address = /https?:\/\/[^\s<>|[\]\\`]+/giu;

/** What `escape` makes of everything that is not an address. */
function besidesAddresses(text: string, escape: (text: string) => string): string {
  let escaped = '';
  let end = 0;
  for (const match of text.matchAll(address)) {
    escaped += escape(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return escaped + escape(text.slice(end));
}

/** Breaks what calls people by something that nobody sees; an address of e-mail is no call. */
export const withoutCalls = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}_])@(?=[\p{L}\p{N}_.-])/gu, '@\u200B');

/** CommonMark: any of its punctuation may follow a backslash. `#`, `-`, `+` and numbers mean something in front of a line. */
const markdown = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>|~&]/gu, String.raw`\$&`)
    .replaceAll(/^(\s{0,3})([#+=-])/gmu, String.raw`$1\$2`)
    .replaceAll(/^(\s{0,3}\d{1,9})([.)])(?=\s)/gmu, String.raw`$1\$2`)
    // Four spaces in front of a line would make it code.
    .replaceAll(/^[ \t]{4,}/gmu, '   ');

/** Its three control characters; without them no link, mention or call can be written. `@here` is read in plain words, too. */
export const slackText = (text: string): string =>
  besidesCalls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const besidesCalls = (text: string) => text.replaceAll(/@(?=(?:channel|here|everyone|all)\b)/giu, '@\u200B');

/** Its own Markdown. That nobody is called is said beside the text (`allowed_mentions`). */
export const discordText = (text: string): string =>
  besidesAddresses(text, (part) =>
    part
      .replaceAll(/[\\`*_[\]<>|~#:]/gu, escapeInDiscord)
      .replaceAll(/^(\s*)([-+])(?=\s)/gmu, String.raw`$1\$2`),
  );

/** A colon only where it could begin `:name:` or a time stamp. */
function escapeInDiscord(character: string, index: number, whole: string): string {
  return character === ':' && !/^:\w+:/u.test(whole.slice(index)) ? character : `\\${character}`;
}

export const mattermostText = (text: string): string =>
  besidesAddresses(text, (part) =>
    withoutCalls(markdown(part)).replaceAll(/[:#](?=[\p{L}_+-])/gu, String.raw`\$&`),
  );

/** An adaptive card: a line break needs two spaces before it. Names are only called by what stands beside the text. */
export const teamsText = (text: string): string => besidesAddresses(text, markdown).replaceAll('\n', '  \n');

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** `text` by `escape`, of at most `limit` UTF-16 units, never cut within what people see as one character or an escape. */
export function clipEscaped(text: string, limit: number, escape: (text: string) => string): string {
  const whole = escape(text);
  if (whole.length <= limit) return whole;
  const pieces: string[] = [];
  let size = 0;
  // Escaping only makes longer: from the longest start that may fit towards one that does.
  for (const { segment } of graphemes.segment(text)) {
    if (size + segment.length >= limit) break;
    pieces.push(segment);
    size += segment.length;
  }
  for (;;) {
    const escaped = escape(text.slice(0, size));
    if (escaped.length < limit || pieces.length === 0) return `${escaped}…`;
    const over = escaped.length - limit + 1;
    for (let dropped = 0; dropped < Math.max(1, over / 6) && pieces.length > 0;) {
      const length = pieces.pop()?.length ?? 0;
      dropped += length;
      size -= length;
    }
  }
}
