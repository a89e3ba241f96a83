// Adding a check. The form of each kind comes from the server, so a new kind needs nothing here.
import { useEffect, useState, type FormEvent } from 'react';
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { severities } from '#room/scales.ts';
import { ApiProblem, sayProblem, useApi } from '../api.ts';
import { Problem } from '../ui/problem.tsx';
import { CheckFieldInput } from './check-field-input.tsx';
import type { CheckKind, MonitorConfiguration } from './monitor.ts';
import styles from './settings.module.css';

type Draft = {
  name: string;
  kind: string;
  service: string;
  severity: string | null;
  intervalSeconds: number;
  settings: Record<string, string | number>;
};
const empty: Draft = { name: '', kind: '', service: '', severity: null, intervalSeconds: 30, settings: {} };

export function CheckForm() {
  const api = useApi();
  const kinds = useCheckKinds();
  const [draft, setDraft] = useState(empty);
  const [areAllShown, setAreAllShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const kind = kinds.find((each) => each.kind === draft.kind) ?? kinds[0];
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  const add = async () => {
    if (!kind) return;
    setBusy(true);
    setProblem(null);
    try {
      await api.post('/monitors', toMonitor(draft, kind));
      setDraft(empty);
      setAreAllShown(false);
    } catch (error) {
      setProblem(error);
      // A field that is marked must be in sight.
      if (faultsOf(error).some(({ field }) => !isAlwaysShown(field, kind))) setAreAllShown(true);
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void add();
  };
  if (!kind) return null;
  const expected = expectedIn(problem);
  const shown = kind.fields.filter(({ isRequired }) => isRequired || areAllShown);
  return (
    <section className={styles.block} aria-labelledby="add-check">
      <h2 id="add-check">Add a check</h2>
      <form className={styles.form} onSubmit={submit} noValidate>
        <div className={styles.fields}>
          <TextInput
            label="Name"
            value={draft.name}
            maxLength={120}
            error={expected('name')}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          {kinds.length > 1 && (
            <Select
              label="Kind"
              data={kinds.map(({ kind, label }) => ({ value: kind, label }))}
              value={kind.kind}
              allowDeselect={false}
              onChange={(value) => value && change({ kind: value, settings: {} })}
            />
          )}
          <NumberInput
            label="Ask every"
            suffix=" s"
            min={1}
            max={86_400}
            value={draft.intervalSeconds}
            error={expected('intervalSeconds')}
            onChange={(value) => change({ intervalSeconds: Number(value) })}
          />
          {shown.map((field) => (
            <CheckFieldInput
              key={field.name}
              field={field}
              value={draft.settings[field.name] ?? ''}
              error={expected(`settings.${field.name}`)}
              onChange={(value) => change({ settings: { ...draft.settings, [field.name]: value } })}
            />
          ))}
          {areAllShown && (
            <>
              <TextInput
                label="Service"
                description="Its incidents gather under this name"
                value={draft.service}
                maxLength={120}
                error={expected('service')}
                onChange={(event) => change({ service: event.currentTarget.value })}
              />
              <Select
                label="Severity when it is down"
                placeholder="P3"
                clearable
                data={[...severities]}
                value={draft.severity}
                onChange={(severity) => change({ severity })}
              />
            </>
          )}
        </div>
        {problem !== null && <Problem>Not added. {sayRefusal(problem)}</Problem>}
        <div className={styles.buttons}>
          <Button type="submit" variant="filled" loading={busy} disabled={!draft.name.trim()}>
            Add the check
          </Button>
          <Button variant="subtle" aria-expanded={areAllShown} onClick={() => setAreAllShown(!areAllShown)}>
            {areAllShown ? 'Only what is needed' : 'More settings'}
          </Button>
        </div>
      </form>
    </section>
  );
}

function useCheckKinds(): readonly CheckKind[] {
  const api = useApi();
  const [kinds, setKinds] = useState<readonly CheckKind[]>([]);
  useEffect(() => {
    api.get<{ items: CheckKind[] }>('/check-kinds').then(({ items }) => setKinds(items), reportError);
  }, [api]);
  return kinds;
}

function toMonitor(draft: Draft, { kind, fields }: CheckKind): MonitorConfiguration {
  const settings = Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = draft.settings[name];
      return value === undefined || value === ''
        ? []
        : [[name, typeof value === 'string' ? value.trim() : value]];
    }),
  );
  return {
    name: draft.name.trim(),
    kind,
    settings,
    intervalSeconds: draft.intervalSeconds,
    ...(draft.service.trim() && { service: draft.service.trim() }),
    ...(draft.severity && { severity: draft.severity }),
  };
}

const faultsOf = (problem: unknown) => (problem instanceof ApiProblem ? problem.errors : []);

function isAlwaysShown(field: string, { fields }: CheckKind): boolean {
  const settings = fields.filter(({ isRequired }) => isRequired).map(({ name }) => `settings.${name}`);
  return ['name', 'kind', 'intervalSeconds', ...settings].includes(field);
}

/** Where fields are marked, they say themselves what was expected. */
function sayRefusal(problem: unknown): string {
  return faultsOf(problem).length > 0 ? 'Correct what is marked, then add it again.' : sayProblem(problem);
}

/** What the server expected in a field, for the field itself. */
function expectedIn(problem: unknown): (field: string) => string | undefined {
  const errors = faultsOf(problem);
  return (field) => errors.find((error) => error.field === field)?.expected;
}
