import { useState } from 'react';
import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { FieldValue, FormField } from './field.ts';
import styles from './fields.module.css';

type InputProps = {
  field: FormField;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
};

/** The input that a field asks for. */
export function FieldInput({ field, value, error, onChange }: InputProps) {
  const common = { label: field.label, description: field.hint, error, withAsterisk: field.isRequired };
  const text = value === null ? '' : String(value);
  const placeholder = field.fallback === null ? '' : String(field.fallback);
  switch (field.input) {
    case 'choice':
      return (
        <Select
          {...common}
          data={[...(field.options ?? [])]}
          value={text || String(field.fallback ?? '')}
          allowDeselect={false}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          suffix={field.unit ? ` ${field.unit}` : ''}
          placeholder={placeholder && field.unit ? `${placeholder} ${field.unit}` : placeholder}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
        />
      );
    case 'toggle':
      return (
        <Switch
          className={styles.toggle ?? ''}
          label={field.label}
          description={field.hint}
          error={error}
          checked={typeof value === 'boolean' ? value : field.fallback === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'steps':
      return <StepsInput field={field} value={value} error={error} onChange={onChange} />;
    case 'lines':
      return (
        <Textarea
          {...common}
          className={styles.wide ?? ''}
          classNames={{ input: styles.code ?? '' }}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'secret':
      return (
        <TextInput
          {...common}
          type="password"
          autoComplete="new-password"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          {...(field.input === 'url' && { className: styles.wide ?? '', type: 'url' })}
          value={text}
          spellCheck={false}
          placeholder={placeholder || (field.input === 'url' ? 'https://' : '')}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

/** Steps as JSON, one object for each; what cannot be read is kept as typed until it can. */
function StepsInput({ field, value, error, onChange }: InputProps) {
  const [typed, setTyped] = useState(() => (value ? JSON.stringify(value, null, 2) : ''));
  const [wrong, setWrong] = useState<string | null>(null);
  const read = (text: string) => {
    setTyped(text);
    try {
      const steps: unknown = text.trim() === '' ? null : JSON.parse(text);
      if (steps !== null && !Array.isArray(steps)) throw new TypeError('a list in [ ]');
      setWrong(null);
      onChange(steps);
    } catch (problem) {
      setWrong(`Steps as JSON: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  };
  return (
    <Textarea
      label={field.label}
      description={field.hint}
      error={wrong ?? error}
      withAsterisk={field.isRequired}
      className={styles.wide ?? ''}
      classNames={{ input: styles.code ?? '' }}
      autosize
      minRows={4}
      maxRows={24}
      spellCheck={false}
      value={typed}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}
