import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { useTypedDay } from './use-typed-day.ts';

type DayProps = {
  label: string;
  /** Such as `2026-12-24`; empty for none. */
  value: string;
  /** What the server expected. */
  error?: ReactNode;
  /** Once the field is left: a day, empty, or what was typed where it is no day. */
  onChange: (day: string) => void;
};

/** IN6: a day that is typed, with the weekday that it is. */
export function DayField({ label, value, error, onChange }: DayProps) {
  const { input, understood, wrong } = useTypedDay(value, onChange);
  return (
    <TextInput
      label={label}
      description={understood}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      error={wrong ?? error}
      {...input}
    />
  );
}
