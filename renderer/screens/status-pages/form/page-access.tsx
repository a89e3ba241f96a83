// SP69, SP130, SP131: who outside the team can see a private page, and what it shows them.
import { useState } from 'react';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { expectedUnder } from '../../../fields/field.ts';
import { CopyField } from '../../../ui/copy-field.tsx';
import { strings } from '../../../strings/index.ts';
import type { PageDraft } from './page-draft.ts';
import type { StatusPage } from '../status-page.ts';
import styles from '../status-pages.module.css';

const words = strings.statusPages.form;

type Props = {
  draft: PageDraft;
  setDraft: (draft: PageDraft) => void;
  page: StatusPage | null;
  problem: unknown;
};

export function PageAccess({ draft, setDraft, page, problem }: Props) {
  return (
    <div className={styles.access}>
      <p className="label">{words.members}</p>
      <TextInput
        label={words.password}
        description={words.passwordHint}
        type="password"
        autoComplete="new-password"
        maxLength={200}
        value={draft.password}
        error={expectedUnder(problem, 'password')}
        onChange={(event) => setDraft({ ...draft, password: event.currentTarget.value })}
      />
      <Textarea
        label={words.networks}
        description={words.networksHint}
        autosize
        minRows={2}
        value={draft.networks}
        error={expectedUnder(problem, 'networks')}
        onChange={(event) => setDraft({ ...draft, networks: event.currentTarget.value })}
      />
      <SecretLink draft={draft} setDraft={setDraft} page={page} />
      <Checkbox
        label={words.tellsIncidents}
        description={words.tellsIncidentsHint}
        checked={draft.tellsIncidents}
        onChange={(event) => setDraft({ ...draft, tellsIncidents: event.currentTarget.checked })}
      />
      <Checkbox
        label={words.mailsReaders}
        description={words.mailsReadersHint}
        checked={draft.mailsReaders}
        onChange={(event) => setDraft({ ...draft, mailsReaders: event.currentTarget.checked })}
      />
    </div>
  );
}

/** The key is shown only while the form that made it is open. */
function SecretLink({ draft, setDraft, page }: Omit<Props, 'problem'>) {
  const [made, setMade] = useState('');
  const make = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(24));
    const key = btoa(String.fromCodePoint(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_');
    setMade(key);
    setDraft({ ...draft, linkKey: key });
  };
  const isNew = made !== '' && made === draft.linkKey;
  return (
    <div role="group" aria-label={words.link}>
      <p className={`label ${styles.label}`}>{words.link}</p>
      <p className="soft">{words.linkHint}</p>
      {isNew && page !== null && <CopyField label={words.linkMade} value={`${page.address}?key=${made}`} />}
      {isNew && page === null && <CopyField label={words.keyMade} value={`?key=${made}`} />}
      <div className={styles.buttons}>
        <Button size="compact-sm" onClick={make}>
          {draft.linkKey === '' ? words.makeLink : words.makeLinkAnew}
        </Button>
        {draft.linkKey !== '' && (
          <Button size="compact-sm" variant="subtle" onClick={() => setDraft({ ...draft, linkKey: '' })}>
            {words.endLink}
          </Button>
        )}
      </div>
    </div>
  );
}
