import { useState, type ChangeEvent, type KeyboardEvent } from 'react';
import { isoDate, readDay } from '#room/time.ts';
import { readWholeDay } from '#room/typed-day.ts';
import { useTeamClock } from './now.tsx';
import { sayShortDay, sayWeekday, shownDays } from './say-time.ts';

type TypedDay = {
  /** Which weekday that is, or null for no day. */
  understood: string | null;
  /** Why what is typed is no day. */
  wrong: string | null;
  input: {
    value: string;
    spellCheck: false;
    onChange: (event: ChangeEvent<HTMLInputElement>) => void;
    onBlur: () => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
};

/**
 * IN6: a field for a day as people type it: `tomorrow`, `fri`, `24 Dec`, `2026-12-24`. `value` is such as `2026-12-24`,
 * empty for none. `onChange` hears of the next one when the field is left or Enter pressed; what is no day comes as it was typed.
 */
export function useTypedDay(value: string, onChange: (day: string) => void): TypedDay {
  const clock = useTeamClock();
  // Null while nobody types here: then it shows the value.
  const [typed, setTyped] = useState<string | null>(null);
  const read = readWholeDay(typed ?? value, clock.now(), shownDays);
  const day = read === null || 'wrong' in read ? null : isoDate(read.at);
  const wrong = read !== null && 'wrong' in read ? read.wrong : null;
  const commit = () => {
    if (typed === null) return;
    const next = day ?? typed.trim();
    if (next !== value) onChange(next);
    // What is wrong stays as it was typed, to be corrected.
    if (wrong === null) setTyped(null);
  };
  return {
    understood: day === null ? null : sayWeekday(readDay(day)!),
    wrong,
    input: {
      value: typed ?? (day === null ? value : sayShortDay(readDay(day)!)),
      spellCheck: false,
      onChange: (event) => setTyped(event.currentTarget.value),
      onBlur: commit,
      onKeyDown: (event) => {
        if (event.key === 'Enter') commit();
      },
    },
  };
}
