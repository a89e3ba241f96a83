import { useState } from 'react';
import { TextInput } from '@mantine/core';

type Props = {
  label: string;
  /** What must be typed. Spaces around it do not count. */
  name: string;
  disabled?: boolean;
  /** Called with whether the name is there as it is written. */
  onMatch: (isMatch: boolean) => void;
};

/** Asks to type the name of the thing to erase. Takes the focus. */
export function NameToConfirm({ label, name, disabled = false, onMatch }: Props) {
  const [typed, setTyped] = useState('');
  return (
    <TextInput
      label={label}
      autoComplete="off"
      data-autofocus
      autoFocus
      spellCheck={false}
      disabled={disabled}
      value={typed}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        onMatch(next.trim() === name);
      }}
    />
  );
}
