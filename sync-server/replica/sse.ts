// text/event-stream as the live feed speaks it (HT6): `data:` lines and comments.

// A snapshot of 1,000 incidents and 2,000 monitors is about 1 MB; more than this is not our feed.
const maxEventChars = 32 * 1024 * 1024;

/**
 * Yields the `data` of each event, and null for each sign of life that carries none (a comment, a part of an
 * event): whoever reads it can tell a quiet stream from a dead one. Throws when one event grows past 32 MiB.
 */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | null> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let size = 0;
  let isReturnLast = false;
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    size += chunk.byteLength;
    if (size > maxEventChars) throw new Error('the live feed sent an event of more than 32 MiB');
    // A line that goes on is only put together: to look at it anew with each piece would take for ever.
    const mayEnd = isReturnLast || /[\r\n]/.test(text);
    isReturnLast = text === '' ? isReturnLast : text.endsWith('\r');
    const lines = mayEnd ? (rest + text).split(/\r\n|\n|\r(?!$)/) : [rest + text];
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield data.join('\n');
        data = [];
        size = rest.length;
      } else if (line.startsWith('data:')) {
        data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
    yield null;
  }
}
