import { useState } from 'react';
import { Checkbox } from '@mantine/core';
import type { TeamTemplate } from '#room/facts/review-template.ts';
import type { KeptTemplate } from '#room/feed/feed.ts';
import { standardTemplate } from '#room/pir/templates/shipped.ts';
import { severities, type Severity } from '#room/team/scales.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { saveRecord, sayProblem, useApi } from '../../server/api.ts';
import { NameField } from '../../fields/name-field.tsx';
import { RecordForm, type FormPart } from '../../fields/record-form.tsx';
import { useSession } from '../../server/session.tsx';
import type { Tagged } from '../../server/http.ts';
import { go, onward, type Route } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { SectionRows, type SectionDraft } from './section-rows.tsx';
import styles from './review-templates.module.css';

const words = strings.reviewTemplates.form;
const list: Route = { screen: 'review-templates', template: null };

type Draft = Omit<TeamTemplate, 'sections' | 'severities'> & {
  severities: readonly Severity[];
  sections: readonly SectionDraft[];
};

function draftOf(before: TeamTemplate | null): Draft {
  const { name, sections, ...rest } = before ?? { ...standardTemplate, name: '', severities: [] };
  return {
    name,
    severities: rest.severities ?? [],
    appendices: rest.appendices ?? true,
    public: rest.public ?? false,
    sections: sections.map(({ ask = '', ...section }, key) => ({ ...section, ask, key })),
  };
}

/** A template in an API request. */
const bodyOf = ({
  name,
  severities: begins,
  appendices,
  public: isPublic,
  sections,
}: Draft): TeamTemplate => ({
  name: name.trim(),
  ...(begins.length > 0 && { severities: [...begins] }),
  ...(appendices === false && { appendices }),
  ...(isPublic === true && { public: true }),
  sections: sections.map(({ heading, part, ask }) => ({
    heading: heading.trim(),
    part,
    ...(ask.trim() !== '' && { ask: ask.trim() }),
  })),
});

export function TemplateForm({ before }: { before: Tagged<KeptTemplate> | null }) {
  const { isOwner } = useSession();
  const api = useApi();
  const save = async (draft: Draft) => {
    const goOn = onward();
    await saveRecord(api, '/review-templates', before, bodyOf(draft));
    goOn(list);
  };
  return (
    <RecordForm
      title={before ? words.change(before.value.name) : words.add}
      words={words}
      begin={() => draftOf(before?.value ?? null)}
      isComplete={({ name, sections }) =>
        name.trim() !== '' && sections.every(({ heading }) => heading.trim() !== '')
      }
      refusal={isOwner ? null : strings.reviewTemplates.onlyOwners}
      save={save}
      cancel={() => go(list)}
      isWide
      foot={before && <Remove id={before.value.id} />}
    >
      {({ draft, change, expected }) => (
        <>
          <NameField
            label={words.name}
            name={draft.name}
            error={expected('name')}
            change={(name) => change({ name })}
            isKnown={before !== null}
          />
          <Choices draft={draft} change={change} />
          <SectionRows
            sections={draft.sections}
            change={(sections) => change({ sections })}
            expected={expected}
          />
        </>
      )}
    </RecordForm>
  );
}

function Choices({ draft, change }: Omit<FormPart<Draft>, 'expected'>) {
  return (
    <>
      <Checkbox.Group
        label={words.severities}
        description={words.severitiesHint}
        value={[...draft.severities]}
        onChange={(chosen) => change({ severities: severities.filter((each) => chosen.includes(each)) })}
      >
        <div className={styles.ticks}>
          {severities.map((severity) => (
            <Checkbox key={severity} value={severity} label={severity} />
          ))}
        </div>
      </Checkbox.Group>
      <Checkbox
        label={words.isPublic}
        description={words.publicHint}
        checked={draft.public === true}
        onChange={(event) => change({ public: event.currentTarget.checked })}
      />
      {draft.public !== true && (
        <Checkbox
          label={words.appendices}
          description={words.appendicesHint}
          checked={draft.appendices !== false}
          onChange={(event) => change({ appendices: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

function Remove({ id }: { id: string }) {
  const api = useApi();
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    const goOn = onward();
    try {
      await api.delete(`/review-templates/${id}`);
      goOn(list);
    } catch (error) {
      setProblem(sayProblem(error));
    }
  };
  return (
    <footer className={styles.foot}>
      <ServerButton size="compact-sm" onClick={() => void remove()}>
        {strings.reviewTemplates.remove}
      </ServerButton>
      <p className="soft">{strings.reviewTemplates.removeWhy}</p>
      {problem !== null && <Problem>{problem}</Problem>}
    </footer>
  );
}
