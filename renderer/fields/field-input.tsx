import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core';
import type { FieldValue, FormField } from './field.ts';
import styles from './fields.module.css';

type InputProps = {
  field: FormField;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
};

/** The input that a field asks for; steps are in steps-input.tsx. */
export function FieldInput({ field, value, error, onChange }: InputProps) {
  const common = { label: field.label, description: field.hint, error, withAsterisk: field.isRequired };
  const text = value === null || typeof value === 'object' ? '' : String(value);
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
          classNames={{ description: styles.toggleHint ?? '', error: styles.toggleHint ?? '' }}
          label={field.label}
          description={field.hint}
          error={error}
          checked={typeof value === 'boolean' ? value : field.fallback === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
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
