// AB: my absences and my local public holidays, in whole days of my time zone.
import { useRef } from 'react';
import { Button } from '@mantine/core';
import type { Contact } from '#room/feed/feed.ts';
import { readHolidays } from '#room/time/holidays.ts';
import { isoDate } from '#room/time/time.ts';
import { dayMs, openZone, readWallDay } from '#room/time/zone.ts';
import { readFile } from '../../../fields/read-file.ts';
import { strings } from '../../../strings/index.ts';
import { DayField } from '../../../ui/day-field.tsx';
import { DaysField } from '../../../ui/days-field.tsx';
import styles from './contact.module.css';

const words = strings.onCall.away;

/** First and last day, such as `2026-12-24`; '' until typed. */
export type AwayDays = { first: string; last: string };

export function daysOf(away: NonNullable<Contact['away']>, timeZone: string): AwayDays[] {
  const zone = openZone(timeZone);
  const day = (at: number) => isoDate(at + zone.offsetAt(at));
  return away.map(({ from, to }) => ({ first: day(from), last: day(to - 1) }));
}

/** Omits empty rows. An invalid day is sent as no time, which the server rejects by field name. */
export function awayOf(days: readonly AwayDays[], timeZone: string): NonNullable<Contact['away']> {
  const zone = openZone(timeZone);
  const startOf = (day: number) => (Number.isNaN(day) ? day : zone.toInstant(day));
  return days.flatMap(({ first, last }) => {
    if (first === '') return [];
    const [from, to] = [readWallDay(first), readWallDay(last === '' ? first : last)];
    return [{ from: startOf(from), to: startOf(to + dayMs) }];
  });
}

type AwayProps = {
  away: readonly AwayDays[];
  holidays: readonly string[];
  onChange: (part: { away?: readonly AwayDays[]; holidays?: readonly string[] }) => void;
  expected: (field: string) => string | undefined;
};

export function AwayFields({ away, holidays, onChange, expected }: AwayProps) {
  const file = useRef<HTMLInputElement>(null);
  const put = (index: number, part: Partial<AwayDays>) =>
    onChange({ away: away.with(index, { ...away[index]!, ...part }) });
  const read = async (chosen: File | undefined) => {
    if (chosen === undefined) return;
    const found = readHolidays(await readFile(chosen));
    onChange({ holidays: [...new Set([...holidays, ...found])].toSorted() });
  };
  return (
    <fieldset className={styles.part}>
      <legend>{words.title}</legend>
      <p className="label">{words.lead}</p>
      {away.map(({ first, last }, index) => (
        <div key={index} className={styles.days}>
          <DayField
            label={words.first}
            value={first}
            error={expected(`contact.away.${index}.from`)}
            onChange={(day) => put(index, { first: day })}
          />
          <DayField
            label={words.last}
            value={last}
            error={expected(`contact.away.${index}.to`)}
            onChange={(day) => put(index, { last: day })}
          />
          <Button
            variant="subtle"
            aria-label={words.remove(first)}
            onClick={() => onChange({ away: away.toSpliced(index, 1) })}
          >
            {strings.onCall.override.remove}
          </Button>
        </div>
      ))}
      <div>
        <Button size="compact-sm" onClick={() => onChange({ away: [...away, { first: '', last: '' }] })}>
          {words.add}
        </Button>
      </div>
      <DaysField
        label={words.holidays}
        description={words.holidaysHint}
        value={holidays}
        error={holidays.map((_, index) => expected(`contact.holidays.${index}`)).find(Boolean)}
        onChange={(days) => onChange({ holidays: days })}
      />
      <div>
        <input
          ref={file}
          type="file"
          accept=".ics,text/calendar"
          hidden
          aria-label={words.readFile}
          onChange={(event) => {
            read(event.currentTarget.files?.[0]).catch(reportError);
            event.currentTarget.value = '';
          }}
        />
        <Button size="compact-sm" onClick={() => file.current?.click()}>
          {words.readFile}
        </Button>
      </div>
    </fieldset>
  );
}
