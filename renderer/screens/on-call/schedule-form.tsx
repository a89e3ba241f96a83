import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { SaveButton } from '../../fields/save-button.tsx';
import { saveRecord, useApi } from '../../server/api.ts';
import { expectedIn, sayRefusal } from '../../fields/field.ts';
import { NameField } from '../../fields/name-field.tsx';
import { useAttempt } from '../../fields/use-attempt.ts';
import { ZoneSelect } from '../../fields/zone-select.tsx';
import type { Tagged } from '../../server/http.ts';
import { go, onward } from '../../state/router.ts';
import type { FormPart } from '../../fields/record-form.tsx';
import { strings } from '../../strings/index.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import { LayerFields } from './layer-fields.tsx';
import { SchedulePreview } from './schedule-preview.tsx';
import { newLayer, newSchedule, toPlan, type Schedule } from './schedule.ts';
import styles from './on-call.module.css';

const words = strings.onCall.form;

/** The draft of a schedule, and what saves it and leads to its page. */
function useScheduleDraft(before: Tagged<Schedule> | null) {
  const api = useApi();
  const clock = useTeamClock();
  const [draft, setDraft] = useState(() => before?.value ?? newSchedule(words.usualLayer, clock.now()));
  const { busy, problem, attempt } = useAttempt(undefined, toPlan(draft));
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const addLayer = () => {
    const { layers } = draft;
    change({ layers: [...layers, newLayer(words.layer(layers.length + 1), clock.now())] });
  };
  const save = () =>
    attempt(async () => {
      const goOn = onward();
      const { id } = await saveRecord<Schedule>(api, '/schedules', before, toPlan(draft));
      goOn({ screen: 'on-call', schedule: id });
    });
  return { draft, change, addLayer, busy, problem, save };
}

export function ScheduleForm({ before }: { before: Tagged<Schedule> | null }) {
  const { draft, change, addLayer, busy, problem, save } = useScheduleDraft(before);
  const expected = expectedIn(problem);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const title = before ? words.edit(before.value.name) : words.add;
  return (
    <form className={styles.form} onSubmit={submit} noValidate aria-label={title}>
      <h1>{title}</h1>
      <div className={styles.halves}>
        <div className={styles.fields}>
          <Basics draft={draft} change={change} expected={expected} />
          <Layers draft={draft} change={change} expected={expected} />
          <div className={styles.another}>
            <Button onClick={addLayer}>{words.addLayer}</Button>
            <p className="label">{words.layers}</p>
          </div>
        </div>
        <SchedulePreview draft={draft} id={before?.value.id ?? null} />
      </div>
      {problem !== null && <Problem>{words.failed(sayRefusal(problem))}</Problem>}
      <div className={styles.foot}>
        <SaveButton variant="filled" loading={busy}>
          {before ? words.save : words.create}
        </SaveButton>
        <Button
          variant="subtle"
          onClick={() => go({ screen: 'on-call', schedule: before?.value.id ?? null })}
        >
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

type ScheduleDraft = Omit<Schedule, 'id'>;
type BasicsProps = FormPart<ScheduleDraft>;

function Layers({ draft: { layers }, change, expected }: BasicsProps) {
  return layers.map((layer, index) => (
    <LayerFields
      key={index}
      index={index}
      layer={layer}
      onChange={(next) => change({ layers: layers.with(index, next) })}
      onRemove={
        layers.length > 1 ? () => change({ layers: layers.filter((_, each) => each !== index) }) : null
      }
      expected={(part) => expected(`layers.${index}${part}`)}
    />
  ));
}

function Basics({ draft, change, expected }: BasicsProps) {
  return (
    <div className={styles.part}>
      <NameField
        label={words.name}
        name={draft.name}
        error={expected('name')}
        change={(name) => change({ name })}
      />
      <ZoneSelect
        label={words.timeZone}
        allowDeselect={false}
        value={draft.timeZone}
        error={expected('timeZone')}
        onChange={(timeZone) => timeZone !== null && change({ timeZone })}
      />
      <TextInput
        label={words.service}
        description={words.serviceHint}
        maxLength={120}
        value={draft.service ?? ''}
        error={expected('service')}
        onChange={(event) => change({ service: event.currentTarget.value })}
      />
    </div>
  );
}
