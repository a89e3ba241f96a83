import { readCost } from '#room/team/cost.ts';
import { Autocomplete, MultiSelect, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { Service } from '#room/team/services.ts';
import { saveRecord, useApi } from '../../server/api.ts';
import { NameField } from '../../fields/name-field.tsx';
import { RecordForm, type FormPart } from '../../fields/record-form.tsx';
import { useSession } from '../../server/session.tsx';
import type { Tagged } from '../../server/http.ts';
import { useFeed } from '../../server/feed.tsx';
import { go, onward } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { draftOf, toBody, type ServiceDraft } from './service-draft.ts';

const words = strings.services.form;

type FormProps = {
  before: Tagged<Service> | null;
  /** The initial name, when a name already in use is being recorded. */
  name: string;
};

export function ServiceForm({ before, name }: FormProps) {
  const { isOwner } = useSession();
  const api = useApi();
  const save = async (draft: ServiceDraft) => {
    const goOn = onward();
    const saved = await saveRecord<Service>(api, '/services', before, toBody(draft));
    goOn({ screen: 'services', service: saved.id });
  };
  return (
    <RecordForm
      title={before ? words.change(before.value.name) : words.add}
      words={words}
      refusal={isOwner ? null : strings.services.onlyOwners}
      isPaired
      begin={() => draftOf(before?.value ?? null, name)}
      isComplete={(draft) => draft.name.trim() !== ''}
      save={save}
      cancel={() => go({ screen: 'services', service: before?.value.id ?? null })}
    >
      {(part) => (
        <>
          <Standing {...part} />
          <Surroundings {...part} own={before?.value.id ?? null} />
        </>
      )}
    </RecordForm>
  );
}

type FieldsProps = FormPart<ServiceDraft>;

/** The service's name, owner, target and cost. */
function Standing({ draft, change, expected }: FieldsProps) {
  const people = useFeed().snapshot?.people ?? [];
  return (
    <>
      <NameField
        label={words.name}
        name={draft.name}
        error={expected('name')}
        change={(name) => change({ name })}
      />
      <Autocomplete
        label={words.owner}
        description={words.ownerHint}
        maxLength={120}
        data={[...new Set(people.map(({ name }) => name))]}
        // The API may name a person by their id.
        value={people.find(({ id }) => id === draft.owner)?.name ?? draft.owner}
        error={expected('owner')}
        onChange={(owner) => change({ owner })}
      />
      <TextInput
        label={words.tier}
        description={words.tierHint}
        maxLength={40}
        value={draft.tier}
        error={expected('tier')}
        onChange={(event) => change({ tier: event.currentTarget.value })}
      />
      <TextInput
        label={words.target}
        description={words.targetHint}
        inputMode="decimal"
        maxLength={12}
        value={draft.target}
        error={expected('slo.target')}
        onChange={(event) => change({ target: event.currentTarget.value })}
      />
      <TextInput
        label={words.cost}
        description={words.costHint}
        maxLength={60}
        value={draft.cost}
        error={draft.cost.trim() !== '' && readCost(draft.cost) === null ? words.costWrong : undefined}
        onChange={(event) => change({ cost: event.currentTarget.value })}
      />
    </>
  );
}

/** The service's dependencies, other names and links. `own` is its id; null for a new one. */
function Surroundings({ draft, change, own, expected }: FieldsProps & { own: string | null }) {
  const services = useFeed().snapshot?.services ?? [];
  const others = services.filter(({ id }) => id !== own).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <MultiSelect
        label={words.dependsOn}
        searchable
        data={others}
        value={[...draft.dependsOn]}
        error={expected('dependsOn')}
        onChange={(dependsOn) => change({ dependsOn })}
      />
      <TagsInput
        label={words.aliases}
        description={words.aliasesHint}
        maxLength={120}
        value={[...draft.aliases]}
        error={expected('aliases')}
        onChange={(aliases) => change({ aliases })}
      />
      <TextInput
        label={words.runbook}
        maxLength={2_000}
        value={draft.runbook}
        error={expected('runbook')}
        onChange={(event) => change({ runbook: event.currentTarget.value })}
      />
      <Textarea
        label={words.links}
        description={words.linksHint}
        autosize
        minRows={2}
        value={draft.links}
        error={expected('links')}
        onChange={(event) => change({ links: event.currentTarget.value })}
      />
      <Textarea
        label={words.description}
        autosize
        minRows={2}
        maxLength={2_000}
        value={draft.description}
        error={expected('description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
    </>
  );
}
