import { useState, type ChangeEvent, type KeyboardEvent } from 'react';
import { isoDate, readDay } from '#room/time/time.ts';
import { readWholeDay } from '#room/time/typed-day.ts';
import { useTeamClock } from './now.tsx';
import { sayShortDay, sayWeekday, shownDays } from './say-time.ts';

type TypedDay = {
  /** The weekday of the typed date, or null if it is not a date. */
  understood: string | null;
  /** Why the typed text is not a date. */
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
 * IN6: a field for a date as people type it: `tomorrow`, `fri`, `24 Dec`, `2026-12-24`. `value` is such as
 * `2026-12-24`, empty for none. `onChange` is called when the field loses the focus or Enter is pressed. Text
 * that is not a date is passed as typed.
 */
export function useTypedDay(value: string, onChange: (day: string) => void): TypedDay {
  const clock = useTeamClock();
  // Null while nobody is typing; the field then shows the value.
  const [typed, setTyped] = useState<string | null>(null);
  const read = readWholeDay(typed ?? value, clock.now(), shownDays);
  const day = read === null || 'wrong' in read ? null : isoDate(read.at);
  const wrong = read !== null && 'wrong' in read ? read.wrong : null;
  const commit = () => {
    if (typed === null) return;
    const next = day ?? typed.trim();
    if (next !== value) onChange(next);
    // Invalid text stays, so that it can be corrected.
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
