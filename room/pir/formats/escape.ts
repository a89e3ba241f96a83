const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters and half surrogate pairs are no text and would make a document ill-formed. */
const clean = (text: string): string => text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}/gu, '\uFFFD');

export const escapeHtml = (text: string): string =>
  clean(text).replace(/[&<>"']/gu, (sign) => entities[sign] ?? sign);

/** Words that mean themselves: nothing in them is Markdown, in a line as in a table's cell. */
export const escapeMarkdown = (text: string): string =>
  clean(text)
    .replace(/[\\`*_[\]<>|~$#!&]/gu, (sign) =>
      sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : sign === '&' ? '&amp;' : `\\${sign}`,
    )
    .replace(
      /^(\s*)([-+=]|\d+(?=[.)]))/gmu,
      (_, space: string, mark: string) => `${space}${/\d/u.test(mark) ? `${mark}\u200B` : `\\${mark}`}`,
    );

/** One cell of a table: lines are kept, rows are not broken. */
export const escapeCell = (text: string): string =>
  escapeMarkdown(text.trim()).replace(/\s*(?:\r\n|\r|\n)\s*/gu, '<br>');

/**
 * Markdown that somebody wrote, as a part of a larger document: its headings go below ours, HTML in it means
 * itself, and a code fence it opens it also closes.
 */
export function embedMarkdown(text: string): string {
  let fence: string | null = null;
  const lines = clean(text)
    .split(/\r\n|\r|\n/u)
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
      const isInside = fence !== null;
      if (mark && fence === null) fence = mark;
      else if (mark && fence && mark[0] === fence[0] && mark.length >= fence.length && line.trim() === mark)
        fence = null;
      return isInside ? line : embedLine(line);
    });
  return [...lines, ...(fence === null ? [] : [fence])].join('\n').trim();
}

function embedLine(line: string): string {
  const deeper = line.replace(
    /^( {0,3})(#{1,6})(?=\s)/u,
    (_, space: string, marks: string) => `${space}${'#'.repeat(Math.min(6, marks.length + 2))}`,
  );
  // A line of only = or - would make a heading or a front matter of what stands above it.
  const safe = /^ {0,3}(?:=+|-+)\s*$/u.test(deeper) ? `\\${deeper.trim()}` : deeper;
  return safe.replace(/<(?!https?:\/\/[^\s<>]+>)/gu, '&lt;');
}
