import { FieldInput } from './field-input.tsx';
import { stepsIn, type FieldValue, type FieldValues, type FormField } from './field.ts';
import { StepsInput } from './steps-input.tsx';
import styles from './fields.module.css';

type FormProps = {
  fields: readonly FormField[];
  values: FieldValues;
  /** The server's error for `settings.<name>`. */
  expected: (field: string) => string | undefined;
  onChange: (values: FieldValues) => void;
};

/** The fields of one kind: ungrouped fields first, the others under their headings. */
export function FieldForm({ fields, values, expected, onChange }: FormProps) {
  const groups = [...new Set(fields.map(({ group }) => group))].toSorted(
    (a, b) => Number(a !== null) - Number(b !== null),
  );
  const change = (name: string) => (value: FieldValue) => onChange({ ...values, [name]: value });
  return groups.map((group) => (
    <div key={group} className={styles.group} role="group" aria-label={group ?? undefined}>
      {group !== null && <h2 className={styles.head}>{group}</h2>}
      {fields
        .filter((field) => field.group === group)
        .map((field) =>
          field.steps ? (
            <StepsInput
              key={field.name}
              field={field}
              form={field.steps}
              steps={stepsIn(values[field.name])}
              expected={(inner) => expected(`settings.${field.name}${inner}`)}
              onChange={change(field.name)}
            />
          ) : (
            <FieldInput
              key={field.name}
              field={field}
              value={values[field.name] ?? null}
              error={expected(`settings.${field.name}`)}
              onChange={change(field.name)}
            />
          ),
        )}
    </div>
  ));
}
