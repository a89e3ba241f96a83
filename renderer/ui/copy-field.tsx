import { useEffect, useState, type FocusEvent } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { strings } from '../strings/index.ts';
import styles from './copy-field.module.css';

const words = strings.settings;

const thankMs = 2000;
/** The characters that fit on one line. Longer values take several lines and are shown in full. */
const longest = 76;

/** A value to copy: a click selects it, and a button copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(null), thankMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  };
  const isLong = value.includes('\n') || value.length > longest;
  const field = {
    className: styles.value ?? '',
    label,
    value,
    readOnly: true,
    onFocus: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.currentTarget.select(),
  };
  return (
    <div className={isLong ? `${styles.copy} ${styles.tall}` : styles.copy}>
      {isLong ? <Textarea {...field} autosize /> : <TextInput {...field} />}
      <Button onClick={copy}>{outcome === 'copied' ? words.copied : words.copy}</Button>
      <span className="label" role="status">
        {outcome === 'failed' ? words.copyFailed : ''}
      </span>
    </div>
  );
}
