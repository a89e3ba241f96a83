import { nameIncident } from '#room/text/words.ts';
import { Autocomplete, MultiSelect, NativeSelect, Select, Textarea } from '@mantine/core';
import type { ProblemAnswer } from '#wire/api/problems.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { problemStates, type ProblemState } from '#room/learning/problems.ts';
import { saveRecord, useApi } from '../../server/api.ts';
import { NameField } from '../../fields/name-field.tsx';
import { RecordForm, type FormPart } from '../../fields/record-form.tsx';
import { useSession } from '../../server/session.tsx';
import type { Tagged } from '../../server/http.ts';
import { go, onward } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';

const words = strings.problems.form;

type Draft = {
  name: string;
  state: ProblemState;
  owner: string;
  workaround: string;
  notes: string;
  cause: string;
  check: string | null;
  incidents: readonly string[];
};

/** `query`: URL parameters from an offered repeat: its name, and its cause or check. */
function draftOf(before: ProblemAnswer | null, query: string): Draft {
  const brought = new URLSearchParams(query);
  return {
    name: before?.name ?? brought.get('name') ?? '',
    state: before?.state ?? 'open',
    owner: before?.owner ?? '',
    workaround: before?.workaround ?? '',
    notes: before?.notes ?? '',
    cause: before?.cause ?? brought.get('cause') ?? '',
    check: before?.check ?? brought.get('check'),
    incidents: before?.incidents ?? brought.getAll('incident'),
  };
}

/** The API body, without empty fields. */
function bodyOf({ name, state, check, incidents, ...texts }: Draft) {
  const said = Object.entries(texts).flatMap(([field, value]) =>
    value.trim() === '' ? [] : [[field, value.trim()] as const],
  );
  return {
    name: name.trim(),
    state,
    incidents,
    ...(check !== null && { check }),
    ...Object.fromEntries(said),
  };
}

type FormProps = { before: Tagged<ProblemAnswer> | null; query: string; snapshot: FeedSnapshot };

export function ProblemForm({ before, query, snapshot }: FormProps) {
  const { canWrite } = useSession();
  const api = useApi();
  const save = async (draft: Draft) => {
    const goOn = onward();
    const saved = await saveRecord<ProblemAnswer>(api, '/problems', before, bodyOf(draft));
    goOn({ screen: 'problems', problem: saved.id });
  };
  return (
    <RecordForm
      title={before ? words.change(before.value.name) : words.add}
      words={words}
      begin={() => draftOf(before?.value ?? null, query)}
      isComplete={({ name }) => name.trim() !== ''}
      refusal={canWrite ? null : strings.problems.onlyResponders}
      save={save}
      cancel={() => go({ screen: 'problems', problem: before?.value.id ?? null })}
    >
      {(part) => <Fields {...part} snapshot={snapshot} />}
    </RecordForm>
  );
}

type FieldsProps = FormPart<Draft> & { snapshot: FeedSnapshot };

const isState = (said: string): said is ProblemState => problemStates.some((state) => state === said);

function Fields({ draft, change, snapshot, expected }: FieldsProps) {
  const { people } = snapshot;
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
        label={words.state}
        data={problemStates.map((state) => ({ value: state, label: strings.problems.states[state] }))}
        value={draft.state}
        onChange={({ currentTarget: { value } }) => isState(value) && change({ state: value })}
      />
      <Select
        label={words.owner}
        placeholder={strings.problems.noOwner}
        clearable
        searchable
        data={people.map(({ id, name }) => ({ value: id, label: name }))}
        value={draft.owner === '' ? null : draft.owner}
        error={expected('owner')}
        onChange={(owner) => change({ owner: owner ?? '' })}
      />
      <Textarea
        label={words.workaround}
        description={words.workaroundHint}
        autosize
        minRows={2}
        maxLength={4_000}
        value={draft.workaround}
        error={expected('workaround')}
        onChange={(event) => change({ workaround: event.currentTarget.value })}
      />
      <Textarea
        label={words.notes}
        description={words.notesHint}
        autosize
        minRows={2}
        maxLength={4_000}
        value={draft.notes}
        error={expected('notes')}
        onChange={(event) => change({ notes: event.currentTarget.value })}
      />
      <Signs draft={draft} change={change} snapshot={snapshot} expected={expected} />
    </>
  );
}

/** The cause or check that adds incidents to the problem. */
function Signs({ draft, change, snapshot: { incidents, monitors }, expected }: FieldsProps) {
  const causes = [...new Set(incidents.flatMap((each) => each.causes ?? []))].toSorted();
  const failed = incidents.flatMap((each) => each.failed ?? []);
  const checks = new Map([...failed, ...monitors].map(({ id, name }) => [id, name]));
  return (
    <>
      <Autocomplete
        label={words.cause}
        description={words.causeHint}
        maxLength={120}
        data={causes}
        value={draft.cause}
        error={expected('cause')}
        onChange={(cause) => change({ cause })}
      />
      <Select
        label={words.check}
        clearable
        searchable
        data={[...checks].map(([value, label]) => ({ value, label }))}
        value={draft.check}
        error={expected('check')}
        onChange={(check) => change({ check })}
      />
      <MultiSelect
        label={words.incidents}
        searchable
        limit={50}
        data={incidents.map(({ id, number, title }) => ({
          value: id,
          label: nameIncident({ number, title }),
        }))}
        value={[...draft.incidents]}
        error={expected('incidents')}
        onChange={(chosen) => change({ incidents: chosen })}
      />
    </>
  );
}
