import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openDatabase } from '../../storage/database.ts';
import type { HandedOver, Letter, LetterKind } from './letter.ts';
import { openOutbox } from './outbox.ts';

type Answer = (letter: Letter) => Promise<HandedOver> | HandedOver;
const takeAll: Answer = () => ({ went: 'sent' });

/** An outbox over a real file, with a clock of its own; `handed` is what left, in order. */
async function openStage(afterCrash: LetterKind['afterCrash'] = 'ask') {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-outbox-'));
  let clock = 1_800_000_000_000;
  let ids = 0;
  const handed: string[] = [];
  let answer = takeAll;
  const open = () => {
    const database = openDatabase(path.join(folder, 'muster.db'));
    const outbox = openOutbox({
      database,
      now: () => clock,
      makeId: () => `id${++ids}`,
      log: pino({ level: 'silent' }),
    });
    for (const lane of ['mail', 'letters'] as const)
      outbox.define(lane, {
        lane,
        afterCrash,
        send: async (letter) => {
          handed.push(letter.key);
          return answer(letter);
        },
      });
    outbox.start();
    return { database, outbox };
  };
  let current = open();
  return {
    handed,
    answers: (how: typeof answer) => {
      answer = how;
    },
    get outbox() {
      return current.outbox;
    },
    get database() {
      return current.database;
    },
    forward: (ms: number) => {
      clock += ms;
    },
    /** Its database is closed under it; another process takes up the file. */
    crash: () => {
      current.database.sql.close();
      current = open();
    },
    letter: (key: string) => current.outbox.list({ recipient: 'bo' }).find((each) => each.key === key),
    [Symbol.asyncDispose]: async () => {
      await current.outbox.close();
      if (current.database.isOpen()) await current.database.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const letter = (key: string, kind = 'mail') => ({ key, kind, recipient: 'bo', payload: { key } });
const never = () => new Promise<HandedOver>(() => {});

test('[OB1] the same key is the same letter, even after it was sent', async () => {
  await using stage = await openStage();
  stage.outbox.add([letter('a'), letter('a')]);
  await stage.outbox.runDue();
  stage.outbox.add([letter('a')]);
  await stage.outbox.runDue();
  expect(stage.handed).toEqual(['a']);
  expect(stage.letter('a')).toMatchObject({ state: 'sent', attempts: 1, maybeTwice: false });
});

test.each([
  ['ask', 'maybe-sent', false, 1],
  ['twice', 'sent', true, 2],
  ['repeat', 'sent', false, 2],
] as const)(
  '[OB4] cut short, a letter of the kind %s ends as %s',
  async (afterCrash, state, maybeTwice, times) => {
    await using stage = await openStage(afterCrash);
    stage.answers(never);
    stage.outbox.add([letter('a')]);
    await expect.poll(() => stage.handed).toEqual(['a']);
    stage.answers(() => ({ went: 'sent' }));
    stage.crash();
    await stage.outbox.runDue();
    expect(stage.letter('a')).toMatchObject({ state, maybeTwice });
    expect(stage.handed).toHaveLength(times);
  },
);

test('[OB4] only what may have arrived can be asked for again', async () => {
  await using stage = await openStage();
  stage.answers(() => ({ went: 'maybe-sent', reason: 'broke' }));
  stage.outbox.add([letter('a')]);
  await stage.outbox.runDue();
  const { id = '' } = stage.letter('a') ?? {};
  stage.answers(() => ({ went: 'sent' }));
  expect(stage.outbox.again(id)).toBe(true);
  await stage.outbox.runDue();
  expect(stage.letter('a')).toMatchObject({ state: 'sent', maybeTwice: true });
  expect(stage.outbox.again(id)).toBe(false);
});

test('[OB2] a letter that is tried again waits as long as it was told, and a letter that its way did not carry is no attempt', async () => {
  await using stage = await openStage();
  const outcomes: HandedOver[] = [
    { went: 'shut', reason: 'no connection', waitMs: 5_000 },
    { went: 'again', reason: 'busy', waitMs: 60_000 },
    { went: 'sent' },
  ];
  stage.answers(() => outcomes.shift() ?? { went: 'sent' });
  stage.outbox.add([letter('a')]);
  await stage.outbox.runDue();
  expect(stage.letter('a')).toMatchObject({ state: 'queued', attempts: 0, reason: 'no connection' });
  stage.forward(4_999);
  await stage.outbox.runDue();
  expect(stage.handed).toHaveLength(1);
  stage.forward(1);
  await stage.outbox.runDue();
  expect(stage.letter('a')).toMatchObject({ state: 'queued', attempts: 1 });
  stage.forward(60_000);
  await stage.outbox.runDue();
  expect(stage.letter('a')).toMatchObject({ state: 'sent', attempts: 2 });
});

test('[OB6] a lane that hangs holds up no other, and what is dropped does not leave', async () => {
  await using stage = await openStage();
  const release = Promise.withResolvers<HandedOver>();
  stage.answers(({ kind }) => (kind === 'mail' ? release.promise : { went: 'sent' }));
  stage.outbox.add(Array.from({ length: 9 }, (_, index) => letter(`m${index}`)));
  stage.outbox.add([letter('l', 'letters')]);
  await expect.poll(() => stage.letter('l')?.state).toBe('sent');
  expect(stage.letter('m8')?.state).toBe('queued');
  stage.database.transaction(() => stage.outbox.drop('bo', 'gone'));
  const quiet = stage.outbox.whenQuiet('bo');
  release.resolve({ went: 'sent' });
  await quiet;
  await stage.outbox.runDue();
  expect(stage.letter('m8')).toMatchObject({ state: 'dropped', reason: 'gone' });
  expect(stage.handed).not.toContain('m8');
});

test('[OB6] a letter that cannot be written in one lane holds up no other lane', async () => {
  await using stage = await openStage();
  let failures = 0;
  const settle = () => {
    failures += 1;
    throw new Error('no disk');
  };
  stage.answers(({ kind }) => (kind === 'mail' ? { went: 'sent', settle } : { went: 'sent' }));
  stage.outbox.add([letter('m')]);
  await expect.poll(() => failures).toBeGreaterThan(0);
  stage.outbox.add([letter('l', 'letters')]);
  await expect.poll(() => stage.letter('l')?.state).toBe('sent');
  expect(stage.letter('m')?.state).toBe('sending');
});

test('[OB2] consequences of an outcome are written with it, or not at all', async () => {
  await using stage = await openStage();
  let settled = 0;
  stage.answers(() => ({
    went: 'sent',
    settle: () => {
      settled += 1;
      if (settled === 1) throw new Error('no disk');
    },
  }));
  stage.outbox.add([letter('a')]);
  await expect.poll(() => settled).toBe(1);
  expect(stage.letter('a')?.state).toBe('sending');
  await expect.poll(() => stage.letter('a')?.state).toBe('sent');
  expect(stage.handed).toEqual(['a']);
});
