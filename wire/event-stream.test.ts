import { describe, expect, test } from 'vitest';
import { createEventReader, readEvents } from './event-stream.ts';

function read(...chunks: string[]): string[] {
  const reader = createEventReader();
  return chunks.flatMap((chunk) => reader(chunk));
}

async function follow(...chunks: string[]): Promise<(string | null)[]> {
  async function* stream() {
    yield* chunks;
  }
  const seen: (string | null)[] = [];
  for await (const data of readEvents(stream())) seen.push(data);
  return seen;
}

describe('the event stream', () => {
  test('[HT6] one event is the data between blank lines', () => {
    expect(read('data: {"a":1}\n\ndata:{"b":2}\n\n')).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('[HT6] several data lines of one event are joined, other fields and comments are passed over', () => {
    expect(read(': hello\n\nid: 7\nevent: x\ndata: one\ndata: two\n\n')).toEqual(['one\ntwo']);
  });

  test.each(['\n', '\r\n', '\r'])(
    '[HT6] any cut between chunks gives the same events, within a line end too: %j',
    (end) => {
      const text = ['data: Zoë', '', ': ping', '', 'data: two', 'data: 2', '', ''].join(end) + ':';
      for (let cut = 0; cut <= text.length; cut++)
        expect(read(text.slice(0, cut), text.slice(cut)), `cut at ${cut}`).toEqual(['Zoë', 'two\n2']);
      expect(read(...text.split(''))).toEqual(['Zoë', 'two\n2']);
    },
  );

  test('[HT6] an event cut off by the end of the stream is not an event', () => {
    expect(read('data: one\n\ndata: tw')).toEqual(['one']);
  });

  test('[HT6] a comment is a sign of life without data', async () => {
    expect(await follow(': ping\n\n')).toEqual([null]);
    expect(await follow('data: a\n\n', ': ping\n\n')).toEqual(['a', null, null]);
  });

  test('[HT6] an event without end is refused instead of filling the memory', async () => {
    const megabyte = 'x'.repeat(1024 * 1024);
    await expect(follow('data: ', ...Array.from({ length: 33 }, () => megabyte))).rejects.toThrow('32 MiB');
  });
});
