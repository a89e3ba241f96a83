import { useState } from 'react';
import { TextInput } from '@mantine/core';
import { libraryLimits, type LibraryPlaybook } from '#room/playbooks/library.ts';
import { setFront } from '#room/playbooks/playbook.ts';
import { strings } from '../../strings/index.ts';
import { useLibrary } from './library-provider.tsx';
import styles from './playbooks.module.css';

const { fields } = strings.playbooks;
type Key = keyof typeof fields;
const keys = Object.keys(fields) as Key[];

const readField = (playbook: LibraryPlaybook, key: Key): string => {
  switch (key) {
    case 'title':
      return playbook.title;
    case 'owner':
      return playbook.owner ?? '';
    case 'first-for':
      return playbook.firstFor.join(', ');
    default:
      return playbook[key].join(', ');
  }
};

/** The text's front matter as fields. Each field writes only its own line. */
export function PlaybookDetails({ playbook, canEdit }: { playbook: LibraryPlaybook; canEdit: boolean }) {
  return (
    <section className={styles.block} aria-labelledby="playbook-details">
      <h2 id="playbook-details">{strings.playbooks.details}</h2>
      {canEdit ? (
        <div className={styles.fields}>
          {keys.map((key) => (
            // A change by somebody else appears here, unless I am typing in the field.
            <DetailField key={`${key} ${readField(playbook, key)}`} playbook={playbook} name={key} />
          ))}
        </div>
      ) : (
        <dl className={styles.facts}>
          {keys
            .filter((key) => key !== 'title' && readField(playbook, key) !== '')
            .map((key) => (
              <div key={key}>
                <dt>{fields[key][0]}</dt>
                <dd>{readField(playbook, key)}</dd>
              </div>
            ))}
        </dl>
      )}
    </section>
  );
}

function DetailField({ playbook, name }: { playbook: LibraryPlaybook; name: Key }) {
  const library = useLibrary();
  const shown = readField(playbook, name);
  const [value, setValue] = useState(shown);
  const [label, hint] = fields[name];
  const keep = () => {
    if (value.trim() === shown) return;
    const next = setFront(playbook.markdown, name, value);
    if (next.length <= libraryLimits.text) library.rewrite(playbook.id, next);
  };
  return (
    <TextInput
      label={label}
      placeholder={hint}
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
      }}
    />
  );
}
