// BR1: the address of a team's calls, with a preview before it is saved.
import { useState, type FormEvent } from 'react';
import { Select, TextInput } from '@mantine/core';
import { callPresets, checkCallTemplate, fillCall } from '#room/command/call.ts';
import { ServerButton } from '../../fields/server-button.tsx';
import { SaveButton } from '../../fields/save-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { useFeed } from '../../server/feed.tsx';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import section from '../../ui/section.module.css';
import styles from './settings.module.css';

const words = strings.calls;
const example = { id: '01JB2Z4M8Q0000000000000000', number: 'INC-42', title: strings.settings.exampleTitle };

export function Calls() {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const template = snapshot?.bridge ?? null;
  if (!isOwner) return <p>{template === null ? words.none : words.set(template)}</p>;
  return <CallsForm key={template} saved={template} />;
}

function CallsForm({ saved }: { saved: string | null }) {
  const api = useApi();
  const [template, setTemplate] = useState(saved ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const expected = template.trim() === '' ? null : checkCallTemplate(template.trim());
  const preset = callPresets.find((each) => each.template === template)?.name ?? words.own;
  const save = async (next: string | null) => {
    setBusy(true);
    setProblem(null);
    try {
      await api.put('/bridge', { template: next });
    } catch (error) {
      setProblem(words.notSaved(sayProblem(error)));
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (template.trim() !== '' && expected === null) void save(template.trim());
  };
  return (
    <form className={section.form} onSubmit={submit}>
      <p className="soft">{words.lead}</p>
      <Select
        label={words.preset}
        data={[...callPresets.map(({ name }) => name), words.own]}
        value={preset}
        allowDeselect={false}
        maw={320}
        onChange={(name) => setTemplate(callPresets.find((each) => each.name === name)?.template ?? '')}
      />
      <TextInput
        label={words.address}
        description={preset === 'Zoom' ? words.zoom : words.hint}
        value={template}
        spellCheck={false}
        error={expected === null ? null : words.expected(expected)}
        onChange={(event) => setTemplate(event.currentTarget.value)}
      />
      {template.trim() !== '' && expected === null && (
        <p className={`label ${styles.example}`}>{words.example(fillCall(template.trim(), example))}</p>
      )}
      <div className={section.buttons}>
        <SaveButton
          variant="filled"
          loading={busy}
          disabled={expected !== null || template.trim() === '' || template.trim() === saved}
        >
          {template.trim() === saved ? words.saved : words.save}
        </SaveButton>
        {saved !== null && (
          <ServerButton variant="default" onClick={() => void save(null)}>
            {words.remove}
          </ServerButton>
        )}
      </div>
      {problem && <Problem>{problem}</Problem>}
    </form>
  );
}
