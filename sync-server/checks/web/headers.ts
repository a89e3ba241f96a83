// The headers that a check sends, as a person writes them: one on each line.
import { textField, type Field } from '../../forms/fields.ts';
import { validateHeaderName, validateHeaderValue } from '../../outgoing/node-http.ts';

type Words = { hint: string; group?: string; isSecret?: boolean };

export const headersField = ({ hint, ...words }: Words): Field<string> =>
  textField({
    label: 'Headers',
    hint: `One on each line: Name: value. ${hint}`,
    ...words,
    lines: true,
    max: 8_000,
    check: wrongInHeaders,
  });

/** The expected form of a list of headers, or null when the text is valid. */
export function wrongInHeaders(text: string): string | null {
  const headers = parseHeaders(text);
  if (headers === null) return 'lines of the form Name: value';
  const { host = [], 'transfer-encoding': encoding } = headers;
  // A journey fills in such placeholders later.
  const isHost = host.every(
    (value) => value.includes('{{') || (URL.canParse(`http://${value}`) && /^[^\s/?#@\\]+$/.test(value)),
  );
  if (host.length > 1 || !isHost) return 'one Host, such as shop.example or shop.example:8443';
  if (encoding !== undefined && (encoding.length > 1 || encoding[0]?.toLowerCase() !== 'chunked'))
    return 'no Transfer-Encoding but chunked';
  return null;
}

/** By lower-case name. Null when a line is not a header. A name given twice is sent twice. */
export function parseHeaders(text: string): Record<string, string[]> | null {
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (colon === -1 || !isHeader(name, value)) return null;
    headers[name] = [...(headers[name] ?? []), value];
  }
  return { ...headers };
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    // Node's reason is worded for its API, so it is not shown.
    return false;
  }
}

export const isHeaderValue = (value: string): boolean => isHeader('x', value);
