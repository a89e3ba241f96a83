import { expect, test } from 'vitest';
import { readEvents } from './event-stream.ts';

async function read(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  async function* body() {
    for (const chunk of chunks) yield typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
  }
  const events: string[] = [];
  for await (const event of readEvents(body())) events.push(event);
  return events;
}

test('[HT6] events arrive whole however the network cuts them', async () => {
  const text = 'data: {"a":1}\n\n: still here\n\ndata: {"b":"ü"}\r\n\r\n';
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(await read(bytes.slice(0, cut), bytes.slice(cut))).toEqual(['{"a":1}', '{"b":"ü"}']);
  }
});

test('[HT6] lines of one event are joined, other fields passed over, an unfinished event dropped', async () => {
  expect(await read('event: x\nid: 7\ndata:one\ndata: two\n\ndata: cut off')).toEqual(['one\ntwo']);
});
