import { TextInput } from '@mantine/core';

type Props = {
  label: string;
  description?: string;
  name: string;
  error: string | undefined;
  change: (name: string) => void;
  /** Whether the form already has a name, so that the focus stays where it is. */
  isKnown?: boolean;
};

/** The name of a record, which is the first field of its form. */
export const NameField = ({ label, description, name, error, change, isKnown = false }: Props) => (
  <TextInput
    label={label}
    description={description}
    // The user opened the form to type here.
    autoFocus={!isKnown}
    maxLength={120}
    value={name}
    error={error}
    onChange={(event) => change(event.currentTarget.value)}
  />
);
