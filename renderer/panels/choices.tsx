import type { ReactNode } from 'react';
import styles from './ask.module.css';

export type Choice<T extends string> = { value: T; shown: ReactNode; hint?: string };

type ChoicesProps<T extends string> = {
  legend: string;
  name: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
};

/** One of a few, as radio buttons: arrow keys move, and each says what it means. */
export function Choices<T extends string>({ legend, name, value, choices, onChange }: ChoicesProps<T>) {
  return (
    <fieldset className={styles.choices}>
      <legend className="spoken">{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice} data-checked={choice.value === value}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            data-autofocus={choice.value === value ? true : undefined}
            onChange={() => onChange(choice.value)}
          />
          {choice.shown}
          {choice.hint && <span>{choice.hint}</span>}
        </label>
      ))}
    </fieldset>
  );
}
