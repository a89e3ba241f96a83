// Shared functions for our calendar files (RFC 5545): escaping, line folding and times.
import { isoTime } from './time.ts';

/** An instant in UTC, `20261130T181500Z`. `at`: epoch ms. */
export const icalTime = (at: number): string => isoTime(at).replaceAll(/[-:]/gu, '');

/** RFC 5545 3.3.11; other control characters are not allowed in a file. */
export const icalText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, ' ')
    .replaceAll(/[\\;,]/gu, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`);

/** RFC 5545 3.2: a quoted parameter value, without quotes and line ends. */
export const icalParameter = (text: string): string =>
  `"${text.toWellFormed().replaceAll(/["\p{Cc}]/gu, ' ')}"`;

const encoder = new TextEncoder();

/** RFC 5545 3.1: lines of at most 75 octets, never cut inside a character; continuation lines begin with a space. */
export function icalLines(lines: readonly string[]): string {
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const sign of line) {
    const size = encoder.encode(sign).length;
    if (octets + size > 75) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += sign;
    octets += size;
  }
  return folded;
}
