import type { ReactNode } from 'react';
import { TagsInput } from '@mantine/core';
import { isoDate, readDay } from '#room/time/time.ts';
import { readWholeDay } from '#room/time/typed-day.ts';
import { useTeamClock } from './now.tsx';
import { sayShortDay, shownDays } from './say-time.ts';

type DaysProps = {
  label: string;
  description: string;
  /** Dates such as `2026-12-24`. */
  value: readonly string[];
  /** The server's validation message. */
  error?: ReactNode;
  /** Called with dates; what is no date stays as typed. */
  onChange: (days: string[]) => void;
};

const say = (day: string): string => {
  const at = readDay(day);
  return at === null ? day : sayShortDay(at);
};

/** IN6: several typed dates, each shown as `24 Dec 2026`. */
export function DaysField({ value, onChange, ...field }: DaysProps) {
  const clock = useTeamClock();
  const dateOf = (text: string): string => {
    const read = readWholeDay(text, clock.now(), shownDays);
    return read === null || 'wrong' in read ? text : isoDate(read.at);
  };
  return <TagsInput {...field} value={value.map(say)} onChange={(days) => onChange(days.map(dateOf))} />;
}
