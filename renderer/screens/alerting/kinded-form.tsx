import { useState, type FormEvent, type ReactNode } from 'react';
import { Button, Select, TextInput } from '@mantine/core';
import { SaveButton } from '../../fields/save-button.tsx';
import { saveRecord, useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal, toSettings, type FieldValues } from '../../fields/field.ts';
import { FieldForm } from '../../fields/field-form.tsx';
import { useAttempt } from '../../fields/use-attempt.ts';
import type { Tagged } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import type { Kind, Kinded } from './kinded.ts';
import styles from '../../ui/section.module.css';

const words = strings.alerting;

type FormProps = {
  /** For example `/channels`. */
  path: string;
  title: string;
  kinds: readonly Kind[];
  /** The item to change; null adds a new one. */
  before: Tagged<Kinded> | null;
  /** The kind that a new item begins with; null asks. */
  begin: string | null;
  /** Additional fields of the body. */
  more: Record<string, unknown>;
  children?: ReactNode;
  onDone: () => void;
};

/** What the form of one list of items takes. */
export type ItemFormProps<Item extends Kinded> = Pick<FormProps, 'kinds' | 'begin' | 'onDone'> & {
  before: Tagged<Item> | null;
};

/** Adds or changes an item of a kind. The kind defines the form's fields. */
export function KindedForm({ path, title, kinds, before, begin, more, children, onDone }: FormProps) {
  const api = useApi();
  const begun = kinds.find((each) => each.kind === begin);
  const [name, setName] = useState(before?.value.name ?? begun?.label ?? '');
  /** Somebody typed a name; until then it follows the kind. */
  const [isNamed, setNamed] = useState(before !== null);
  const [kindName, setKindName] = useState<string | null>(before?.value.kind ?? begun?.kind ?? null);
  const [values, setValues] = useState<FieldValues>((before?.value.settings ?? {}) as FieldValues);
  const kind = kinds.find((each) => each.kind === kindName);
  const body = { name, kind: kindName, settings: toSettings(kind?.fields ?? [], values), ...more };
  const { busy, problem, attempt } = useAttempt(onDone, body);
  const expected = expectedIn(problem);
  const chooseKind = (chosen: string | null) => {
    setKindName(chosen);
    if (!isNamed) setName(kinds.find((each) => each.kind === chosen)?.label ?? '');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kind) void attempt(() => saveRecord(api, path, before, body));
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={title}>
      <div className={styles.fields}>
        <Select
          label={words.kind}
          data={kinds.map((each) => ({ value: each.kind, label: each.label }))}
          value={kindName}
          error={expected('kind')}
          allowDeselect={false}
          disabled={before !== null}
          searchable
          // The kind decides the rest of the form, so it comes first.
          autoFocus={before === null && begun === undefined}
          onChange={chooseKind}
        />
        <TextInput
          label={words.name}
          value={name}
          maxLength={120}
          error={expected('name')}
          autoFocus={before !== null || begun !== undefined}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setNamed(true);
          }}
        />
      </div>
      {before === null && <PresetChoice presets={kind?.presets ?? []} onChoose={setValues} />}
      {kind && (
        <FieldForm
          key={kind.kind}
          fields={kind.fields}
          values={values}
          expected={expected}
          onChange={setValues}
        />
      )}
      {kind && children}
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <SaveButton variant="filled" loading={busy} disabled={!kind || name.trim() === ''}>
          {before ? words.save : words.add}
        </SaveButton>
        <Button variant="subtle" onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

type PresetProps = { presets: NonNullable<Kind['presets']>; onChoose: (settings: FieldValues) => void };

/** Fills the settings for a provider. */
function PresetChoice({ presets, onChoose }: PresetProps) {
  if (presets.length === 0) return null;
  return (
    <Select
      label={words.preset}
      description={words.presetWhy}
      data={presets.map((each) => each.name)}
      clearable={false}
      onChange={(chosen) => {
        const preset = presets.find((each) => each.name === chosen);
        if (preset !== undefined) onChoose({ ...preset.settings });
      }}
    />
  );
}
