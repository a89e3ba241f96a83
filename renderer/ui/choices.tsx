import { useId, type KeyboardEvent, type ReactNode } from 'react';
import styles from './ask.module.css';

export type Choice<T extends string> = { value: T; shown: ReactNode; hint?: string };

type ChoicesProps<T extends string> = {
  legend: string;
  name: string;
  value: T;
  choices: readonly Choice<T>[];
  onChange: (value: T) => void;
};

/** Radio buttons with a description each. Arrows move; the digits 1 to 9 choose directly. */
export function Choices<T extends string>({ legend, name, value, choices, onChange }: ChoicesProps<T>) {
  const id = useId();
  const chooseByDigit = (event: KeyboardEvent<HTMLElement>) => {
    const chosen = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined;
    if (!chosen || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(chosen.value);
    event.currentTarget.querySelectorAll('input')[choices.indexOf(chosen)]?.focus();
  };
  return (
    <fieldset className={styles.choices} onKeyDown={chooseByDigit}>
      <legend className="spoken">{legend}</legend>
      {choices.map((choice) => (
        <div key={choice.value} className={styles.choice} data-checked={choice.value === value}>
          <label>
            <input
              type="radio"
              name={name}
              checked={choice.value === value}
              aria-describedby={choice.hint && `${id}-${choice.value}`}
              data-autofocus={choice.value === value ? true : undefined}
              onChange={() => onChange(choice.value)}
            />
            {choice.shown}
          </label>
          {choice.hint && (
            <span id={`${id}-${choice.value}`} onClick={() => onChange(choice.value)}>
              {choice.hint}
            </span>
          )}
        </div>
      ))}
    </fieldset>
  );
}
