import { useState, type FormEvent } from 'react';
import { Button, MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { severities } from '#room/fact.ts';
import { useApi } from '../api.ts';
import { expectedIn, sayRefusal } from '../fields/field.ts';
import type { Tagged } from '../http.ts';
import { strings } from '../strings/index.ts';
import { Problem } from '../ui/problem.tsx';
import type { Policy, Target, Targets } from './targets.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting;
const say = words.policies;

type Draft = Omit<Policy, 'id' | 'managedBy'>;
const fresh: Draft = {
  name: '',
  steps: [{ targets: [], waitMinutes: 5 }],
  repeat: 3,
  hours: 'always',
  ackTimeoutMinutes: null,
  drills: false,
  reminders: true,
};

type FormProps = { before: Tagged<Policy> | null; targets: Targets; onDone: () => void };

export function PolicyForm({ before, targets, onDone }: FormProps) {
  const api = useApi();
  const [draft, setDraft] = useState<Draft>(() => (before ? draftOf(before.value) : fresh));
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const expected = expectedIn(problem);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const save = async () => {
    setBusy(true);
    setProblem(null);
    try {
      if (before) await api.put(`/policies/${before.value.id}`, toBody(draft), before.etag);
      else await api.post('/policies', toBody(draft));
      onDone();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={say.form}>
      <div className={styles.fields}>
        <TextInput
          className={styles.wide ?? ''}
          label={words.name}
          value={draft.name}
          maxLength={120}
          error={expected('name')}
          // The form was opened to type here.
          autoFocus
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <MultiSelect
          label={say.severities}
          description={say.severitiesWhy}
          data={[...severities]}
          value={[...(draft.severities ?? [])]}
          onChange={(chosen) => change({ severities: chosen })}
        />
        <TagsInput
          label={say.services}
          description={say.servicesWhy}
          value={[...(draft.services ?? [])]}
          onChange={(services) => change({ services })}
        />
      </div>
      {draft.steps.map((step, index) => (
        <Step
          // Steps are known by their place.
          key={index}
          number={index + 1}
          step={step}
          targets={targets}
          error={expected(`steps.${index}.targets`)}
          onChange={(next) => change({ steps: draft.steps.with(index, next) })}
          onRemove={() => change({ steps: draft.steps.toSpliced(index, 1) })}
        />
      ))}
      <div className={styles.buttons}>
        <Button
          variant="subtle"
          onClick={() => change({ steps: [...draft.steps, { targets: [], waitMinutes: 5 }] })}
        >
          {say.addStep}
        </Button>
      </div>
      <div className={styles.fields}>
        <NumberInput
          label={say.repeat}
          min={0}
          max={5}
          value={draft.repeat}
          error={expected('repeat')}
          onChange={(typed) => change({ repeat: Number(typed) })}
        />
        <Select
          label={say.hours}
          data={[
            { value: 'always', label: say.always },
            { value: 'business', label: say.business },
          ]}
          value={draft.hours}
          allowDeselect={false}
          onChange={(hours) => change({ hours: hours === 'business' ? 'business' : 'always' })}
        />
        <NumberInput
          label={say.timeout}
          description={say.timeoutWhy}
          min={1}
          suffix=" min"
          value={draft.ackTimeoutMinutes ?? ''}
          error={expected('ackTimeoutMinutes')}
          onChange={(typed) => change({ ackTimeoutMinutes: typed === '' ? null : Number(typed) })}
        />
        <Switch
          label={say.reminders}
          checked={draft.reminders}
          onChange={(event) => change({ reminders: event.currentTarget.checked })}
        />
      </div>
      {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={busy} disabled={draft.name.trim() === ''}>
          {before ? words.save : words.add}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

type StepProps = {
  number: number;
  step: Draft['steps'][number];
  targets: Targets;
  error: string | undefined;
  onChange: (step: Draft['steps'][number]) => void;
  onRemove: () => void;
};

function Step({ number, step, targets, error, onChange, onRemove }: StepProps) {
  const choose = (values: readonly string[]) => {
    const chosen = values.map((value): Target => {
      const [kind = 'person', id = ''] = value.split(':');
      const before = step.targets.find((each) => each.kind === kind && each.id === id);
      return before ?? { kind: kind as Target['kind'], id };
    });
    onChange({ ...step, targets: chosen });
  };
  return (
    <div className={styles.fields} role="group" aria-label={say.stepTitle(number)}>
      <MultiSelect
        label={`${say.stepTitle(number)}: ${say.page}`}
        data={targets.options.map(({ group, items }) => ({ group, items }))}
        value={step.targets.map(({ kind, id }) => `${kind}:${id}`)}
        error={error}
        searchable
        onChange={choose}
      />
      <div className={styles.buttons}>
        <NumberInput
          label={say.wait}
          suffix=" min"
          min={0.05}
          max={1_440}
          value={step.waitMinutes}
          onChange={(typed) => onChange({ ...step, waitMinutes: Number(typed) })}
        />
        <Button variant="subtle" mt={22} aria-label={say.removeStep(number)} onClick={onRemove}>
          {say.remove}
        </Button>
      </div>
    </div>
  );
}

function draftOf({ id: _id, managedBy: _managedBy, ...draft }: Policy): Draft {
  return draft;
}

/** What is left empty matches everything, which the API says by leaving it out. */
function toBody({ severities: levels, services, ...rest }: Draft): Record<string, unknown> {
  return {
    ...rest,
    name: rest.name.trim(),
    ...(levels && levels.length > 0 ? { severities: levels } : {}),
    ...(services && services.length > 0 ? { services } : {}),
  };
}
