// CN10: one escape function per service, for all text from outside: no title, service or check can become markup, a
// link or a mention of many. Addresses stay as they are: no service reads markup in them.

const address = /https?:\/\/[^\s<>|[\]\\`]+/giu;

/** Escapes everything except addresses. */
function besidesAddresses(text: string, escape: (text: string) => string): string {
  let escaped = '';
  let end = 0;
  for (const match of text.matchAll(address)) {
    escaped += escape(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return escaped + escape(text.slice(end));
}

/** Breaks mentions with an invisible character; e-mail addresses stay as they are. */
export const withoutCalls = (text: string): string =>
  text.replaceAll(/(?<![\p{L}\p{N}_])@(?=[\p{L}\p{N}_.-])/gu, '@\u200B');

/**
 * CommonMark: a backslash escapes its punctuation. `#`, `-`, `+` and numbers have a meaning only at the start of a
 * line.
 */
const markdown = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>|~&]/gu, String.raw`\$&`)
    .replaceAll(/^(\s{0,3})([#+=-])/gmu, String.raw`$1\$2`)
    .replaceAll(/^(\s{0,3}\d{1,9})([.)])(?=\s)/gmu, String.raw`$1\$2`)
    // Four spaces at the start of a line would make it code.
    .replaceAll(/^[ \t]{4,}/gmu, '   ');

/**
 * Slack's three control characters: without them no link, mention or call can be written. `@here` also works in plain
 * text.
 */
export const slackText = (text: string): string =>
  besidesCalls(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const besidesCalls = (text: string) => text.replaceAll(/@(?=(?:channel|here|everyone|all)\b)/giu, '@\u200B');

/** Discord's own Markdown. `allowed_mentions` beside the text prevents mentions. */
export const discordText = (text: string): string =>
  besidesAddresses(text, (part) =>
    part
      .replaceAll(/[\\`*_[\]<>|~#:]/gu, escapeInDiscord)
      .replaceAll(/^(\s*)([-+])(?=\s)/gmu, String.raw`$1\$2`),
  );

/** Escapes a colon only where it could begin `:name:` or a time stamp. */
function escapeInDiscord(character: string, index: number, whole: string): string {
  return character === ':' && !/^:[\w+-]+:/u.test(whole.slice(index)) ? character : `\\${character}`;
}

export const mattermostText = (text: string): string =>
  besidesAddresses(text, (part) =>
    withoutCalls(markdown(part)).replaceAll(/[:#](?=[\p{L}_+-])/gu, String.raw`\$&`),
  );

/** Adaptive card: a line break needs two spaces before it. A mention needs an entry outside the text. */
export const teamsText = (text: string): string => besidesAddresses(text, markdown).replaceAll('\n', '  \n');

/**
 * GitHub's and GitLab's Markdown. A slash at the start of a line is a quick action of GitLab, such as `/close`; after a
 * backslash it is a letter.
 */
export const issueText = (text: string): string =>
  besidesAddresses(text, (part) => withoutCalls(markdown(part)).replaceAll(/^(\s*)\//gmu, String.raw`$1\/`));

/** Jira's wiki markup. Two backslashes would be a line break, so each is written as its number. */
export const jiraText = (text: string): string =>
  besidesAddresses(text, (part) =>
    part
      .replaceAll('\\', '&#92;')
      .replaceAll(/[{}[\]!|*_^~]/gu, String.raw`\$&`)
      .replaceAll(/^(\s*)([#+-])/gmu, String.raw`$1\$2`)
      .replaceAll(/^(\s*(?:h[1-6]|bq))\./gmu, String.raw`$1\.`),
  );

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Escaped `text` of at most `limit` UTF-16 units, never cut inside a visible character or an escape. */
export function clipEscaped(text: string, limit: number, escape: (text: string) => string): string {
  const whole = escape(text);
  if (whole.length <= limit) return whole;
  const pieces: string[] = [];
  let size = 0;
  // Escaping never shortens text: start with the longest prefix that may fit, and shorten it until it does.
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
