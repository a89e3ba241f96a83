import { describe, expect, test } from 'vitest';
import { readEvents } from './sse.ts';

async function read(...parts: (string | Uint8Array)[]): Promise<string[]> {
  const events: string[] = [];
  for await (const data of readEvents(streamOf(parts))) if (data !== null) events.push(data);
  return events;
}

async function* streamOf(parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
}

describe('the event stream', () => {
  test('[HT6] one event is the data between blank lines', async () => {
    expect(await read('data: {"a":1}\n\ndata:{"b":2}\n\n')).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('[HT6] several data lines of one event are joined, other fields and comments are passed over', async () => {
    expect(await read(': hello\n\nid: 7\nevent: x\ndata: one\ndata: two\n\n')).toEqual(['one\ntwo']);
  });

  test('[HT6] any cut between chunks gives the same events, within a character and within a line end too', async () => {
    const bytes = new TextEncoder().encode('data: Zoë 🚒\r\n\r\n: ping\r\n\r\ndata: two\r\n\r\n');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(['Zoë 🚒', 'two']);
    }
    expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(['Zoë 🚒', 'two']);
  });

  test('[HT6] an event cut off by the end of the stream is not an event', async () => {
    expect(await read('data: one\n\ndata: tw')).toEqual(['one']);
  });

  test('[HT6] a comment is a sign of life without data', async () => {
    const seen: (string | null)[] = [];
    for await (const data of readEvents(streamOf([': ping\n\n']))) seen.push(data);
    expect(seen).toEqual([null]);
  });

  test('[HT6] an event without end is refused instead of filling the memory', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    await expect(read('data: ', ...Array.from({ length: 33 }, () => megabyte))).rejects.toThrow('32 MiB');
  });
});
