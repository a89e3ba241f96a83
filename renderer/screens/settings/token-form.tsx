import { useState, type FormEvent } from 'react';
import { MultiSelect, Select, TextInput } from '@mantine/core';
import type { MadeToken } from '#wire/api/access.ts';
import { SaveButton } from '../../fields/save-button.tsx';
import { sayProblem, useApi } from '../../server/api.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { Problem } from '../../ui/problem.tsx';
import section from '../../ui/section.module.css';

const words = strings.tokens;

const dayMs = 24 * 3_600_000;
const lifetimes = [
  ...[30, 90, 365].map((days) => ({ value: String(days), label: words.days(days) })),
  { value: '', label: words.neverEnds },
];

/** AU7: makes a token for a program, with the scopes that the server knows. */
export function TokenForm({
  scopes,
  onSecret,
}: {
  scopes: readonly string[];
  onSecret: (made: MadeToken) => void;
}) {
  const api = useApi();
  const now = useNow();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const make = async () => {
    setBusy(true);
    setProblem(null);
    const expiresAt = days === '' ? null : now + Number(days) * dayMs;
    try {
      onSecret(await api.post<MadeToken>('/tokens', { name, scopes: chosen, expiresAt }));
      setName('');
      setChosen([]);
    } catch (error) {
      setProblem(words.notMade(sayProblem(error)));
    }
    setBusy(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void make();
  };
  return (
    <section className={section.block} aria-labelledby="new-token">
      <h2 id="new-token">{words.make}</h2>
      <p className={section.advice}>{words.makeWhy}</p>
      <form className={section.form} onSubmit={submit}>
        <div className={section.fields}>
          <TextInput
            label={words.name}
            description={words.nameHint}
            value={name}
            required
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={words.endsAfter}
            description={words.endsHint}
            data={lifetimes}
            value={days}
            allowDeselect={false}
            onChange={(value) => setDays(value ?? '')}
          />
          <MultiSelect
            label={words.scopes}
            description={words.scopesHint}
            data={scopes.map((scope) => ({ value: scope, label: words.scope(scope) }))}
            placeholder={chosen.length === 0 ? words.choose : ''}
            value={chosen}
            searchable
            clearable
            onChange={setChosen}
          />
        </div>
        <div className={section.buttons}>
          <SaveButton loading={busy} disabled={chosen.length === 0}>
            {words.makeIt}
          </SaveButton>
        </div>
        {problem && <Problem>{problem}</Problem>}
      </form>
    </section>
  );
}
