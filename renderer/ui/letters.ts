// KY2: a letter outside of every field is a key or the beginning of a word. A word is two signs close together; it goes
// to the line that takes text, and none of its letters acts.

/**
 * `act`: it waits until it is clear that no word begins. `lead`: it leads into a field, and what is typed right after
 * it belongs there, so it waits less. `quick`: it only moves about, so it acts at once.
 */
export type Manner = 'act' | 'lead' | 'quick';

export type Letter = {
  text: string;
  /** When it was pressed, in ms of one clock. */
  at: number;
  manner: Manner;
  /** A digit right after it is an answer to what it opens, not a word. */
  takesDigits: boolean;
  /** Whether anything is bound to it. */
  isBound: boolean;
  act: () => void;
};

type JudgeOptions = {
  /** Runs something after that many ms; the answer calls it off. */
  later: (ms: number, run: () => void) => () => void;
  /** Takes what is typed; null where no line takes it. */
  takeText: () => ((text: string) => void) | null;
};

/** `waits` and `done`: the press is dealt with. `again`: it is judged anew, now that what waited has acted. `act`: it acts now. */
export type Judgement = 'done' | 'again' | 'act';

export type LetterJudge = {
  press: (letter: Letter) => Judgement;
  /** Lets what waits act now; whether anything waited. */
  settle: () => boolean;
  /** Another screen: what was typed on the last one says nothing about this one. */
  reset: () => void;
};

const wordMs: Readonly<Record<Manner, number>> = { act: 400, lead: 200, quick: 200 };

export function createLetterJudge({ later, takeText }: JudgeOptions): LetterJudge {
  let waiting: Letter | null = null;
  let quick: Letter | null = null;
  let callOff: (() => void) | null = null;
  /** The last letter of a word that nothing takes. */
  let typedAt = -Infinity;

  const drop = () => {
    callOff?.();
    callOff = null;
    const dropped = waiting;
    waiting = null;
    return dropped;
  };
  const settle = () => {
    const letter = drop();
    letter?.act();
    return letter !== null;
  };
  const pressBeside = (letter: Letter, take: (text: string) => void): Judgement => {
    const before = waiting ?? quick;
    if (before && letter.at - before.at < wordMs[before.manner]) {
      if (waiting?.takesDigits && isDigit(letter.text)) return again();
      if (waiting === null && letter.manner === 'quick') return actQuickly(letter);
      // To move and then to act is not a word yet; a third sign makes it one, with all three.
      if (waiting === null && letter.isBound) return wait({ ...letter, text: before.text + letter.text });
      drop();
      quick = null;
      take(before.text + letter.text);
      return 'done';
    }
    // The machine was too busy to let it act in time.
    if (waiting) return again();
    if (letter.manner === 'quick') return actQuickly(letter);
    quick = null;
    if (!isWordSign(letter.text)) return 'act';
    return wait(letter);
  };
  const wait = (letter: Letter): Judgement => {
    quick = null;
    waiting = letter;
    callOff = later(wordMs[letter.manner], settle);
    return 'done';
  };
  const again = (): Judgement => {
    settle();
    return 'again';
  };
  const actQuickly = (letter: Letter): Judgement => {
    quick = letter;
    return 'act';
  };
  /** Without a line that takes text, the letters that are bound to nothing tell a word. */
  const pressAlone = (letter: Letter): Judgement => {
    if (!/^\p{L}$/u.test(letter.text)) return 'act';
    const isInWord = letter.at - typedAt < wordMs.act;
    if (isInWord || !letter.isBound) typedAt = letter.at;
    return isInWord ? 'done' : 'act';
  };
  return {
    press: (letter) => {
      const take = takeText();
      return take ? pressBeside(letter, take) : pressAlone(letter);
    },
    settle,
    reset: () => {
      drop();
      quick = null;
      typedAt = -Infinity;
    },
  };
}

const isDigit = (text: string) => /^\d$/.test(text);
const isWordSign = (text: string) => /^[\p{L}\p{N}]$/u.test(text);
