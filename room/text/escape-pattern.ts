/** The text as a part of a regular expression that matches exactly it. Node 20 has no `RegExp.escape`. */
export const escapePattern = (text: string): string =>
  text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
