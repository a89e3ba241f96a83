import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pino } from 'pino';
import type { Heard } from './fan-out.ts';
import { knowPeople } from './known-people.ts';

// Only a message may make it ask again.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval'] }));
afterEach(() => void vi.useRealTimers());

const roleOf = new Map<string, string>();
const personOf = (token: string) => {
  const role = roleOf.get(token);
  const identity =
    role === undefined ? null : { person: token, name: token, role, mayCarryOthers: false, label: token };
  return { identity, hidden: [] };
};

/** A lead; an older one reads only the first token. */
async function startLead(isOld: boolean) {
  const questions: string[][] = [];
  const server = createServer((asked, answer) => {
    void text(asked).then((body) => {
      const { token, others } = JSON.parse(body) as { token: string; others: string[] };
      questions.push([token, ...others]);
      const more = isOld ? {} : { others: others.map(personOf) };
      answer.end(JSON.stringify({ ...personOf(token), erased: [], ...more }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { lead: { token: 1, address, secret: 'secret' }, questions, [Symbol.dispose]: () => server.close() };
}

test.each([
  ['one question about all', false, [['ana', 'bo']]],
  ['a question about each, of an older lead', true, [['ana', 'bo'], ['bo']]],
] as const)('[MP6] a change that the lead announces is learned at once: %s', async (_how, isOld, asked) => {
  using server = await startLead(isOld);
  const heard: ((heard: Heard) => void)[] = [];
  const fanOut = {
    tell: () => undefined,
    onMessage: (listener: (heard: Heard) => void) => {
      heard.push(listener);
      return () => undefined;
    },
    close: async () => undefined,
  };
  const known = knowPeople({ lead: () => server.lead, fanOut, log: pino({ level: 'silent' }) });
  roleOf.set('ana', 'owner').set('bo', 'responder');
  await known.learn('ana');
  await known.learn('bo');
  await known.learn('nobody');
  expect(known.identify('nobody')).toBeNull();
  server.questions.length = 0;
  roleOf.delete('bo');
  const learned = new Promise<void>((resolve) => void known.onChange(resolve));
  for (const hear of heard) hear({ from: 'lead', message: { kind: 'people' } });
  await learned;
  expect(known.identify('bo')).toBeNull();
  expect(known.identify('ana')?.role).toBe('owner');
  // Who is unknown is not asked about again.
  expect(server.questions).toEqual(asked);
  known.close();
});
