import { NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { CheckField } from './monitor.ts';
import styles from './settings.module.css';

type InputProps = {
  field: CheckField;
  value: string | number;
  error: string | undefined;
  onChange: (value: string | number) => void;
};

/** The input that a field asks for. */
export function CheckFieldInput({ field, value, error, onChange }: InputProps) {
  const common = { label: field.label, description: field.hint, error, withAsterisk: field.isRequired };
  const text = String(value);
  if (field.input === 'choice') {
    return (
      <Select
        {...common}
        data={[...(field.options ?? [])]}
        value={text || String(field.fallback ?? '')}
        allowDeselect={false}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    );
  }
  if (field.input === 'number') {
    return (
      <NumberInput
        {...common}
        value={value}
        suffix={field.unit ? ` ${field.unit}` : ''}
        placeholder={field.fallback === null ? '' : String(field.fallback)}
        onChange={onChange}
      />
    );
  }
  if (field.input === 'lines') {
    return (
      <Textarea
        {...common}
        className={styles.wide ?? ''}
        autosize
        minRows={2}
        maxRows={8}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <TextInput
      {...common}
      {...(field.input === 'url' && { className: styles.wide ?? '', type: 'url', placeholder: 'https://' })}
      value={text}
      spellCheck={false}
      placeholder={field.fallback === null ? '' : String(field.fallback)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
