/** RFC 4180. Text that a spreadsheet would read as a formula gets a leading apostrophe. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  [...rows.map((row) => row.map(cell).join(',')), ''].join('\r\n');

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
