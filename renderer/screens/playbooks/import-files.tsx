import { useRef, useState, type ChangeEvent } from 'react';
import { Button } from '@mantine/core';
import { importPlaybook, type ImportedPlaybook } from '#room/playbooks/import-playbook.ts';
import { readFile } from '../../fields/read-file.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useEscape } from '../../ui/use-escape.ts';
import { useAddPlaybook } from './use-new-playbook.ts';
import styles from './playbooks.module.css';

const words = strings.playbooks;
export type ImportedFile = { file: string; outcome: ImportedPlaybook; id: string | null };

/** Imports the chosen files one after the other and reports each result. */
export function ImportButton({ onReport }: { onReport: (reports: readonly ImportedFile[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const add = useAddPlaybook();
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const field = event.currentTarget;
    const reports: ImportedFile[] = [];
    for (const file of field.files ?? []) {
      const outcome = importPlaybook(file.name, await readFile(file));
      reports.push({ file: file.name, outcome, id: outcome.ok ? add(outcome.markdown) : null });
    }
    // Allows choosing the same file again.
    field.value = '';
    onReport(reports);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".md,.markdown,.txt,.json"
        aria-label={words.importHint}
        onChange={(event) => void take(event)}
      />
      <Button size="compact-sm" title={words.importHint} onClick={() => input.current?.click()}>
        {words.import}
      </Button>
    </>
  );
}

/** What was imported, what was skipped, and what was rejected, with the faulty field. */
export function ImportReport({
  reports,
  onClose,
}: {
  reports: readonly ImportedFile[];
  onClose: () => void;
}) {
  useEscape(reports.length > 0, onClose);
  const [heading] = useState(words.imported.title);
  if (reports.length === 0) return null;
  return (
    <section className={styles.report} aria-label={heading} role="status">
      {reports.map(({ file, outcome, id }, i) => (
        // The same file may be imported twice.
        <div key={`${i} ${file}`}>
          {outcome.ok ? (
            <>
              <p>
                {words.imported.taken(outcome.title, outcome.steps)}{' '}
                {id !== null && (
                  <a className={styles.open} href={routeHash({ screen: 'playbooks', playbook: id })}>
                    {words.imported.open}
                  </a>
                )}
              </p>
              {outcome.notTaken.length > 0 && (
                <>
                  <p className="label">{words.imported.notTaken}</p>
                  <Lines lines={outcome.notTaken} />
                </>
              )}
            </>
          ) : (
            <>
              <p className={styles.stale}>{words.imported.refused(file)}</p>
              <Lines
                lines={outcome.errors.map(({ field, expected }) => words.imported.problem(field, expected))}
              />
            </>
          )}
        </div>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={onClose}>
        {words.imported.close}
      </Button>
    </section>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul className={styles.lines}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
