import { Modal } from '@mantine/core';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useKeyList } from '../ui/keys.tsx';
import { showKeys, useShell } from './shell-store.ts';
import styles from './cheat-sheet.module.css';

const words = strings.shell;

/** Every key that works here now, read from what is bound. */
export function CheatSheet() {
  const opened = useShell((shell) => shell.areKeysShown);
  const keys = useKeyList();
  const groups = [...new Set(keys.map(({ group }) => group))].toSorted(
    (a, b) => Number(a === words.everywhere) - Number(b === words.everywhere),
  );
  return (
    <Modal
      opened={opened}
      onClose={() => showKeys(false)}
      title={words.keys}
      size={640}
      closeButtonProps={{ 'aria-label': words.close }}
    >
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
                        <span className="spoken">{each}</span>
                        <Kbd keys={each} isAlways />
                      </dd>
                    ))}
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
