import { describe, expect, test } from 'vitest';
import { createLetterJudge, type Letter } from './letters.ts';

type Bound = Partial<Pick<Letter, 'manner' | 'takesDigits'>>;

/** A keyboard with its own clock, and a record of what each press did. */
function startKeyboard({ bound = {}, hasLine = true }: { bound?: Record<string, Bound>; hasLine?: boolean }) {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const acts: string[] = [];
  let line = '';
  const judge = createLetterJudge({
    later: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => (timers = timers.filter((each) => each !== timer));
    },
    takeText: () => (hasLine ? (text) => (line += text) : null),
  });
  const pass = (ms: number, isBusy = false) => {
    now += ms;
    if (isBusy) return;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter(({ at }) => at > now);
    for (const { run } of due) run();
  };
  const press = (text: string) => {
    const act = () => void acts.push(text);
    const of = bound[text];
    const letter = {
      text,
      at: now,
      manner: of?.manner ?? 'act',
      takesDigits: of?.takesDigits ?? false,
      isBound: of !== undefined,
      act,
    } as const;
    const judged = judge.press(letter);
    if (judged === 'again' && judge.press(letter) === 'act') act();
    if (judged === 'act') act();
  };
  /** Text that a focused field would take natively is not simulated. */
  const type = (text: string, gap: number) => {
    for (const sign of text) {
      press(sign);
      pass(gap);
    }
  };
  return { press, pass, type, judge, acts, line: () => line };
}

const room = {
  a: {},
  q: {},
  n: {},
  s: { takesDigits: true },
  c: { manner: 'lead' },
  w: { manner: 'lead' },
  j: { manner: 'quick' },
  k: { manner: 'quick' },
} as const satisfies Record<string, Bound>;

describe('letters outside of every field', () => {
  test('[KY2] two within 400 ms are a word: neither acts, both are written', () => {
    for (const word of ['qu', 'an', 'no', 'ab', 'a ', 'n,', 'as', 'x1', 'ça'])
      for (const gap of [0, 80, 250, 399]) {
        const keyboard = startKeyboard({ bound: room });
        keyboard.type(word, gap);
        keyboard.pass(5_000);
        expect({ word, gap, acts: keyboard.acts, line: keyboard.line() }).toEqual({
          word,
          gap,
          acts: [],
          line: word,
        });
      }
  });

  test('[KY2] one alone acts when it is clear that no word began', () => {
    const keyboard = startKeyboard({ bound: room });
    keyboard.press('q');
    keyboard.pass(399);
    expect(keyboard.acts).toEqual([]);
    keyboard.pass(1);
    expect(keyboard.acts).toEqual(['q']);
    keyboard.press('a');
    keyboard.pass(400);
    expect(keyboard.acts).toEqual(['q', 'a']);
    expect(keyboard.line()).toBe('');
  });

  test('[KY2] to move and then to act is no word; a third letter makes it one, with all three', () => {
    const keyboard = startKeyboard({ bound: room });
    keyboard.type('kq', 50);
    keyboard.pass(400);
    expect([keyboard.acts, keyboard.line()]).toEqual([['k', 'q'], '']);
    const word = startKeyboard({ bound: room });
    word.type('jaz', 50);
    word.pass(5_000);
    expect([word.acts, word.line()]).toEqual([['j'], 'jaz']);
  });

  test('[KY2] on a machine too busy for timers, the times of the presses decide', () => {
    const slow = startKeyboard({ bound: room });
    slow.press('a');
    slow.pass(900, true);
    slow.press('q');
    expect(slow.acts).toEqual(['a']);
    slow.pass(400);
    expect(slow.acts).toEqual(['a', 'q']);
    const word = startKeyboard({ bound: room });
    word.press('a');
    word.pass(120, true);
    word.press('q');
    word.pass(5_000);
    expect(word.acts).toEqual([]);
    expect(word.line()).toBe('aq');
  });

  test('[KY2] walking is not typing, but a word may begin with j', () => {
    const walking = startKeyboard({ bound: room });
    walking.type('jjkjj', 30);
    expect(walking.acts).toEqual(['j', 'j', 'k', 'j', 'j']);
    expect(walking.line()).toBe('');
    const word = startKeyboard({ bound: room });
    word.type('ju', 90);
    word.pass(5_000);
    expect(word.line()).toBe('ju');
    const chosen = startKeyboard({ bound: room });
    chosen.press('j');
    chosen.pass(250);
    chosen.press('a');
    chosen.pass(400);
    expect(chosen.acts).toEqual(['j', 'a']);
  });

  test('[KY2] a key that leads into a field waits 200 ms, so that what follows is written there', () => {
    const keyboard = startKeyboard({ bound: room });
    keyboard.press('c');
    keyboard.pass(200);
    expect(keyboard.acts).toEqual(['c']);
    const word = startKeyboard({ bound: room });
    word.type('ch', 90);
    expect(word.line()).toBe('ch');
    expect(word.acts).toEqual([]);
  });

  test('[KY2] a digit answers what the letter before it opened', () => {
    const keyboard = startKeyboard({ bound: room });
    keyboard.press('s');
    keyboard.pass(60);
    keyboard.press('4');
    expect(keyboard.acts[0]).toBe('s');
    expect(keyboard.line()).toBe('');
  });

  test('[KY2] without a line to write in, a word is known by a letter that does nothing', () => {
    const keyboard = startKeyboard({ bound: { m: {}, n: {}, p: {} }, hasLine: false });
    keyboard.type('mn', 50);
    expect(keyboard.acts).toEqual(['m', 'n']);
    const typing = startKeyboard({ bound: { m: {}, n: {}, p: {} }, hasLine: false });
    typing.type('and disk empty', 150);
    expect(typing.acts.filter((each) => each !== 'a' && each !== ' ')).toEqual([]);
    typing.pass(400);
    typing.press('n');
    expect(typing.acts.at(-1)).toBe('n');
  });
});
