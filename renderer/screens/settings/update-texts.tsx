// CM10: texts that updates start from, in Settings. Everybody can read them; owners change them.
import { useState, type FormEvent } from 'react';
import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { audiences, stages, type Audience, type Stage } from '#room/team/audiences.ts';
import { isShippedTemplate, type CommsTemplate } from '#room/team/team-templates.ts';
import { useApi } from '../../server/api.ts';
import { expectedUnder, sayRefusal } from '../../fields/field.ts';
import { useAttempt } from '../../fields/use-attempt.ts';
import { audienceWords, stageWords } from '../war-room/panels/comms/words.ts';
import { useFeed } from '../../server/feed.tsx';
import { useCommsTemplates } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import settings from '../../ui/section.module.css';
import { Changed, EditedList } from '../scheme/edited-list.tsx';
import { FormButtons } from '../scheme/levels-settings.tsx';
import styles from '../scheme/scheme.module.css';

const words = strings.updateTexts;
const common = strings.scheme;

const stageName = (stage: Stage | null): string => (stage === null ? words.anyStage : stageWords[stage]);
const titleOf = ({ name, audience, stage }: CommsTemplate): string =>
  isShippedTemplate(name) ? words.of(audienceWords[audience], stageName(stage).toLowerCase()) : name;

export function UpdateTexts() {
  const templates = useCommsTemplates();
  return (
    <EditedList
      lead={words.lead}
      items={templates}
      show={(template) => ({
        title: titleOf(template),
        heading: <h2>{titleOf(template)}</h2>,
        labels: <TextLabels template={template} />,
        words: <TextWords text={template.text} />,
      })}
      renderForm={(template, done) => <TextForm template={template} onDone={done} />}
      add={words.add}
    />
  );
}

/** Shows the headline; the rest opens on click. */
function TextWords({ text }: { text: string }) {
  const [headline = '', ...rest] = text.split('\n');
  if (text === '') return <p className="soft">{words.empty}</p>;
  return (
    <details className={styles.text}>
      <summary>{headline}</summary>
      {rest.join('\n').trim()}
    </details>
  );
}

function TextLabels({ template: { name, audience, stage } }: { template: CommsTemplate }) {
  const isChanged = useIsChanged(name);
  if (isShippedTemplate(name)) return isChanged && <Changed />;
  return (
    <>
      <span className="label">{words.of(audienceWords[audience], stageName(stage).toLowerCase())}</span>
      <span className="label">{words.onlyYours}</span>
    </>
  );
}

const useIsChanged = (name: string): boolean =>
  useFeed().snapshot?.scheme?.commsTemplates?.some((each) => each.name === name) ?? false;

const blank: CommsTemplate = { name: '', audience: 'customers', stage: null, text: '' };

function TextForm({ template, onDone }: { template: CommsTemplate | null; onDone: () => void }) {
  const api = useApi();
  const templates = useCommsTemplates();
  const [draft, setDraft] = useState<CommsTemplate>(template ?? blank);
  const { busy, problem, attempt } = useAttempt(onDone, draft);
  const isChanged = useIsChanged(draft.name);
  const name = draft.name.trim();
  const isTaken = template === null && templates.some((each) => each.name === name);
  const isOwn = template === null || !isShippedTemplate(template.name);
  const path = `/comms-templates/${encodeURIComponent(name)}`;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name !== '' && !isTaken) void attempt(() => api.put(path, { ...draft, name }));
  };
  return (
    <form className={settings.form} onSubmit={save}>
      {template === null && (
        <TextInput
          label={words.name}
          description={words.nameHint}
          value={draft.name}
          maxLength={80}
          autoFocus
          error={isTaken ? words.nameTaken : expectedUnder(problem, 'name')}
          onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
        />
      )}
      {isOwn && <WhereFields draft={draft} onChange={setDraft} />}
      <Textarea
        label={words.text}
        description={isOwn ? undefined : words.textHint}
        autosize
        autoFocus={template !== null}
        minRows={6}
        maxRows={20}
        maxLength={4_000}
        value={draft.text}
        error={expectedUnder(problem, 'text')}
        onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
      />
      <FormButtons
        busy={busy}
        onLeave={onDone}
        onReset={template !== null && isChanged ? () => void attempt(() => api.delete(path)) : null}
        {...(isOwn && { reset: words.remove })}
      />
      {problem !== null && <Problem>{common.notSaved(sayRefusal(problem))}</Problem>}
    </form>
  );
}

function WhereFields({
  draft,
  onChange,
}: {
  draft: CommsTemplate;
  onChange: (draft: CommsTemplate) => void;
}) {
  return (
    <>
      <NativeSelect
        label={words.audience}
        value={draft.audience}
        data={audiences.map((each) => ({ value: each, label: audienceWords[each] }))}
        onChange={(event) => onChange({ ...draft, audience: event.currentTarget.value as Audience })}
      />
      <NativeSelect
        label={words.stage}
        value={draft.stage ?? ''}
        data={[
          { value: '', label: words.anyStage },
          ...stages.map((each) => ({ value: each, label: stageWords[each] })),
        ]}
        onChange={(event) =>
          onChange({ ...draft, stage: (event.currentTarget.value || null) as Stage | null })
        }
      />
    </>
  );
}
