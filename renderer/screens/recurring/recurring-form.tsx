import { Autocomplete, NativeSelect, NumberInput, Select, Textarea } from '@mantine/core';
import { recurringKinds, repeatUnits, type RecurringKind, type RepeatUnit } from '#room/team/recurring.ts';
import { isoDate } from '#room/time/time.ts';
import type { RecurringAnswer } from '#wire/api/recurring.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { NameField } from '../../fields/name-field.tsx';
import { RecordForm, type FormPart } from '../../fields/record-form.tsx';
import { saveRecord, useApi } from '../../server/api.ts';
import { useSession } from '../../server/session.tsx';
import type { Tagged } from '../../server/http.ts';
import { go, onward } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { DayField } from '../../ui/day-field.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import styles from './recurring.module.css';

const words = strings.recurring.form;

type Draft = {
  name: string;
  kind: RecurringKind;
  details: string;
  service: string;
  owner: string | null;
  unit: RepeatUnit;
  every: number;
  startsOn: string;
};

const draftOf = (before: RecurringAnswer | null, today: string): Draft => ({
  name: before?.name ?? '',
  kind: before?.kind ?? 'check',
  details: before?.details ?? '',
  service: before?.service ?? '',
  owner: before?.owner ?? null,
  unit: before?.repeat.unit ?? 'month',
  every: before?.repeat.every ?? 1,
  startsOn: before?.startsOn ?? today,
});

/** The API body, without empty fields. */
const bodyOf = ({ name, kind, details, service, owner, unit, every, startsOn }: Draft) => ({
  name: name.trim(),
  kind,
  repeat: { unit, every },
  startsOn,
  ...(details.trim() !== '' && { details: details.trim() }),
  ...(service.trim() !== '' && { service: service.trim() }),
  ...(owner !== null && { owner }),
});

type FormProps = { before: Tagged<RecurringAnswer> | null; snapshot: FeedSnapshot };

export function RecurringForm({ before, snapshot }: FormProps) {
  const { isOwner } = useSession();
  const api = useApi();
  const { now } = useTeamClock();
  const save = async (draft: Draft) => {
    const goOn = onward();
    const saved = await saveRecord<RecurringAnswer>(api, '/recurring-tasks', before, bodyOf(draft));
    goOn({ screen: 'recurring-tasks', task: saved.id });
  };
  return (
    <RecordForm
      title={before ? words.change(before.value.name) : words.add}
      words={words}
      begin={() => draftOf(before?.value ?? null, isoDate(now()))}
      isComplete={({ name, startsOn }) => name.trim() !== '' && startsOn !== ''}
      refusal={isOwner ? null : strings.recurring.onlyOwners}
      save={save}
      cancel={() => go({ screen: 'recurring-tasks', task: before?.value.id ?? null })}
    >
      {(part) => <Fields {...part} snapshot={snapshot} />}
    </RecordForm>
  );
}

type FieldsProps = FormPart<Draft> & { snapshot: FeedSnapshot };

const isKind = (said: string): said is RecurringKind => recurringKinds.some((kind) => kind === said);
const isUnit = (said: string): said is RepeatUnit => repeatUnits.some((unit) => unit === said);

function Fields({ draft, change, snapshot: { people, services = [] }, expected }: FieldsProps) {
  return (
    <>
      <NameField
        label={words.name}
        description={words.nameHint}
        name={draft.name}
        error={expected('name')}
        change={(name) => change({ name })}
      />
      <NativeSelect
        label={words.kind}
        data={recurringKinds.map((kind) => ({ value: kind, label: strings.recurring.kinds[kind] }))}
        value={draft.kind}
        onChange={({ currentTarget: { value } }) => isKind(value) && change({ kind: value })}
      />
      <When draft={draft} change={change} expected={expected} />
      <Textarea
        label={words.details}
        description={words.detailsHint}
        autosize
        minRows={2}
        maxLength={4_000}
        value={draft.details}
        error={expected('details')}
        onChange={(event) => change({ details: event.currentTarget.value })}
      />
      <Autocomplete
        label={words.service}
        maxLength={120}
        data={services.map(({ name }) => name)}
        value={draft.service}
        error={expected('service')}
        onChange={(service) => change({ service })}
      />
      <Select
        label={words.owner}
        description={words.ownerHint}
        clearable
        searchable
        data={people
          .filter(({ role }) => role !== 'viewer')
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.owner}
        error={expected('owner')}
        onChange={(owner) => change({ owner })}
      />
    </>
  );
}

/** How often it comes back, and from which day on. */
function When({ draft, change, expected }: FormPart<Draft>) {
  return (
    <div className={styles.when}>
      <NumberInput
        label={words.every}
        min={1}
        max={366}
        allowDecimal={false}
        value={draft.every}
        error={expected('repeat.every')}
        onChange={(every) => change({ every: Number(every) })}
      />
      <NativeSelect
        label={words.unit}
        data={repeatUnits.map((unit) => ({ value: unit, label: words.units[unit] }))}
        value={draft.unit}
        onChange={({ currentTarget: { value } }) => isUnit(value) && change({ unit: value })}
      />
      <DayField
        label={words.startsOn}
        value={draft.startsOn}
        error={expected('startsOn')}
        onChange={(startsOn) => change({ startsOn })}
      />
    </div>
  );
}
