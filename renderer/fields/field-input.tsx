import { useState } from 'react';
import { NumberInput, Select, Switch, Textarea, TextInput, type TextInputProps } from '@mantine/core';
import parts from '../ui/rows.module.css';
import { strings } from '../strings/index.ts';
import type { FieldValue, FormField } from './field.ts';
import styles from './fields.module.css';

type InputProps = {
  field: FormField;
  value: FieldValue;
  error: string | undefined;
  onChange: (value: FieldValue) => void;
};

/** The input for one field; steps are in steps-input.tsx. */
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
      return <SecretInput {...common} value={text} onChange={onChange} />;
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

/** The server's mask for a stored secret. */
const mask = /^•+$/u;

type SecretProps = Omit<TextInputProps, 'value' | 'onChange'> & {
  value: string;
  onChange: (value: string) => void;
};

/** Hidden unless the user reveals it. A stored secret cannot be revealed. */
function SecretInput({ value, onChange, ...common }: SecretProps) {
  const [isShown, setShown] = useState(false);
  const canShow = value !== '' && !mask.test(value);
  return (
    <TextInput
      {...common}
      type={isShown && canShow ? 'text' : 'password'}
      autoComplete="new-password"
      spellCheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSectionWidth={56}
      rightSection={
        canShow && (
          <button type="button" className={parts.quiet} onClick={() => setShown(!isShown)}>
            {isShown ? strings.fields.hide : strings.fields.show}
          </button>
        )
      }
    />
  );
}
