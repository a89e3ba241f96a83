// text/event-stream as used by the live feed (HT6): `data` fields and comments (WHATWG HTML, 9.2).

// A snapshot of 1,000 incidents and 2,000 monitors is about 1 MB; an event above this limit is not from our feed.
const maxEventChars = 32 * 1024 * 1024;

/**
 * Parses a stream from chunks that may end anywhere: pass each chunk, get the `data` of every event it completed.
 * Throws when one event is larger than 32 MiB.
 */
export function createEventReader(): (chunk: string) => string[] {
  let rest = '';
  let data: string[] = [];
  let size = 0;
  let isReturnLast = false;
  return (chunk) => {
    size += chunk.length;
    if (size > maxEventChars) throw new Error('the live feed sent an event of more than 32 MiB');
    // An unfinished line is only collected: scanning it again with each piece would take quadratic time.
    const mayEnd = isReturnLast || /[\r\n]/.test(chunk);
    isReturnLast = chunk === '' ? isReturnLast : chunk.endsWith('\r');
    const lines = mayEnd ? (rest + chunk).split(/\r\n|\n|\r(?!$)/) : [rest + chunk];
    rest = lines.pop() ?? '';
    const events: string[] = [];
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) events.push(data.join('\n'));
        data = [];
        size = rest.length;
      } else if (line.startsWith('data:')) {
        data.push(line.slice(line[5] === ' ' ? 6 : 5));
      }
    }
    return events;
  };
}

/**
 * Yields the `data` of each event, and null for each chunk, even without an event, so that the reader can tell a quiet
 * stream from a dead one. Throws as `createEventReader` does, and when the chunks end with an error.
 */
export async function* readEvents(chunks: AsyncIterable<string>): AsyncGenerator<string | null> {
  const read = createEventReader();
  for await (const chunk of chunks) {
    yield* read(chunk);
    yield null;
  }
}
