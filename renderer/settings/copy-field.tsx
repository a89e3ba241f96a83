import { useEffect, useState } from 'react';
import { Button, Textarea, TextInput } from '@mantine/core';
import { strings } from '../strings/index.ts';
import styles from './copy-field.module.css';

const words = strings.settings;

const thankMs = 2000;

/** A value to take along: selected by a click, copied by a button that says so. */
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
  return (
    <div className={styles.copy}>
      {value.includes('\n') ? (
        <Textarea
          className={styles.value ?? ''}
          label={label}
          value={value}
          autosize
          wrap="off"
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
      ) : (
        <TextInput
          className={styles.value ?? ''}
          label={label}
          value={value}
          readOnly
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
      <Button onClick={copy}>{outcome === 'copied' ? words.copied : words.copy}</Button>
      <span className="label" role="status">
        {outcome === 'failed' ? words.selectLinkCopy : ''}
      </span>
    </div>
  );
}
