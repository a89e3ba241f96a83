import type { ReactNode } from 'react';
import { TextInput } from '@mantine/core';
import { useTypedDay } from './use-typed-day.ts';

type DayProps = {
  label: string;
  /** A date such as `2026-12-24`; empty for none. */
  value: string;
  /** The server's validation message. */
  error?: ReactNode;
  /** Called when the field loses the focus, with a date, an empty string, or the typed text if it is not a date. */
  onChange: (day: string) => void;
};

/** IN6: a typed date, with its weekday. */
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
