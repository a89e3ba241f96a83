import { useState, type FormEvent } from 'react';
import { Button, MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';
import { severities } from '#room/facts/fact.ts';
import { saveRecord, useApi } from '../../server/api.ts';
import { expectedIn, expectedUnder, sayRefusal } from '../../fields/field.ts';
import type { FormPart } from '../../fields/record-form.tsx';
import { useAttempt } from '../../fields/use-attempt.ts';
import type { Tagged } from '../../server/http.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { BesideRehearsal } from './rehearsal.tsx';
import { ladderOf, type Rung } from './ladder.ts';
import { PolicyStep } from './policy-step.tsx';
import type { PolicyAnswer as Policy } from '#wire/api/policies.ts';
import { SaveButton } from '../../fields/save-button.tsx';
import type { Targets } from '../../paging/targets.ts';
import styles from './policies.module.css';

const words = strings.alerting;
const say = words.policies;

type Settings = Omit<Policy, 'id' | 'managedBy'>;
/** Each step has its own key, so that typed values move with it. */
type Draft = Omit<Settings, 'steps'> & { steps: readonly (Settings['steps'][number] & { key: number })[] };
let keys = 0;
const freshStep = () => ({ targets: [], waitMinutes: 5, key: keys++ });
const fresh = (): Draft => ({
  name: '',
  steps: [freshStep()],
  repeat: 3,
  hours: 'always',
  ackTimeoutMinutes: null,
  drills: false,
  reminders: true,
});

type FormProps = { before: Tagged<Policy> | null; targets: Targets; onDone: () => void };

export function PolicyForm({ before, targets, onDone }: FormProps) {
  const api = useApi();
  const [draft, setDraft] = useState<Draft>(() => (before ? draftOf(before.value) : fresh()));
  const body = toBody(draft);
  const { busy, problem, attempt } = useAttempt(onDone, body);
  const expected = expectedIn(problem);
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...known, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => saveRecord(api, '/policies', before, body));
  };
  const rungs = ladderOf(draft);
  return (
    <form onSubmit={submit} noValidate aria-label={say.form}>
      <BesideRehearsal
        draft={{ ...body, ...(before && { id: before.value.id }) }}
        severities={draft.severities ?? []}
        services={draft.services ?? []}
        targets={targets}
      >
        <div className={styles.form}>
          <Which draft={draft} change={change} expected={expected} />
          <div className={styles.rungs}>
            {draft.steps.map((step, index) => (
              <PolicyStep
                key={step.key}
                number={index + 1}
                at={rungs[index]?.at ?? 0}
                isLast={index === draft.steps.length - 1}
                step={step}
                targets={targets}
                wrongTargets={expectedUnder(problem, `steps.${index}.targets`)}
                wrongWait={expected(`steps.${index}.waitMinutes`)}
                onChange={(next) => change({ steps: draft.steps.with(index, { ...next, key: step.key }) })}
                onRemove={() => change({ steps: draft.steps.toSpliced(index, 1) })}
                onMove={(by) => change({ steps: moved(draft.steps, index, by) })}
              />
            ))}
            <Ending draft={draft} rungs={rungs} change={change} wrong={expected('repeat')} />
            <div className={styles.buttons}>
              <Button size="compact-sm" onClick={() => change({ steps: [...draft.steps, freshStep()] })}>
                {say.addStep}
              </Button>
            </div>
          </div>
          <Conditions draft={draft} change={change} expected={expected} />
          {problem !== null && <Problem>{words.notSaved(sayRefusal(problem))}</Problem>}
          <div className={styles.buttons}>
            <SaveButton variant="filled" loading={busy} disabled={draft.name.trim() === ''}>
              {before ? words.save : words.add}
            </SaveButton>
            <Button variant="subtle" onClick={onDone}>
              {words.cancel}
            </Button>
          </div>
        </div>
      </BesideRehearsal>
    </form>
  );
}

type PartProps = FormPart<Draft>;

/** The policy's name and the incidents it applies to. */
function Which({ draft, change, expected }: PartProps) {
  const { severities: levels = [], services = [] } = draft;
  return (
    <div className={styles.fields}>
      <TextInput
        className={styles.wide ?? ''}
        label={words.name}
        value={draft.name}
        maxLength={120}
        error={expected('name')}
        // The user opened the form to type here.
        autoFocus
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <MultiSelect
        label={say.severities}
        placeholder={levels.length === 0 ? say.anySeverity : ''}
        data={[...severities]}
        value={[...levels]}
        onChange={(chosen) => change({ severities: chosen })}
      />
      <TagsInput
        label={say.services}
        placeholder={services.length === 0 ? say.anyService : ''}
        description={services.length === 0 ? null : say.servicesWhy}
        value={[...services]}
        onChange={(chosen) => change({ services: chosen })}
      />
    </div>
  );
}

type EndingProps = Pick<PartProps, 'draft' | 'change'> & {
  rungs: readonly Rung[];
  wrong: string | undefined;
};

/** The rungs after the last step: the number of repeats, and the end. */
function Ending({ draft, rungs, change, wrong }: EndingProps) {
  const end = rungs.at(-1);
  const again = rungs.find(({ kind }) => kind === 'repeat');
  if (end?.kind !== 'end') return <p className="soft">{say.nobody}</p>;
  const number = (
    <NumberInput
      aria-label={say.repeat}
      allowDecimal={false}
      min={0}
      max={5}
      value={draft.repeat}
      error={wrong}
      onChange={(typed) => change({ repeat: Number(typed) })}
    />
  );
  return (
    <div className={styles.end}>
      <span className={styles.at}>{say.at(again?.at ?? end.at)}</span>
      <span className={styles.repeat}>
        <Sentence says={say.repeatTimes(draft.repeat)} parts={{ number }} />
      </span>
      <span className="soft">{`${say.at(end.at)}: ${say.ends[end.goesOn]}`}</span>
    </div>
  );
}

/** When the policy pages, and its other options. */
function Conditions({ draft, change, expected }: PartProps) {
  return (
    <>
      <div className={styles.fields}>
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
          placeholder={say.timeoutNever}
          min={1}
          suffix={strings.fields.units.minutes}
          value={draft.ackTimeoutMinutes ?? ''}
          error={expected('ackTimeoutMinutes')}
          onChange={(typed) => change({ ackTimeoutMinutes: typed === '' ? null : Number(typed) })}
        />
      </div>
      <div className={styles.switches}>
        <Switch
          label={say.reminders}
          checked={draft.reminders}
          onChange={(event) => change({ reminders: event.currentTarget.checked })}
        />
        <Switch
          label={say.drills}
          checked={draft.drills}
          onChange={(event) => change({ drills: event.currentTarget.checked })}
        />
      </div>
    </>
  );
}

function draftOf({ id: _id, managedBy: _managedBy, ...draft }: Policy): Draft {
  return { ...draft, steps: draft.steps.map((step) => ({ ...step, key: keys++ })) };
}

function moved<T>(steps: readonly T[], from: number, by: -1 | 1): readonly T[] {
  const to = from + by;
  const [step, other] = [steps[from], steps[to]];
  return step === undefined || other === undefined ? steps : steps.with(from, other).with(to, step);
}

/** The API body. Empty fields match everything, so they are omitted. */
function toBody({ severities: levels, services, steps, ...rest }: Draft): Record<string, unknown> {
  return {
    ...rest,
    name: rest.name.trim(),
    steps: steps.map(({ targets, waitMinutes }) => ({ targets, waitMinutes })),
    ...(levels && levels.length > 0 ? { severities: levels } : {}),
    ...(services && services.length > 0 ? { services } : {}),
  };
}
