import { useState } from 'react';
import { Button } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { FieldInput } from './field-input.tsx';
import type { FieldValue, FieldValues, FormField } from './field.ts';
import styles from './fields.module.css';

const words = strings.fields;

type StepProps = {
  number: number;
  title: string;
  fields: readonly FormField[];
  values: FieldValues;
  expected: (name: string) => string | undefined;
  isLast: boolean;
  onChange: (name: string, value: FieldValue) => void;
  onMove: (by: -1 | 1) => void;
  /** Null for the only step. */
  onRemove: (() => void) | null;
};

const isMain = (field: FormField) => field.isRequired || field.isMain;
const isSet = ({ fallback }: FormField, value: FieldValue | undefined) =>
  value !== undefined && value !== null && value !== '' && value !== fallback;

/** One step: required and main fields, and the others behind a button. */
export function StepFields(props: StepProps) {
  const { number, title, fields, values, expected, isLast, onChange, onMove, onRemove } = props;
  const more = fields.filter((field) => !isMain(field));
  const [isOpen, setIsOpen] = useState(() => more.some((field) => isSet(field, values[field.name])));
  // A field with an error must be visible.
  const isShown = isOpen || more.some(({ name }) => expected(name) !== undefined);
  const draw = (field: FormField) => (
    <FieldInput
      key={field.name}
      field={field}
      value={values[field.name] ?? null}
      error={expected(field.name)}
      onChange={(value) => onChange(field.name, value)}
    />
  );
  return (
    <fieldset className={styles.step}>
      <legend className={styles.stepTitle}>{title}</legend>
      <div className={styles.stepActs}>
        <Act label={words.moveUp(number)} text={words.up} isOff={number === 1} onClick={() => onMove(-1)} />
        <Act label={words.moveDown(number)} text={words.down} isOff={isLast} onClick={() => onMove(1)} />
        {onRemove !== null && (
          <Act label={words.removeStep(number)} text={words.remove} isOff={false} onClick={onRemove} />
        )}
      </div>
      {fields.filter(isMain).map(draw)}
      {isShown && more.map(draw)}
      {more.length > 0 && (
        <div className={styles.wide}>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isShown}
            aria-label={
              isShown
                ? words.lessOf(number)
                : words.moreOf(
                    number,
                    more.map(({ label }) => label),
                  )
            }
            onClick={() => setIsOpen(!isShown)}
          >
            {isShown ? words.less : words.more}
          </Button>
          {!isShown && <span className="label">{more.map(({ label }) => label).join(', ')}</span>}
        </div>
      )}
    </fieldset>
  );
}

type ActProps = { label: string; text: string; isOff: boolean; onClick: () => void };

/** A button that keeps the focus when it becomes disabled, at the first or last place. */
function Act({ label, text, isOff, onClick }: ActProps) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      aria-label={label}
      aria-disabled={isOff}
      {...(isOff && { 'data-disabled': true })}
      onClick={onClick}
    >
      {text}
    </Button>
  );
}
