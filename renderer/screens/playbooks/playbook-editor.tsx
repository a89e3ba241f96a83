import { useMemo } from 'react';
import { libraryLimits, type LibraryPlaybook } from '#room/playbooks/library.ts';
import { strings } from '../../strings/index.ts';
import { SharedText } from '../../ui/shared-text.tsx';
import { ConnectionWords } from '../../live-room/connection.tsx';
import { useLibrary, useLibraryAwareness, useLibraryConnection } from './library-provider.tsx';
import { MarkdownView } from './markdown-view.tsx';
import styles from './playbooks.module.css';

const words = strings.playbooks;

/** The shared text editor beside a preview. */
export function PlaybookEditor({ playbook }: { playbook: LibraryPlaybook }) {
  const library = useLibrary();
  const awareness = useLibraryAwareness();
  const connection = useLibraryConnection();
  const { id, markdown } = playbook;
  const text = useMemo(() => library.edit(id), [library, id]);
  const written = markdown.match(/^\s*(?:[-*+]|\d+[.)])\s+\[[ xX]\]\s+\S/gmu)?.length ?? 0;
  const leftOut = written - playbook.steps.length;
  return (
    <div className={styles.editing}>
      <div className={styles.editor}>
        <SharedText
          text={text}
          awareness={awareness}
          label={words.editorLabel}
          placeholder={words.editorPlaceholder}
          minHeight={360}
        />
        <ConnectionWords connection={connection} />
        {markdown.length > libraryLimits.text && (
          <p role="alert" className={styles.stale}>
            {words.tooLong(markdown.length, libraryLimits.text)}
          </p>
        )}
        {leftOut > 0 && playbook.steps.length >= 200 && (
          <p className={styles.stale}>{words.leftOut(leftOut)}</p>
        )}
        <StepHelp />
      </div>
      <MarkdownView markdown={markdown} label={words.previewLabel} />
    </div>
  );
}

function StepHelp() {
  return (
    <details className={styles.help} open>
      <summary>{words.help.title}</summary>
      <dl className={styles.facts}>
        {words.help.lines.map(([sign, meaning]) => (
          <div key={sign}>
            <dt className="mono">{sign}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
