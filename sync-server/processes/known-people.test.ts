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

const begun = 1_700_000_000_000;
const now = () => begun;
const silence = {
  tell: () => undefined,
  onMessage: () => () => undefined,
  close: async () => undefined,
};

const roleOf = new Map<string, string>();
const personOf = (token: string) => {
  const role = roleOf.get(token);
  const identity =
    role === undefined ? null : { person: token, name: token, role, mayCarryOthers: false, label: token };
  return { identity, hidden: [] };
};

/** A lead; an older one reads only the first token. */
async function startLead(isOld: boolean, aheadMs = 0) {
  const questions: string[][] = [];
  const server = createServer((asked, answer) => {
    void text(asked).then((body) => {
      const { token, others } = JSON.parse(body) as { token: string; others: string[] };
      questions.push([token, ...others]);
      const more = isOld ? {} : { others: others.map(personOf), at: begun + aheadMs };
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
    ...silence,
    onMessage: (listener: (heard: Heard) => void) => {
      heard.push(listener);
      return () => undefined;
    },
  };
  const known = knowPeople({ lead: () => server.lead, fanOut, now, log: pino({ level: 'silent' }) });
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

test.each([
  ['ten minutes behind', false, 600_000, 600_000],
  ['ahead', false, -600_000, -600_000],
  ['right, and the answer took a moment', false, -300, 0],
  ['beside an older lead, which does not say its time', true, 600_000, 0],
] as const)(
  '[MP6] [SY15] a process goes by the clock of the lead: it is %s',
  async (_how, isOld, lead, ahead) => {
    using server = await startLead(isOld, lead);
    const known = knowPeople({
      lead: () => server.lead,
      fanOut: silence,
      now,
      log: pino({ level: 'silent' }),
    });
    await known.learn('ana');
    expect(known.now() - begun).toBe(ahead);
    known.close();
  },
);
