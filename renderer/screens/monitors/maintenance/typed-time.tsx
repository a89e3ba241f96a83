import { useState } from 'react';
import { TextInput } from '@mantine/core';

type TimeProps = {
  label: string;
  hint: string;
  value: string;
  /** How the text was understood, or why it was not. */
  said: { understood: string } | { wrong: string } | null;
  expected?: string | undefined;
  /** It takes the focus. */
  isFirst?: boolean;
  onChange: (value: string) => void;
};

/** A typed time with its interpretation below. An error shows once the field loses focus. */
export function TypedTime({ label, hint, value, said, expected, isFirst = false, onChange }: TimeProps) {
  const [isLeft, setIsLeft] = useState(false);
  const wrong = said && 'wrong' in said ? said.wrong : undefined;
  return (
    <TextInput
      label={label}
      description={said && 'understood' in said ? said.understood : hint}
      spellCheck={false}
      autoFocus={isFirst}
      value={value}
      error={(isLeft || expected !== undefined ? wrong : undefined) ?? expected}
      onBlur={() => setIsLeft(true)}
      onChange={(event) => {
        setIsLeft(false);
        onChange(event.currentTarget.value);
      }}
    />
  );
}
