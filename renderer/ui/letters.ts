// KY2: a letter typed outside all fields is either a key or the start of a word. Two characters close together
// are a word: the text goes to the line that takes text, and none of its letters acts.

/**
 * `act`: waits until it is clear that no word begins. `lead`: opens a field for the text typed next, so it waits
 * less. `quick`: only moves the selection, so it acts at once.
 */
export type Manner = 'act' | 'lead' | 'quick';

export type Letter = {
  text: string;
  /** When it was pressed, in ms on one clock. */
  at: number;
  manner: Manner;
  /** A digit right after the letter answers the opened question, and does not make a word. */
  takesDigits: boolean;
  /** Whether the letter has a binding. */
  isBound: boolean;
  act: () => void;
};

type JudgeOptions = {
  /** Runs a function after that many ms; returns a function that cancels it. */
  later: (ms: number, run: () => void) => () => void;
  /** Takes typed text; null when no line takes it. */
  takeText: () => ((text: string) => void) | null;
};

/** `done`: nothing more to do. `again`: judge this press again, because the waiting one has acted. `act`: act now. */
export type Judgement = 'done' | 'again' | 'act';

export type LetterJudge = {
  press: (letter: Letter) => Judgement;
  /** Makes the waiting letter act now; returns whether one was waiting. */
  settle: () => boolean;
  /** Forgets typed letters when the screen changes. */
  reset: () => void;
};

const wordMs: Readonly<Record<Manner, number>> = { act: 400, lead: 200, quick: 200 };

export function createLetterJudge({ later, takeText }: JudgeOptions): LetterJudge {
  const beside = judgeBesideLine(later);
  const alone = judgeAlone();
  return {
    press: (letter) => {
      const take = takeText();
      return take ? beside.press(letter, take) : alone.press(letter);
    },
    settle: beside.settle,
    reset: () => {
      beside.reset();
      alone.reset();
    },
  };
}

/** Beside a line that takes text, letters wait until it is clear whether a word begins. */
function judgeBesideLine(later: JudgeOptions['later']) {
  const { waiting, hold, drop, settle } = holdOneLetter(later);
  let quick: Letter | null = null;
  const wait = (letter: Letter): Judgement => {
    quick = null;
    hold(letter);
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
  const press = (letter: Letter, take: (text: string) => void): Judgement => {
    const held = waiting();
    const before = held ?? quick;
    if (before && letter.at - before.at < wordMs[before.manner]) {
      if (held?.takesDigits && isDigit(letter.text)) return again();
      if (held === null && letter.manner === 'quick') return actQuickly(letter);
      // A move followed by an action is not a word yet. A third character makes a word of all three.
      if (held === null && letter.isBound) return wait({ ...letter, text: before.text + letter.text });
      drop();
      quick = null;
      take(before.text + letter.text);
      return 'done';
    }
    // The waiting letter's timer is late because the machine was busy.
    if (held) return again();
    if (letter.manner === 'quick') return actQuickly(letter);
    quick = null;
    return isWordSign(letter.text) ? wait(letter) : 'act';
  };
  const reset = () => {
    drop();
    quick = null;
  };
  return { press, settle, reset };
}

/** Holds a letter until its time has passed; then it acts. */
function holdOneLetter(later: JudgeOptions['later']) {
  let waiting: Letter | null = null;
  let callOff: (() => void) | null = null;
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
  const hold = (letter: Letter) => {
    waiting = letter;
    callOff = later(wordMs[letter.manner], settle);
  };
  return { waiting: () => waiting, hold, drop, settle };
}

/** Without a line that takes text, an unbound letter shows that somebody is typing a word. */
function judgeAlone() {
  /** The time of the last letter of a word that no line takes. */
  let typedAt = -Infinity;
  return {
    press: (letter: Letter): Judgement => {
      if (!/^\p{L}$/u.test(letter.text)) return 'act';
      const isInWord = letter.at - typedAt < wordMs.act;
      if (isInWord || !letter.isBound) typedAt = letter.at;
      return isInWord ? 'done' : 'act';
    },
    reset: () => {
      typedAt = -Infinity;
    },
  };
}

const isDigit = (text: string) => /^\d$/.test(text);
const isWordSign = (text: string) => /^[\p{L}\p{N}]$/u.test(text);
