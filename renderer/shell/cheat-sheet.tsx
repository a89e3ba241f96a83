import { useState } from 'react';
import { Modal, TextInput } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { sayKeys } from '../ui/key-match.ts';
import { useKeyList } from '../ui/keys.tsx';
import { showKeys, useShell } from '../state/shell-store.ts';
import styles from './cheat-sheet.module.css';

const words = strings.shell;

/** All keys that work here now, read from the key registry. */
export function CheatSheet() {
  const opened = useShell((shell) => shell.areKeysShown);
  return (
    <Modal
      opened={opened}
      onClose={() => showKeys(false)}
      title={words.keys}
      size={960}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      <Keys />
    </Modal>
  );
}

/** This screen's keys come first, the global keys last. The search field has the focus. */
function Keys() {
  const [wanted, setWanted] = useState('');
  const all = useKeyList();
  const word = wanted.trim().toLowerCase();
  const isWanted = (text: string) => text.toLowerCase().includes(word);
  const keys = all.filter(
    ({ label, keys: each }) => isWanted(label) || each.some((key) => isWanted(sayKeys(key).join(' '))),
  );
  const groups = [...new Set(keys.map(({ group }) => group))].toSorted(
    (a, b) => Number(a === words.everywhere) - Number(b === words.everywhere),
  );
  return (
    <>
      <TextInput
        data-autofocus
        autoFocus
        mb={16}
        aria-label={words.findKey}
        placeholder={words.findKey}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {keys.length === 0 && <p className="soft">{words.noKey}</p>}
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group} className={styles.group}>
            <h3 className="label">{group}</h3>
            <dl className={styles.list}>
              {keys
                .filter((key) => key.group === group)
                .map(({ keys, label }) => (
                  <div key={label} className={styles.row}>
                    <dt>{label}</dt>
                    {keys.map((each) => (
                      <dd key={each}>
                        <span className="spoken">{sayKeys(each).join(' ')}</span>
                        <Kbd keys={each} isAlways />
                      </dd>
                    ))}
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}
